"""A delegations desk that sends tables of people."""

import io
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from accounts.models import User
from accounts.roles import Role
from delegations.choices import AttendeeStatus
from delegations.imports.kinds import PEOPLE
from delegations.models import Attendee, Delegation, StatusChange, Travel
from delegations.people.delegation_order import refresh_order
from events.imports import services
from events.imports.files import export_rows
from events.imports.plan import Plan, PlannedRow
from events.models import Event, ImportBatch
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    text,
)


def workbook(rows: list[list[Any]]) -> bytes:
    """A workbook with one sheet, "People"."""
    book: Any = openpyxl.Workbook()
    book.active.title = "People"
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def separated(rows: list[list[Any]], encoding: str = "utf-8", mark: bytes = b"") -> bytes:
    """The same as CSV with commas; each row as long as it is."""

    def cell(value: Any) -> str:
        return '"' + str("" if value is None else value).replace('"', '""') + '"'

    return mark + "".join(",".join(map(cell, row)) + "\r\n" for row in rows).encode(encoding)


class Desk:
    """An officer, a delegation from Bogotá and one from Xianning."""

    def __init__(self) -> None:
        self.event: Event = make_event(slug="forum")
        self.officer = make_member(self.event, Role.DELEGATIONS_OFFICER)
        self.bogota = self._delegation("CO-BOG", "Bogotá", "CO", zh_hans="波哥大", ar="بوغوتا")
        self.xianning = self._delegation("CN-XIA", "Xianning", "CN", zh_hans="咸宁")
        refresh_order(event=self.event)

    def _delegation(self, code: str, name: str, country: str, **names: str) -> Delegation:
        organisation = make_organisation(name=text(name, **names), country=country)
        made = make_delegation(self.event, organisation=organisation, code=code)
        # As the database has it: names by language come back in an order of its own.
        rows: Any = Delegation.objects.select_related("organisation", "event")
        delegation: Delegation = rows.get(pk=made.pk)
        return delegation

    def person(self, delegation: Delegation, **values: Any) -> Attendee:
        """Somebody who is entered as a draft."""
        return make_attendee(delegation, **{"status": AttendeeStatus.DRAFT, **values})

    def upload(self, data: bytes, by: User | None = None, **how: str) -> ImportBatch:
        file = SimpleUploadedFile("people.bin", data)
        return services.upload_table(
            event=self.event, kind=PEOPLE, file=file, by=by or self.officer, **how
        )

    def plan(self, rows: list[list[Any]]) -> Plan:
        """What a workbook of these rows would do."""
        return services.plan_import(self.upload(workbook(rows)), self.officer)

    def apply(self, batch: ImportBatch, by: User | None = None) -> Plan:
        """Look at the preview, then press the button."""
        who = by or self.officer
        reviewed = services.plan_import(batch, who).fingerprint
        return services.apply_import(batch=batch, by=who, reviewed=reviewed)

    def bring(self, rows: list[list[Any]]) -> ImportBatch:
        """Import a workbook of these rows."""
        batch = self.upload(workbook(rows))
        self.apply(batch)
        batch.refresh_from_db()
        return batch

    def export(self, file_format: str) -> bytes:
        return b"".join(export_rows(self.event, PEOPLE, file_format))


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the tables that an import of people may touch, but who changed them and when."""
    found = {}
    for model in (Attendee, Travel, Delegation, StatusChange):
        left = ("updated_at", "updated_by_id")
        columns = [one.column for one in model._meta.concrete_fields if one.column not in left]
        with connection.cursor() as cursor:
            names = ", ".join(f'"{one}"' for one in columns)
            cursor.execute(f'SELECT {names} FROM "{model._meta.db_table}" ORDER BY 1')
            found[model._meta.label] = cursor.fetchall()
    return found


def errors(row: PlannedRow) -> dict[str, str]:
    """The faults of a row by cell, without the sheet."""
    return {note.place.rpartition("!")[2]: note.text for note in row.errors}


def warnings(row: PlannedRow) -> dict[str, str]:
    """Everything else that is said of a row, by cell."""
    return {note.place.rpartition("!")[2]: note.text for note in row.warnings}


__all__ = ["Desk", "dump", "errors", "separated", "warnings", "workbook"]
