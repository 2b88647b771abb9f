"""The walk from a file to the draft and back, in the organizers' pages."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.tables import read_table
from events.choices import ImportState
from events.imports.services import plan_import
from events.models import ImportBatch, TeamMember
from programme.models import Session
from programme.releases.services import release_agenda
from tests.factories import (
    make_event,
    make_import,
    make_member,
    make_room,
    make_session,
    text,
)
from tests.programme.imports.office import Office, csv_file, xlsx
from tests.queries import count_queries

HEADER = ["Code", "Title", "Day", "Start", "End"]


class Desk(Office):
    """An editor at the admin."""

    def __init__(self) -> None:
        super().__init__()
        self.client = Client()
        self.client.force_login(self.editor)

    def send(self, data: bytes, kind: str = "sessions", **fields: str) -> Any:
        path = reverse("admin:programme_import_upload", args=[self.event.pk, kind])
        file = SimpleUploadedFile("programme.xlsx", data)
        return self.client.post(path, {"file": file, **fields}, follow=True)

    def press(self, action: str, **fields: str) -> Any:
        path = reverse(f"admin:programme_import_{action}", args=[ImportBatch.objects.get().pk])
        return self.client.post(path, fields, follow=True)


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def _row(title: str, code: str = "") -> list[Any]:
    return [code, title, "2030-05-02", "9:00", "10:00"]


def _said(answer: Any) -> list[str]:
    return [str(one) for one in get_messages(answer.wsgi_request)]


def _row_of(visibility: str, number: int) -> list[Any]:
    return [*_row(f"Session {number}"), visibility]


def _import(desk: Desk, *visibilities: str) -> list[str]:
    """What is said once sessions have been imported."""
    rows = [_row_of(one, number) for number, one in enumerate(visibilities)]
    preview = desk.send(xlsx([[*HEADER, "Visible to"], *rows]))
    return _said(desk.press("apply", reviewed=preview.context["plan"].fingerprint))


@pytest.mark.parametrize(
    ("visibilities", "said"),
    [
        (["Public"], "Imported. Visitors see the changes once the agenda is published."),
        ([""], "Imported. 1 session is internal; visitors do not see it yet."),
        (["", ""], "Imported. 2 sessions are internal; visitors see none of them yet."),
        (
            ["", "Public"],
            "Imported. 1 session is internal; visitors do not see it yet. "
            "Visitors see the other changes once the agenda is published.",
        ),
    ],
)
def test_who_will_see_an_import_is_said(desk: Desk, visibilities: list[str], said: str) -> None:
    assert _import(desk, *visibilities) == [said]


def test_a_published_session_that_an_import_makes_internal_is_not_called_unseen(
    desk: Desk,
) -> None:
    session = make_session(desk.event, title=text("Old"))
    release_agenda(event=desk.event, by=desk.editor)
    row = [*_row("Old", session.code), "Internal"]
    preview = desk.send(xlsx([[*HEADER, "Visible to"], row]))

    said = _said(desk.press("apply", reviewed=preview.context["plan"].fingerprint))

    assert said == ["Imported. Visitors see the changes once the agenda is published."]


def test_imported_rooms_wait_for_a_session_in_them(desk: Desk) -> None:
    make_room(desk.event)
    rooms: list[list[Any]] = [["Venue", "Room (English)", "Seats"], ["", "Hall Z", 30]]
    preview = desk.send(xlsx(rooms), "rooms")

    said = _said(desk.press("apply", reviewed=preview.context["plan"].fingerprint))

    assert said == ["Imported. Visitors see a room once a session in it is published."]


def test_upload_preview_apply_and_undo(desk: Desk) -> None:
    session = make_session(desk.event, title=text("Old"))
    preview = desk.send(xlsx([HEADER, _row("New", session.code), _row("Made")]))
    assert [row.verdict for row in preview.context["rows"]] == ["create", "change"]
    assert '<del dir="auto">Old</del> → <ins dir="auto">New</ins>' in preview.content.decode()

    applied = desk.press("apply", reviewed=preview.context["plan"].fingerprint)

    assert _said(applied)[0].startswith("Imported. 1 session is internal")
    assert {str(one.title) for one in Session.objects.all()} == {"New", "Made"}
    undone = desk.press("undo")
    assert _said(undone) == ["The import has been undone."]
    assert [str(one.title) for one in Session.objects.all()] == ["Old"]


def test_unknown_columns_lead_to_a_choice_that_the_next_file_does_not_need(desk: Desk) -> None:
    rows = [["Was", "Tag", "Von", "Bis", "Budget"], ["Bridges", "2030-05-02", "9:00", "10:00", "1"]]
    columns = desk.send(csv_file(rows))
    assert columns.redirect_chain[-1][0].endswith("/columns/")
    keys = ["title.en", "day", "start", "end", ""]

    preview = desk.press("columns", **{f"column_{n}": key for n, key in enumerate(keys)})

    assert [row.name for row in preview.context["rows"]] == ["Bridges"]
    again = desk.send(csv_file(rows))
    assert [row.name for row in again.context["rows"]] == ["Bridges"]


def test_a_choice_of_columns_without_what_is_needed_or_with_one_twice_is_refused(
    desk: Desk,
) -> None:
    desk.send(csv_file([["Was", "Tag"], ["Bridges", "2030-05-02"]]))

    answer = desk.press("columns", column_0="title.en", column_1="title.en")

    assert answer.context["form"].non_field_errors() == [
        "Only one column can be: Title (English).",
        "Choose a column for: Day.",
        "Choose a column for: Start.",
        "Choose a column for: End.",
    ]


def test_a_file_that_is_refused_says_why_beside_the_field(desk: Desk) -> None:
    answer = desk.send(b"%PDF-1.7")

    assert answer.context["form"].errors == {
        "file": ["This file is not a table. Save it as XLSX or as CSV."]
    }
    assert ImportBatch.objects.count() == 0


def test_letters_in_doubt_are_asked_about(desk: Desk) -> None:
    rows = [["Title (English)", "Day", "Start", "End"], ["Señales", "2030-05-02", "9:00", "10:00"]]
    asked = desk.send(csv_file(rows, "cp1252"))
    assert "Windows-1252: <bdi>Señales</bdi>" in asked.content.decode()
    carried = asked.context["form"].data["carried"]

    preview = desk.client.post(
        asked.wsgi_request.path, {"carried": carried, "reading": "cp1252"}, follow=True
    )

    assert [row.name for row in preview.context["rows"]] == ["Señales"]


def test_a_preview_that_is_no_longer_true_is_shown_again(desk: Desk) -> None:
    session = make_session(desk.event, title=text("Old"))
    preview = desk.send(xlsx([HEADER, _row("New", session.code)]))
    session.title = text("Meanwhile")
    session.save()

    answer = desk.press("apply", reviewed=preview.context["plan"].fingerprint)

    assert _said(answer) == [
        "The draft has changed since this preview. Nothing has been imported: check the new "
        "preview."
    ]
    assert '<del dir="auto">Meanwhile</del> → <ins dir="auto">New</ins>' in answer.content.decode()


def test_errors_come_first_stop_the_import_and_can_be_shown_alone(desk: Desk) -> None:
    preview = desk.send(xlsx([HEADER, _row("Good"), [*_row("Bad")[:3], "nine", "10:00"]]))
    path = preview.wsgi_request.path
    alone = desk.client.get(path, {"verdict": "error"})

    answer = desk.press("apply", reviewed=preview.context["plan"].fingerprint)

    assert [row.name for row in preview.context["rows"]] == ["Bad", "Good"]
    assert [row.name for row in alone.context["rows"]] == ["Bad"]
    assert "Import all rows" not in preview.content.decode()
    assert _said(answer) == ["Nothing has been imported: correct the errors in the file first."]
    assert Session.objects.count() == 0


def test_undoing_asks_first_where_somebody_has_changed_a_row_since(desk: Desk) -> None:
    preview = desk.send(xlsx([HEADER, _row("One"), _row("Two")]))
    desk.press("apply", reviewed=preview.context["plan"].fingerprint)
    session = Session.objects.get(title__en="One")
    session.office_note = "Typed since"
    session.save()

    asked = desk.press("undo")

    assert "Row 2, One: changed since" in asked.content.decode()
    assert Session.objects.count() == 2
    desk.press("undo", rest="yes")
    assert [str(one.title) for one in Session.objects.all()] == ["One"]


def test_hostile_text_in_a_table_stays_text_on_the_page(desk: Desk) -> None:
    preview = desk.send(xlsx([HEADER, _row("<script>alert(1)</script>")]))

    assert "&lt;script&gt;alert(1)" in preview.content.decode()
    assert "<script>alert(1)" not in preview.content.decode()


def test_the_lists_lead_to_files_that_an_import_takes(desk: Desk) -> None:
    make_session(desk.event)
    for name, kinds in (
        ("programme_session", ("sessions", "appearances")),
        ("events_room", ("rooms",)),
    ):
        page = desk.client.get(reverse(f"admin:{name}_changelist")).content.decode()
        for kind in kinds:
            for form in ("xlsx", "csv"):
                path = reverse("admin:programme_export", args=[desk.event.pk, kind, form])
                answer = desk.client.get(path)

                assert f'href="{path}"' in page
                file = SimpleUploadedFile("any", b"".join(answer))
                assert len(read_table(file).rows) == (2 if kind == "sessions" else 1)
                assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_preview_asks_the_database_as_often_for_thirty_rows_as_for_one(desk: Desk) -> None:
    counts = []
    for number in (1, 30):
        answer = desk.send(xlsx([HEADER, *[_row(f"Session {n}") for n in range(number)]]))
        path = answer.wsgi_request.path
        counts.append(count_queries(lambda path=path: desk.client.get(path)))  # type: ignore[misc]

    assert counts[0] == counts[1]


# --- Who gets the steps ---------------------------------------------------------------------------


def _take_all_steps(client: Client, batch: ImportBatch, reviewed: str) -> dict[str, int]:
    """The status of each step of an import, in their order."""

    def path(step: str) -> str:
        return reverse(f"admin:programme_import{step}", args=[batch.pk])

    return {
        "columns": client.get(path("_columns")).status_code,
        "preview": client.get(path("")).status_code,
        "apply": client.post(path("_apply"), {"reviewed": reviewed}, follow=True).status_code,
        "undo": client.post(path("_undo"), follow=True).status_code,
    }


def test_those_who_may_import_get_every_step_of_an_import(desk: Desk) -> None:
    batch = make_import(desk.event, desk.editor)
    reviewed = plan_import(batch, desk.editor).fingerprint

    steps = _take_all_steps(desk.client, batch, reviewed)

    assert steps == {"columns": 200, "preview": 200, "apply": 200, "undo": 200}
    batch.refresh_from_db()
    assert (batch.state, batch.applied_by) == (ImportState.UNDONE, desk.editor)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRANSLATOR, Role.DELEGATIONS_OFFICER])
def test_an_editor_of_another_edition_who_may_only_see_an_import_gets_none_of_its_steps(
    role: Role, desk: Desk
) -> None:
    batch, applied = (make_import(desk.event, desk.editor) for _number in range(2))
    reviewed = plan_import(applied, desk.editor).fingerprint
    desk.client.post(
        reverse("admin:programme_import_apply", args=[applied.pk]), {"reviewed": reviewed}
    )
    reviewed = plan_import(batch, desk.editor).fingerprint
    somebody, client = make_member(make_event(), Role.EDITOR), Client()
    TeamMember.objects.create(event=desk.event, user=somebody, role=role)
    client.force_login(somebody)
    record = reverse("admin:events_importbatch_change", args=[batch.pk])

    steps = [_take_all_steps(client, one, reviewed) for one in (batch, applied)]

    assert client.get(record).status_code == 200
    assert steps == [{"columns": 404, "preview": 404, "apply": 404, "undo": 404}] * 2
    states = [ImportBatch.objects.get(pk=one.pk).state for one in (batch, applied)]
    assert states == [ImportState.PREVIEWED, ImportState.APPLIED]
    assert Session.objects.count() == 1


def test_the_preview_is_a_table_with_a_column_for_each_field_that_changes(desk: Desk) -> None:
    session = make_session(desk.event, title=text("Old"))
    make_room(desk.event, name=text("Hall"))
    header, rows = [*HEADER, "Room"], [[*_row("New", session.code), ""], [*_row("Second"), "Hall"]]

    table = desk.send(xlsx([header, *rows])).context["table"]

    changed = [{label: change and change.new for label, change in row.cells} for row in table]
    assert [row["Title (English)"] for row in changed] == ["Second", "New"]
    assert [row["Room"] for row in changed] == ["Hall", None]
    assert changed[0].keys() == changed[1].keys()
