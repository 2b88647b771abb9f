"""All or nothing, once, and never what nobody looked at."""

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from accounts.roles import Role
from events.choices import ImportState
from events.imports import services
from events.models import ColumnChoice, Event, ImportBatch, Room, TeamMember
from programme.agenda.load_agenda import published_agenda
from programme.choices import ImportKind
from programme.models import Appearance, Session
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_member,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.programme.imports.office import Office, errors, verdicts, xlsx

HEADER = ["Code", "Title", "Day", "Start", "End", "Sub-forum"]


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def _row(title: str, code: str = "", forum: str = "") -> list[Any]:
    return [code, title, "2030-05-02", "14:00", "15:00", forum]


def test_applying_writes_every_row_in_the_name_of_who_pressed(office: Office) -> None:
    session = make_session(office.event, title=text("Old", fr="Vieux"))
    colleague = make_member(office.event, Role.ADMINISTRATOR)
    batch = office.upload(xlsx([HEADER, _row("New", session.code), _row("Second")]))

    office.apply(batch, by=colleague)

    batch.refresh_from_db()
    session.refresh_from_db()
    assert (batch.state, batch.uploaded_by, batch.applied_by) == (
        ImportState.APPLIED,
        office.editor,
        colleague,
    )
    assert session.title == text("New", fr="Vieux")
    assert {one.updated_by for one in Session.objects.all()} == {colleague}
    assert [(one["row"], one["name"], one["before"] is None) for one in batch.done] == [
        (2, "New", False),
        (3, "Second", True),
    ]


def test_nothing_is_applied_when_the_draft_has_moved_since_the_preview(office: Office) -> None:
    session = make_session(office.event, title=text("Old"))
    batch = office.upload(xlsx([HEADER, _row("New", session.code), _row("Second")]))
    reviewed = services.plan_import(batch, office.editor).fingerprint
    session.title = text("Meanwhile")
    session.save()

    with pytest.raises(services.PreviewMoved):
        services.apply_import(batch=batch, by=office.editor, reviewed=reviewed)

    assert [str(one.title) for one in Session.objects.all()] == ["Meanwhile"]
    assert ImportBatch.objects.get().state == ImportState.PREVIEWED


def test_a_change_that_the_table_does_not_touch_moves_nothing(office: Office) -> None:
    session = make_session(office.event, title=text("Old"))
    batch = office.upload(xlsx([HEADER, _row("New", session.code)]))
    reviewed = services.plan_import(batch, office.editor).fingerprint
    session.office_note = "Kept"
    session.save()

    services.apply_import(batch=batch, by=office.editor, reviewed=reviewed)

    session.refresh_from_db()
    assert (str(session.title), session.office_note) == ("New", "Kept")


def test_one_bad_row_stops_all(office: Office) -> None:
    batch = office.upload(xlsx([HEADER, _row("Good"), _row("Bad", forum="Nowhere")]))

    with pytest.raises(services.HasErrors):
        office.apply(batch)

    assert Session.objects.count() == 0


def test_an_import_is_applied_once(office: Office) -> None:
    batch = office.bring([HEADER, _row("One")])

    with pytest.raises(services.NotWaiting):
        office.apply(batch)

    assert Session.objects.count() == 1


def test_visitors_see_nothing_of_it_before_the_next_release(office: Office) -> None:
    session = make_session(office.event, title=text("Old"))
    release_agenda(event=office.event, by=office.editor)

    office.bring([HEADER, _row("New", session.code)])

    assert [str(one.title) for one in published_agenda(office.event).sessions] == ["Old"]


def test_choosing_columns_is_remembered_for_the_event_and_the_kind(office: Office) -> None:
    rows = [["Was", "Tag", "Von", "Bis"], ["Brücken", "2030-05-02", "9:00", "10:00"]]
    batch = office.upload(xlsx(rows))
    assert services.mapping_of(batch).needs_a_choice
    chosen = {0: "title.en", 1: "day", 2: "start", 3: "end"}

    services.choose_columns(batch=batch, chosen=chosen, by=office.editor)

    again, elsewhere = office.upload(xlsx(rows)), Office().upload(xlsx(rows))
    assert not services.mapping_of(again).needs_a_choice
    assert verdicts(services.plan_import(again, office.editor)) == {"create": 1}
    assert services.mapping_of(elsewhere).needs_a_choice
    assert ColumnChoice.objects.count() == 4


