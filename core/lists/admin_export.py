"""The rows of an admin list as a file: those of the filters, with the columns of the page.

Anyone who may see the list may take it along. Lists of people are the exception: these have exports
of their own, which are recorded, or none.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import get_language_bidi, gettext

from core.files.downloads import CSV, XLSX, file_name, stream_download
from core.files.spreadsheets import Column, Sheet, stream_csv, stream_xlsx
from core.lists.admin_columns import ModelAdmin
from core.lists.admin_listing import read_listing

_BUTTON = "_export"
_CONTENT_TYPES = {"xlsx": XLSX, "csv": CSV}
_WIDTH = 24

Cell = str | int | date | None


class ExportMenu(ModelAdmin):
    """Before a ModelAdmin: its list as a file, unless `has_people`."""

    # Whether its rows are people, or name people who do not work for the forum.
    has_people: ClassVar[bool] = False

    def people_export_url(self, request: HttpRequest) -> str:
        """Where these people are exported, which is recorded; empty for nowhere."""
        return ""

    def file_name_of(self, request: HttpRequest) -> str:
        """The first part of the name of a file."""
        return "portal"

    def answer_export(self, request: HttpRequest) -> HttpResponseBase | None:
        """The rows as a file, if the form asks for one."""
        if _BUTTON not in request.POST:
            return None
        if self.has_people:
            raise PermissionDenied
        file_format = request.POST[_BUTTON]
        if file_format not in _CONTENT_TYPES:
            raise Http404
        try:
            changes = self.get_changelist_instance(request)
        except IncorrectLookupParameters as error:
            raise Http404 from error
        # Read while the clock and the languages of the page hold.
        rows = list(_rows(changes))
        stream = stream_xlsx if file_format == "xlsx" else stream_csv
        name = file_name(
            self.file_name_of(request),
            str(self.opts.model_name),
            file_format,
            timezone.localtime(),
        )
        return stream_download(stream(_sheet(changes), rows), name, _CONTENT_TYPES[file_format])


def _columns(changes: ChangeList) -> list[Any]:
    return [name for name in changes.list_display if name != "action_checkbox"]


def _sheet(changes: ChangeList) -> Sheet:
    head = read_listing(changes)
    labels = [
        label_for_field(name, changes.model, changes.model_admin) for name in _columns(changes)
    ]
    return Sheet(
        head.title,
        [
            Column(str(number), capfirst(str(label)), width=_WIDTH)
            for number, label in enumerate(labels)
        ],
        notes=tuple(filter(None, (head.title, " · ".join(pill.label for pill in head.pills)))),
        right_to_left=get_language_bidi(),
    )


def _rows(changes: ChangeList) -> Iterator[Sequence[Cell]]:
    columns = _columns(changes)
    for row in changes.queryset:
        yield [_cell(name, row, changes.model_admin) for name in columns]


def _cell(name: Any, row: models.Model, model_admin: "admin.ModelAdmin[Any]") -> Cell:
    """What the list shows in a column, without its marks; empty where it shows nothing."""
    try:
        field, _attribute, value = lookup_field(name, row, model_admin)
    except ObjectDoesNotExist:
        return ""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, int):
        return value
    if field is None or field.is_relation or isinstance(value, date):
        return strip_tags(str(value))
    return strip_tags(str(display_for_field(value, field, "")))
