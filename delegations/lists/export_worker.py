"""The background job that makes long lists, one file at a time, in constant memory."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import QueryDict
from django.utils import timezone

from accounts.roles import Right
from core.files.spreadsheets import TooManyRows
from core.text.languages import in_language
from core.text.translated import fallback_order
from core.work.claims import ClaimLost
from delegations.choices import ListFormat
from delegations.choices.exports import ExportFailure
from delegations.lists import export_storage
from delegations.lists.export_queue import (
    claim_export,
    fail_export,
    finish_export,
    report_progress,
    settle_erasures,
    start_export,
)
from delegations.lists.forms import AttendeeFilterForm
from delegations.lists.list_request import (
    compare_with_chosen,
    count_rows,
    filter_form,
    make_logged_file,
)
from delegations.models import BackgroundExport
from events.permissions import rights_of

logger = logging.getLogger(__name__)

# In seconds: how often the page is told how far it is, and the others that we live.
_BEAT = 2.0


class NotAllowed(Exception):
    """The owner of the request may no longer have this list."""


def make_next_export() -> int:
    """Make the next file in the queue; return the number of files handled. A background job."""
    export = claim_export(timezone.now())
    if export is None:
        return 0
    try:
        with _as_requester(export), Pulse(export) as pulse:
            _make(export, pulse)
    except ClaimLost:
        pass
    except NotAllowed:
        fail_export(export, ExportFailure.NOT_ALLOWED)
    except TooManyRows:
        fail_export(export, ExportFailure.TOO_LONG)
    except (OperationalError, InterfaceError):
        # The claim runs out, and the file is made when the database is back.
        raise
    except Exception:
        logger.exception("Export %s failed.", export.guid)
        fail_export(export, ExportFailure.BROKEN)
    return 1


def may_download(export: BackgroundExport) -> bool:
    """Whether the owner of a file has every right that it needs at this moment."""
    needed = {Right.VIEW_PEOPLE, Right.EXPORT, *map(Right, export.needs)}
    return needed <= rights_of(export.by, export.event)


def _make(export: BackgroundExport, pulse: "Pulse") -> None:
    settle_erasures(export)
    form, file_format = _validated_form(export), ListFormat(export.file_format)
    changes = compare_with_chosen(form)
    file = make_logged_file(
        form,
        file_format,
        changes,
        by=export.by,
        row_count=count_rows(form, changes),
        passing=pulse.passing,
        scratch=export_storage.folder(),
    )
    if not start_export(export, file.log):
        raise ClaimLost
    name = export_storage.new_name(file_format)
    size = export_storage.write(name, file.pieces)
    # A user who lost a right while the file was made must not get it.
    if not may_download(export):
        export_storage.remove(name)
        raise NotAllowed
    finish_export(export, stored=name, file_name=file.name, size=size)


def _validated_form(export: BackgroundExport) -> AttendeeFilterForm:
    """The stored form, validated with the owner's present rights. Raises NotAllowed."""
    if not may_download(export):
        raise NotAllowed
    form = filter_form(QueryDict(export.query), export.event, rights_of(export.by, export.event))
    if not form.is_valid() or form.lacks_reason():
        raise NotAllowed
    return form


@contextmanager
def _as_requester(export: BackgroundExport) -> Iterator[None]:
    with (
        in_language(export.language),
        fallback_order(export.event.languages),
        timezone.override(export.event.zone),
    ):
        yield


class Pulse:
    """Counts rows, and reports from a thread of its own that the worker is alive.

    A connection of its own: on SQLite one that is reading cannot write what others see.
    """

    def __init__(self, export: BackgroundExport) -> None:
        self._export = export
        self._rows = 0
        self._is_lost = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def passing(self, rows: Iterator[list[object]]) -> Iterator[list[object]]:
        """Yield the rows and count them. Raises ClaimLost."""
        for row in rows:
            if self._is_lost:
                raise ClaimLost
            self._rows += 1
            yield row

    def _beat(self) -> None:
        try:
            while not self._stop.wait(_BEAT) and not self._is_lost:
                self._say()
        finally:
            connection.close()

    def _say(self) -> None:
        try:
            self._is_lost = not report_progress(self._export, rows_done=self._rows)
        except DatabaseError:
            logger.warning("Export %s could not give a sign of life.", self._export.guid)