# --- People on stage and rooms --------------------------------------------------------------------

_STAGE = ["Code", "Person", "Placeholder (English)", "Role", "Position", "State"]


def test_people_are_found_by_any_form_of_the_name_among_the_approved(office: Office) -> None:
    session = make_session(office.event)
    delegation = make_delegation(office.event)
    ada = make_attendee(delegation, given="Ada", family="Álvarez", native_name="阿达")
    make_attendee(delegation, given="Wait", family="Ing", status="draft")
    make_attendee(make_delegation(Office().event), given="Else", family="Where")
    forms = ("Ada Álvarez", "ADA ALVAREZ", "Álvarez, Ada", "阿达", "Alvarez Ada")

    for name in forms:
        plan = office.plan([_STAGE, [session.code, name, "", "Chair", 1, ""]], "appearances")

        assert (name, errors(plan)) == (name, {})
        assert plan.rows[0].row.attendee == ada
    for name in ("Wait Ing", "Else Where"):
        plan = office.plan([_STAGE, [session.code, name, "", "Chair", 1, ""]], "appearances")

        assert errors(plan) == {"Programme!B2": f"“{name}” is not known. Check the spelling."}


def test_two_people_of_one_name_are_told_apart(office: Office) -> None:
    session = make_session(office.event)
    people = [make_attendee(make_delegation(office.event), given="Li", family="Na") for _ in "ab"]
    names = [f"Li Na [{one.guid.hex[:8]}]" for one in people]

    plan = office.plan([_STAGE, [session.code, "Li Na", "", "", "", ""]], "appearances")

    assert errors(plan) == {
        "Programme!B2": f"Several people have this name. Enter one of: {names[0]}, {names[1]}."
    }
    clear = office.plan([_STAGE, [session.code, names[1], "", "", "", ""]], "appearances")
    assert clear.rows[0].row.attendee == people[1]


def test_another_role_changes_the_row_and_adds_none(office: Office) -> None:
    session = make_session(office.event)
    ada = make_attendee(make_delegation(office.event), given="Ada", family="Li")
    make_appearance(session, attendee=ada)

    office.bring([_STAGE, [session.code, "Ada Li", "", "Moderator", 3, "Confirmed"]], "appearances")

    row = Appearance.objects.get()
    assert (row.role, row.position, row.state) == ("moderator", 3, "confirmed")


def test_a_person_twice_in_one_role_both_name_and_placeholder_and_nobody_are_errors(
    office: Office,
) -> None:
    session = make_session(office.event)
    make_attendee(make_delegation(office.event), given="Ada", family="Li")
    rows = [
        [session.code, "Ada Li", "", "Chair", 1, ""],
        [session.code, "Ada Li", "", "Chair", 2, ""],
        [session.code, "Ada Li", "Mayor", "Speaker", 2, ""],
        [session.code, "", "", "Speaker", 2, ""],
        ["ZZZZZ9", "", "Mayor", "Speaker", 2, ""],
    ]

    plan = office.plan([_STAGE, *rows], "appearances")

    assert errors(plan) == {
        "Programme!D3": "This person already has this role in the session.",
        "Programme!C4": "Clear the placeholder: an attendee has been chosen.",
        "Programme!B5": "Choose an attendee, or write a placeholder below.",
        "Programme!A6": "No session has the code ZZZZZ9.",
    }


