"""Venues and sub-forums come in as tables, by name where another table needs them, or as sheets."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from events.choices import ImportState
from events.imports import services
from events.imports.undo import CannotUndoAll, undo_import
from events.models import ImportBatch, Room, Venue
from programme.choices import ImportKind
from programme.models import Session, SubForum
from tests.factories import make_member, make_room, make_session, make_sub_forum, text
from tests.programme.imports.office import Office, errors, verdicts, xlsx

pytestmark = pytest.mark.django_db
VENUES: list[list[Any]] = [
    ["Name", "Address (English)"],
    ["Memorial", "Av. 1"],
    ["Matarazzo", "Av. 2"],
]
ROOMS: list[list[Any]] = [
    ["Venue", "Name", "Seats"],
    ["Memorial", "Sala 01", 45],
    ["Matarazzo", "Sala 02", 50],
]
SUB_FORUMS: list[list[Any]] = [
    ["Number", "Title", "Host"],
    [1, "Rivers", "City"],
    ["", "Ports & trade", ""],
]
SESSIONS: list[list[Any]] = [
    ["Title", "Day", "Start", "End", "Room", "Sub-forum"],
    ["Opening", "2030-05-02", "9:00", "10:00", "Sala 01", "Rivers"],
    ["Ports", "2030-05-02", "9:00", "10:00", "Sala 02", "Ports & trade"],
]


def workbook(**sheets: list[list[Any]]) -> bytes:
    """A workbook of these sheets, in this order."""
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


WHOLE: dict[str, list[list[Any]]] = {
    "Programme": SESSIONS, "Notes": [["Call the hotel"], ["on Monday"]], "Themes": SUB_FORUMS,
    "Halls": ROOMS, "Places": VENUES,
}  # fmt: skip


class Pages(Office):
    """The editor in a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.client = Client()
        self.client.force_login(self.editor)

    def send(self, data: bytes, kind: str = "sessions") -> Any:
        path = reverse("admin:programme_import_upload", args=[self.event.pk, kind])
        file = SimpleUploadedFile("year.xlsx", data)
        return self.client.post(path, {"file": file}, follow=True)

    def press(self, answer: Any, step: str = "apply", **fields: str) -> Any:
        """Press the button of a page, with what it has reviewed."""
        if "plan" in answer.context:
            fields = {"reviewed": answer.context["plan"].fingerprint, **fields}
        path = reverse(f"admin:programme_import_{step}", args=[answer.context["batch"].pk])
        return self.client.post(path, fields, follow=True)


@pytest.fixture
def office() -> Pages:
    return Pages()


# --- Venues and sub-forums ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "rows"), [(ImportKind.VENUES, VENUES), (ImportKind.SUB_FORUMS, SUB_FORUMS)]
)
def test_a_table_comes_in_and_its_export_changes_nothing(
    office: Office, kind: str, rows: list[list[Any]]
) -> None:
    office.bring(rows, kind)

    again = office.upload(office.export(kind, "xlsx"), kind)

    assert verdicts(services.plan_import(again, office.editor)) == {"unchanged": 2}


def test_a_sub_forum_without_a_number_takes_the_next_and_its_address_from_its_title(
    office: Office,
) -> None:
    office.bring(SUB_FORUMS, ImportKind.SUB_FORUMS)

    found = SubForum.objects.order_by("number").values_list("number", "slug", "colour")

    assert [row[:2] for row in found] == [(1, "rivers"), (2, "ports-trade")]
    assert len({row[2] for row in found}) == 2


def test_what_is_there_is_changed_and_not_made_again(office: Office) -> None:
    make_sub_forum(office.event, number=1, title=text("River"), slug="river")
    make_room(office.event)
    venue = Venue.objects.get()

    forums = office.plan([["Number", "Title"], [1, "Rivers"]], ImportKind.SUB_FORUMS)
    venues = office.plan(
        [["Name", "Address (English)"], [str(venue.name), "Av. 1"]], ImportKind.VENUES
    )

    assert (verdicts(forums), verdicts(venues)) == ({"change": 1}, {"change": 1})


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        (ImportKind.VENUES, [*VENUES, ["memorial", ""]]),
        (ImportKind.SUB_FORUMS, [*SUB_FORUMS, [1, "Lakes", ""]]),
        (ImportKind.SUB_FORUMS, [*SUB_FORUMS, ["", "Rivers", ""]]),
    ],
)
def test_two_rows_of_one_name_or_number_are_an_error(
    office: Office, kind: str, rows: list[list[Any]]
) -> None:
    plan = office.plan(rows, kind)

    assert verdicts(plan) == {"error": 1, "create": 2}
    assert all("is in several rows. Keep one." in fault for fault in errors(plan).values())


