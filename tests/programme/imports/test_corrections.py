"""The good rows of a table come in; the others are kept, and come back as a file with reasons."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from events.choices import ImportState
from events.imports import services
from events.imports.undo import undo_import
from events.models import ImportBatch
from programme.models import Session
from tests.programme.imports.office import Office, errors, verdicts, xlsx

pytestmark = pytest.mark.django_db
HEADER = ["Title", "Day", "Start", "End", "Sub-forum"]


def _row(title: str, forum: str = "", start: str = "9:00") -> list[Any]:
    return [title, "2030-05-02", start, "10:00", forum]


ROWS = [HEADER, _row("First"), _row("@Lost", "Nowhere"), _row("Third"), _row("Late", "", "25:00")]


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def client(office: Office) -> Client:
    client = Client()
    client.force_login(office.editor)
    return client


def _import_good_rows(office: Office, batch: ImportBatch) -> ImportBatch:
    reviewed = services.plan_import(batch, office.editor).fingerprint
    return services.apply_good_rows(batch=batch, by=office.editor, reviewed=reviewed)


def _sheet(answer: Any) -> list[list[Any]]:
    book: Any = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def test_every_row_is_written_or_kept_for_later(office: Office) -> None:
    batch = office.upload(xlsx(ROWS))

    rest = _import_good_rows(office, batch)

    assert sorted(str(session.title) for session in Session.objects.all()) == ["First", "Third"]
    batch.refresh_from_db()
    assert (batch.state, len(batch.done)) == (ImportState.APPLIED, 2)
    plan = services.plan_import(rest, office.editor)
    assert (rest.state, verdicts(plan)) == (ImportState.PREVIEWED, {"error": 2})
    assert set(errors(plan)) == {"Programme!E3", "Programme!C5"}  # as in the file that was sent


def test_undoing_takes_the_good_rows_back(office: Office) -> None:
    batch = office.upload(xlsx(ROWS))
    _import_good_rows(office, batch)

    undo_import(batch=batch, by=office.editor)

    assert not Session.objects.exists()


def test_where_every_row_has_an_error_nothing_is_split_off(office: Office) -> None:
    batch = office.upload(xlsx([HEADER, _row("Lost", "Nowhere")]))

    with pytest.raises(services.HasErrors):
        _import_good_rows(office, batch)

    assert ImportBatch.objects.get() == batch


def test_what_moved_since_the_preview_is_looked_at_again(office: Office) -> None:
    batch = office.upload(xlsx(ROWS))

    with pytest.raises(services.PreviewMoved):
        services.apply_good_rows(batch=batch, by=office.editor, reviewed="another")

    assert not Session.objects.exists()


def test_the_others_come_back_as_a_file_with_the_reason_beside_each(
    office: Office, client: Client
) -> None:
    office.upload(xlsx(ROWS))

    rows = _sheet(client.get(reverse("admin:programme_import_errors", args=[_only().pk])))

    assert rows[0] == [*HEADER, "What to correct"]
    assert [row[0] for row in rows[1:]] == ["@Lost", "Late"]
    assert "Nowhere" in rows[1][5]
    assert rows[1][5].startswith("E3: ")
    assert rows[2][5].startswith("C5: ")


def test_the_corrected_file_comes_in_without_a_question(office: Office, client: Client) -> None:
    office.upload(xlsx([HEADER, _row("First"), _row("Lost", "Nowhere")]))
    path = reverse("admin:programme_import_errors", args=[_only().pk])
    header, row = _sheet(client.get(path))
    row[4] = ""

    batch = office.upload(xlsx([header, row]))

    assert not services.mapping_of(batch).needs_a_choice
    assert verdicts(services.plan_import(batch, office.editor)) == {"create": 1}


def test_the_page_offers_both_and_leads_to_the_rest(office: Office, client: Client) -> None:
    batch = office.upload(xlsx(ROWS))
    path = reverse("admin:programme_import", args=[batch.pk])
    preview = client.get(path)
    page = preview.content.decode()
    assert "2 rows have errors. Import the others now" in page
    assert "Download 2 rows with errors (XLSX)" in page

    answer = client.post(
        reverse("admin:programme_import_apply", args=[batch.pk]),
        {"reviewed": preview.context["plan"].fingerprint, "good": "yes"},
        follow=True,
    )

    page = answer.content.decode()
    assert "Imported. 2 sessions are internal; visitors see none of them yet." in page
    assert (
        "The rows with errors have not been imported. They are kept here until corrected." in page
    )
    assert answer.context["batch"] != batch
    assert answer.context["plan"].counts["error"] == 2
    assert Session.objects.count() == 2


def _only() -> ImportBatch:
    return ImportBatch.objects.get()