def test_a_session_is_found_by_title_day_and_start(office: Office) -> None:
    one = make_session(office.event, title=text("Rivers", fr="Fleuves"))
    make_session(office.event, title=text("Rivers"), start=one.start + timedelta(hours=2))
    header = ["Session", "Day", "Start", "Placeholder"]

    rows = [
        ["fleuves", "", "", "A"],
        ["Rivers", "2030-05-02", "8 pm", "B"],
        ["Rivers", "", "", "C"],
    ]

    plan = office.plan([header, *rows], "appearances")

    assert [row.row.session_id for row in plan.rows[:2]] == [one.pk, one.pk]
    assert errors(plan) == {
        "Programme!A4": "Several sessions match. Enter the code, or the day and start."
    }


def test_rooms_are_made_and_changed_by_venue_and_name(office: Office) -> None:
    hall = make_room(office.event, name=text("Pearl Hall", zh_hans="珍珠厅"), capacity=100)
    revision = Event.objects.get(pk=office.event.pk).revision
    header = ["Venue", "Room (English)", "会议室", "Seats"]
    rows = [["", "Pearl Hall", "明珠厅", 250], ["", "Garden", "", 30]]

    office.bring([header, *rows], "rooms")

    assert list(Room.objects.order_by("pk").values_list("name", "capacity")) == [
        (text("Pearl Hall", zh_hans="明珠厅"), 250),
        (text("Garden"), 30),
    ]
    assert Event.objects.get(pk=office.event.pk).revision > revision
    plan = office.plan([header, ["Nowhere", "A", "", 1], ["", "B", "", 0]], "rooms")
    assert set(errors(plan)) == {"Programme!A2", "Programme!D3"}
    assert hall.history.count() == 2


# --- Rights ---------------------------------------------------------------------------------------


class OwnForum:
    """A sub-forum editor with one sub-forum of two, and a session in each."""

    def __init__(self, office: Office) -> None:
        self.own = make_sub_forum(office.event, number=1)
        self.foreign = make_sub_forum(office.event, number=2)
        self.person = make_member(office.event, Role.SUB_FORUM_EDITOR)
        self.own.editors.add(self.person)
        self.mine = make_session(office.event, sub_forum=self.own, title=text("Mine"))
        self.other = make_session(office.event, sub_forum=self.foreign, title=text("Other"))


def test_a_sub_forum_editor_imports_into_own_sub_forums_alone(office: Office) -> None:
    world = OwnForum(office)
    rows = [
        HEADER,
        _row("Mine 2", world.mine.code, "1"),
        _row("Other 2", world.other.code, "2"),
        _row("Taken over", world.other.code, "1"),
        _row("Given away", world.mine.code, "2"),
        _row("Nobody's"),
    ]
    rows[3][0], rows[4][0] = "", ""
    batch = office.upload(xlsx(rows), by=world.person)

    plan = services.plan_import(batch, world.person)

    assert errors(plan) == {
        "Programme!F3": "This session is not in your sub-forum. Remove the row.",
        "Programme!F5": "Enter a sub-forum of which you are an editor.",
        "Programme!F6": "Enter a sub-forum of which you are an editor.",
    }
    with pytest.raises(services.HasErrors):
        office.apply(batch, by=world.person)
    assert errors(services.plan_import(batch, office.editor)) == {}


def test_the_whole_export_with_own_rows_changed_is_taken_from_a_sub_forum_editor(
    office: Office,
) -> None:
    world = OwnForum(office)
    data = office.export(ImportKind.SESSIONS, "csv").replace(b"Mine", b"Mine, changed")
    batch = office.upload(data, by=world.person)

    office.apply(batch, by=world.person)

    assert {str(one.title) for one in Session.objects.all()} == {"Mine, changed", "Other"}


def test_an_editors_preview_applied_by_a_sub_forum_editor_changes_nothing(office: Office) -> None:
    world = OwnForum(office)
    batch = office.upload(xlsx([HEADER, _row("Other 2", world.other.code, "2")]))
    reviewed = services.plan_import(batch, office.editor).fingerprint

    with pytest.raises(services.PreviewMoved):
        services.apply_import(batch=batch, by=world.person, reviewed=reviewed)

    world.other.refresh_from_db()
    assert str(world.other.title) == "Other"


