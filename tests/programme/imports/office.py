"""An edition with an editor who sends tables."""

import io
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from accounts.roles import Role
from events.imports import services
from events.imports.files import export_rows
from events.imports.plan import Plan
from events.models import ImportBatch
from programme.choices import ImportKind
from tests.factories import make_event, make_member


def xlsx(rows: list[list[Any]], merged: str = "") -> bytes:
    """A workbook with one sheet, "Programme"."""
    book: Any = openpyxl.Workbook()
    book.active.title = "Programme"
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv_file(rows: list[list[Any]], encoding: str = "utf-8") -> bytes:
    """The same as CSV with semicolons."""

    def cell(value: Any) -> str:
        return '"' + str("" if value is None else value).replace('"', '""') + '"'

    return "".join(";".join(map(cell, row)) + "\r\n" for row in rows).encode(encoding)


class Office:
    """Sends tables as one person and says what came of them."""

    def __init__(self, **event: Any) -> None:
        self.event = make_event(**event)
        self.editor = make_member(self.event, Role.EDITOR)

    def upload(
        self, data: bytes, kind: str = ImportKind.SESSIONS, by: User | None = None, **how: str
    ) -> ImportBatch:
        file = SimpleUploadedFile("programme.bin", data)
        return services.upload_table(
            event=self.event, kind=kind, file=file, by=by or self.editor, **how
        )

    def plan(self, rows: list[list[Any]], kind: str = ImportKind.SESSIONS) -> Plan:
        """What a workbook of these rows would do."""
        return services.plan_import(self.upload(xlsx(rows), kind), self.editor)

    def apply(self, batch: ImportBatch, by: User | None = None) -> Plan:
        """Look at the preview, then press the button."""
        who = by or self.editor
        reviewed = services.plan_import(batch, who).fingerprint
        return services.apply_import(batch=batch, by=who, reviewed=reviewed)

    def bring(self, rows: list[list[Any]], kind: str = ImportKind.SESSIONS) -> ImportBatch:
        """Import a workbook of these rows."""
        batch = self.upload(xlsx(rows), kind)
        self.apply(batch)
        batch.refresh_from_db()
        return batch

    def export(self, kind: str, file_format: str) -> bytes:
        return b"".join(export_rows(self.event, kind, file_format))


def errors(plan: Plan) -> dict[str, str]:
    """Every fault by its cell."""
    return {note.place: note.text for row in plan.rows for note in row.errors}


def warnings(plan: Plan) -> dict[str, str]:
    """Everything else that is said, by its cell."""
    return {note.place: note.text for row in plan.rows for note in row.warnings}


def verdicts(plan: Plan) -> dict[str, int]:
    """How many rows have each verdict, without those that none has."""
    return {verdict.value: count for verdict, count in plan.counts.items() if count}


__all__ = ["Office", "csv_file", "errors", "verdicts", "warnings", "xlsx"]
