"""An import can be taken back, all but what somebody has changed since."""

from typing import Any

import pytest

from accounts.roles import Role
from events.choices import ImportState
from events.imports import services, undo
from events.models import ImportBatch
from programme.models import Appearance, Session
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_member,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.programme.imports.office import Office

HEADER = ["Code", "Title", "Day", "Start", "End", "Visible to"]


class Imported:
    """A session that was changed by an import, and two that it made."""

    def __init__(self) -> None:
        self.office = Office()
        self.old = make_session(
            self.office.event, title=text("Old", ar="قديم"), abstract=text("Long"), capacity=9
        )
        self.before: Any = Session.objects.filter(pk=self.old.pk).values().get()
        rows = [self._row("New", self.old.code), self._row("Made"), self._row("Second")]
        self.batch = self.office.bring([HEADER, *rows])

    def _row(self, title: str, code: str = "") -> list[Any]:
        return [code, title, "2030-05-02", "9:00", "10:00", "Public"]

    def session(self, title: str) -> Session:
        return Session.objects.get(title__en=title)

    def undo(self, **how: Any) -> list[undo.Kept]:
        return undo.undo_import(batch=self.batch, by=self.office.editor, **how)

    def titles(self) -> set[str]:
        return {str(one.title) for one in Session.objects.all()}


@pytest.fixture
def imported(db: None) -> Imported:
    return Imported()


def _saved(row: Any, by: Any) -> None:
    row.updated_by = by
    row.save()


def test_undoing_brings_every_row_back_as_it_was(imported: Imported) -> None:
    kept = imported.undo()

    after: Any = Session.objects.values().get()
    differing = {key for key in after if after[key] != imported.before[key]}
    assert (kept, differing) == ([], {"updated_at", "updated_by_id"})
    imported.batch.refresh_from_db()
    assert (imported.batch.state, imported.batch.undone_by) == (
        ImportState.UNDONE,
        imported.office.editor,
    )
    deletions = Session.history.filter(history_type="-")
    assert {one.history_user for one in deletions} == {imported.office.editor}


def test_a_row_that_somebody_changed_since_is_named_and_nothing_is_undone(
    imported: Imported,
) -> None:
    colleague = make_member(imported.office.event, Role.EDITOR)
    imported.old.refresh_from_db()
    imported.old.office_note = "Typed since"
    _saved(imported.old, colleague)

    with pytest.raises(undo.CannotUndoAll) as refused:
        imported.undo()

    assert refused.value.kept == [undo.Kept(2, "New", "changed since")]
    assert imported.titles() == {"New", "Made", "Second"}
    assert ImportBatch.objects.get().state == ImportState.APPLIED


def test_the_rest_is_undone_on_demand(imported: Imported) -> None:
    imported.old.refresh_from_db()
    imported.old.office_note = "Typed since"
    _saved(imported.old, imported.office.editor)
    imported.session("Second").delete()

    kept = imported.undo(rest=True)

    assert [(one.number, one.reason) for one in kept] == [
        (2, "changed since"),
        (4, "deleted since"),
    ]
    assert imported.titles() == {"New"}
    imported.batch.refresh_from_db()
    assert [one["is_kept"] for one in imported.batch.done] == [True, False, True]


def test_a_session_that_others_have_built_upon_stays(imported: Imported) -> None:
    make_appearance(imported.session("Made"))
    release_agenda(event=imported.office.event, by=imported.office.editor)

    kept = imported.undo(rest=True)

    assert {(one.number, one.reason) for one in kept} == {
        (3, "published since"),
        (4, "published since"),
    }
    assert (imported.titles(), Appearance.objects.count()) == ({"Old", "Made", "Second"}, 1)


def test_somebody_on_stage_keeps_a_session_that_is_not_published(imported: Imported) -> None:
    make_appearance(imported.session("Made"))

    kept = imported.undo(rest=True)

    assert [(one.number, one.reason) for one in kept] == [(3, "somebody is on stage in it")]


def test_a_room_in_which_a_session_was_placed_since_stays(db: None) -> None:
    office = Office()
    make_room(office.event, name=text("Old Hall"))
    header = ["Room (English)", "Seats"]
    batch = office.bring([header, ["Garden", 30], ["Old Hall", 31]], "rooms")
    garden = office.event.venues.get().rooms.get(name__en="Garden")
    make_session(office.event, room=garden)

    kept = undo.undo_import(batch=batch, by=office.editor, rest=True)

    assert kept == [undo.Kept(2, "Garden", "it is the room of a session")]
    rooms = office.event.venues.get().rooms.values_list("name__en", "capacity")
    assert set(rooms) == {("Garden", 30), ("Old Hall", 100)}


def test_an_import_is_undone_once_and_a_row_of_another_sub_forum_stays(db: None) -> None:
    office = Office()
    own = make_sub_forum(office.event, number=1)
    make_sub_forum(office.event, number=2)
    person = make_member(office.event, Role.SUB_FORUM_EDITOR)
    own.editors.add(person)
    header = ["Title", "Day", "Start", "End", "Sub-forum"]
    rows = [[f"In {number}", "2030-05-02", "9:00", "10:00", number] for number in (1, 2)]
    batch = office.bring([header, *rows])

    kept = undo.undo_import(batch=batch, by=person, rest=True)

    assert kept == [undo.Kept(3, "In 2", "not in your sub-forum")]
    assert [str(one.title) for one in Session.objects.all()] == ["In 2"]
    with pytest.raises(services.NotWaiting):
        undo.undo_import(batch=batch, by=office.editor)


def test_a_row_older_than_its_history_comes_back_too(db: None) -> None:
    office = Office()
    session = make_session(office.event, title=text("Old"))
    Session.history.all().delete()
    batch = office.bring([HEADER, [session.code, "New", "2030-05-02", "9:00", "10:00", "Public"]])

    undo.undo_import(batch=batch, by=office.editor)

    session.refresh_from_db()
    assert str(session.title) == "Old"