def test_rights_that_were_taken_away_after_the_preview_count(office: Office) -> None:
    world = OwnForum(office)
    batch = office.upload(xlsx([HEADER, _row("Mine 2", world.mine.code, "1")]), by=world.person)
    reviewed = services.plan_import(batch, world.person).fingerprint
    world.own.editors.clear()
    with pytest.raises(services.PreviewMoved):
        services.apply_import(batch=batch, by=world.person, reviewed=reviewed)
    TeamMember.objects.filter(user=world.person).delete()

    with pytest.raises(PermissionDenied):
        services.apply_import(batch=batch, by=world.person, reviewed=reviewed)

    world.mine.refresh_from_db()
    assert str(world.mine.title) == "Mine"


def test_a_sub_forum_editor_puts_people_on_stage_in_own_sessions_alone(office: Office) -> None:
    world = OwnForum(office)
    header = ["Code", "Placeholder"]
    rows = [header, [world.mine.code, "Mayor"], [world.other.code, "Mayor"]]
    batch = office.upload(xlsx(rows), "appearances", by=world.person)

    plan = services.plan_import(batch, world.person)

    assert errors(plan) == {
        "Programme!A3": "This session is not in your sub-forum. Remove the row."
    }
    with pytest.raises(PermissionDenied):
        office.upload(xlsx(rows), "rooms", by=world.person)


# --- At once --------------------------------------------------------------------------------------


def _at_once(*actions: Any) -> list[str]:
    """Run the actions in threads that start together; what each raised, or "done"."""
    barrier = threading.Barrier(len(actions))
    answers = [""] * len(actions)

    def run(place: int) -> None:
        barrier.wait()
        try:
            actions[place]()
            answers[place] = "done"
        except Exception as error:  # noqa: BLE001  (the name is the answer)
            answers[place] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_of_two_who_apply_the_same_import_at_once_one_does() -> None:
    office = Office()
    colleague = make_member(office.event, Role.EDITOR)
    batch = office.upload(xlsx([HEADER, *[_row(f"Session {n}") for n in range(20)]]))
    reviewed = services.plan_import(batch, office.editor).fingerprint

    answers = _at_once(
        *[
            lambda who=who: services.apply_import(batch=batch, by=who, reviewed=reviewed)
            for who in (office.editor, colleague)
        ]
    )

    assert sorted(answers) == ["NotWaiting", "done"]
    assert Session.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_a_release_while_an_import_is_applied_holds_all_of_it_or_nothing() -> None:
    office = Office()
    rows = [[*HEADER, "Visible to"], *[[*_row(f"Session {n}"), "Public"] for n in range(20)]]
    make_session(office.event)
    batch = office.upload(xlsx(rows))
    reviewed = services.plan_import(batch, office.editor).fingerprint

    answers = _at_once(
        lambda: services.apply_import(batch=batch, by=office.editor, reviewed=reviewed),
        lambda: release_agenda(event=office.event, by=office.editor),
    )

    assert answers == ["done", "done"]
    assert len(published_agenda(office.event).sessions) in (1, 21)


@pytest.mark.django_db(transaction=True)
def test_an_edit_while_an_import_is_applied_is_not_lost() -> None:
    office = Office()
    sessions = [make_session(office.event, title=text(f"Old {n}")) for n in range(10)]
    rows = [HEADER, *[_row(f"New {n}", one.code) for n, one in enumerate(sessions)]]
    batch = office.upload(xlsx(rows))
    reviewed = services.plan_import(batch, office.editor).fingerprint

    is_open = threading.Event()

    def edit() -> None:
        with transaction.atomic():
            row = Session.objects.select_for_update().get(pk=sessions[9].pk)
            is_open.set()
            time.sleep(0.5)
            row.office_note = "Typed by hand"
            row.save()

    def apply() -> None:
        is_open.wait()
        services.apply_import(batch=batch, by=office.editor, reviewed=reviewed)

    answers = _at_once(edit, apply)

    assert answers == ["done", "done"]
    last = Session.objects.get(pk=sessions[9].pk)
    assert (str(last.title), last.office_note) == ("New 9", "Typed by hand")