def test_what_is_in_use_since_stays(office: Office) -> None:
    venues = office.bring(VENUES, ImportKind.VENUES)
    forums = office.bring(SUB_FORUMS, ImportKind.SUB_FORUMS)
    Room.objects.create(venue=Venue.objects.earliest("pk"), name=text("Hall"), capacity=9)
    make_session(office.event, sub_forum=SubForum.objects.get(number=1))

    for batch in (venues, forums):
        with pytest.raises(CannotUndoAll) as refused:
            undo_import(batch=batch, by=office.editor)
        assert len(refused.value.kept) == 1
        undo_import(batch=batch, by=office.editor, rest=True)

    assert (Venue.objects.count(), SubForum.objects.count()) == (1, 1)


# --- What another table names ---------------------------------------------------------------------


def test_a_venue_that_rooms_name_is_added_from_their_table(office: Pages) -> None:
    asked = office.send(xlsx(ROOMS), "rooms")
    assert [value.text for value in asked.context["form"]._unknown.values()] == [
        "Memorial",
        "Matarazzo",
    ]

    names = dict.fromkeys(asked.context["form"].fields, "+")
    preview = office.press(asked, "values", **names)

    assert "Added to Venues: Memorial, Matarazzo." in preview.content.decode()
    assert preview.context["plan"].counts["create"] == 2
    office.press(preview)
    assert [str(room.venue) for room in Room.objects.order_by("pk")] == ["Memorial", "Matarazzo"]
    added = ImportBatch.objects.get(kind=ImportKind.VENUES)
    assert (added.state, len(added.done)) == (ImportState.APPLIED, 2)


def test_a_bare_number_names_no_new_sub_forum(office: Pages) -> None:
    make_room(office.event, name=text("Sala 01"))
    row = ["Opening", "2030-05-02", "9:00", "10:00", "Sala 01"]

    asked = office.send(xlsx([SESSIONS[0], [*row, "8"], [*row, "Lakes"]]))

    offered = {
        value.text: "+" in dict(asked.context["form"].fields[name].choices)
        for name, value in asked.context["form"]._unknown.items()
    }
    assert offered == {"8": False, "Lakes": True}


def test_a_sub_forum_editor_adds_no_sub_forum(office: Pages) -> None:
    make_room(office.event, name=text("Sala 01"))
    own = make_sub_forum(office.event)
    host = make_member(office.event, Role.SUB_FORUM_EDITOR)
    own.editors.add(host)
    office.client.force_login(host)

    asked = office.send(xlsx([SESSIONS[0], ["A", "2030-05-02", "9:00", "10:00", "", "Lakes"]]))

    (name,) = asked.context["form"].fields
    office.press(asked, "values", **{name: "+"})
    assert SubForum.objects.get() == own


# --- Sheets ---------------------------------------------------------------------------------------


def test_a_workbook_brings_the_whole_programme_sheet_by_sheet(office: Pages) -> None:
    answer = office.send(workbook(**WHOLE))
    assert "Sheets that were not read: Notes." in answer.content.decode()

    kinds = []
    while answer.context["batch"].state == ImportState.PREVIEWED:
        kinds.append(answer.context["batch"].kind)
        answer = office.press(answer)

    assert kinds == ["venues", "rooms", "sub-forums", "sessions"]
    assert (Venue.objects.count(), Room.objects.count(), SubForum.objects.count()) == (2, 2, 2)
    assert [
        (str(session.title), str(session.room), str(session.sub_forum))
        for session in Session.objects.order_by("pk")
    ] == [("Opening", "Sala 01", "1. Rivers"), ("Ports", "Sala 02", "2. Ports & trade")]


def test_a_sheet_that_is_named_is_read_alone(office: Office) -> None:
    batch = office.upload(workbook(**WHOLE), ImportKind.ROOMS, sheet="Halls")

    assert (batch.kind, ImportBatch.objects.count()) == (ImportKind.ROOMS, 1)


def test_what_somebody_may_not_import_is_left_unread(office: Pages) -> None:
    host = make_member(office.event, Role.SUB_FORUM_EDITOR)
    make_sub_forum(office.event).editors.add(host)
    office.client.force_login(host)

    answer = office.send(workbook(**WHOLE))

    assert [batch.kind for batch in ImportBatch.objects.all()] == [ImportKind.SESSIONS]
    assert "Sheets that were not read: Notes, Themes, Halls, Places." in answer.content.decode()


def test_a_workbook_with_one_table_is_read_as_before(office: Pages) -> None:
    office.send(workbook(Plan=SESSIONS, Leer=[]))

    assert [batch.kind for batch in ImportBatch.objects.all()] == [ImportKind.SESSIONS]


def test_an_empty_sheet_spoils_none_of_the_others(office: Pages) -> None:
    answer = office.send(workbook(Venues=VENUES, Rooms=[], Sessions=SESSIONS))

    assert {batch.kind for batch in ImportBatch.objects.all()} == {"venues", "sessions"}
    assert "Sheets that were not read: Rooms." in answer.content.decode()
