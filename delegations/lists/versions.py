"""Versions of a list: what each export held, stored so that a later export can be compared.

Of a list the newest KEPT_VERSIONS are stored; of older exports only the log remains.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from django.db import transaction

from core.text.languages import own_name
from delegations.choices import AccessKind
from delegations.lists.export_log import describe_export
from delegations.lists.packed_rows import key_name, newest_key, split_cells, unpack_lines
from delegations.models import Attendee, ExportLog, ListVersion, SensitiveAccess
from events.models import Event

KEPT_VERSIONS = 30
# From the record of an erasure to its commit: until then others still read the erased person.
LONGEST_ERASURE = timedelta(minutes=1)


@transaction.atomic
def store_version(
    *, log: ExportLog, language: str, columns: Sequence[str], rows: bytes
) -> ListVersion | None:
    """Store what an export held, packed with the newest key, and delete the oldest version.

    Return None, and store nothing, if the rows may have been read before somebody was erased.
    """
    # An erasure locks the records of all exports. The event is not locked, so that no export waits
    # for an import.
    ExportLog.objects.select_for_update(of=("self",), no_key=True).get(pk=log.pk)
    erased = SensitiveAccess.objects.filter(event=log.event_id, kind=AccessKind.ERASE)
    if erased.filter(at__gte=log.at - LONGEST_ERASURE).exists():
        return None
    version = ListVersion.objects.create(
        log=log,
        language=language,
        columns=list(columns),
        key_name=key_name(newest_key()),
        rows=rows,
    )
    own = ListVersion.objects.of_list(log.event, log.list_name)
    old = own.values_list("pk", flat=True)[KEPT_VERSIONS:]
    ListVersion.objects.filter(pk__in=list(old)).delete()
    return version


def load_version(event: Event, list_name: str, number: int) -> ListVersion:
    """One version of a list with its rows. Raises ListVersion.DoesNotExist."""
    versions = ListVersion.objects.of_list(event, list_name).defer(None)
    return versions.get(log__version=number)


def version_choices(event: Event, list_name: str) -> list[tuple[str, str]]:
    """The number of each stored version, with its date, who has it, and its filters."""
    versions = ListVersion.objects.of_list(event, list_name)
    return [(str(version.log.version), _describe(version, event)) for version in versions]


def _describe(version: ListVersion, event: Event) -> str:
    log = version.log
    parts = [
        describe_export(log, event.zone),
        *(f"{label}: {value}" for label, value in log.filters.items()),
    ]
    if not version.language.startswith("en"):
        parts.append(own_name(version.language))
    return " · ".join(parts)


def load_versions_about(person: Attendee, pks: Iterable[int]) -> Iterator[dict[str, object]]:
    """Yield what each stored version holds about one person, under any of the keys `pks`."""
    versions = ListVersion.objects.filter(log__event=person.delegation.event)
    for version in versions.select_related("log").iterator(chunk_size=10):
        log, lines = version.log, unpack_lines(bytes(version.rows))
        for line in [lines[pk] for pk in pks if pk in lines]:
            cells = dict(zip(version.columns, split_cells(line), strict=True))
            yield {"list": log.list_name, "version": log.version, "cells": cells}
