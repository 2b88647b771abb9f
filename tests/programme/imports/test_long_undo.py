"""A long import is undone by the worker: in pieces, and never what somebody changed since."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.roles import Role
from core.work import pace
from events.choices import ImportState, ImportStop
from events.history.records import CannotRestore
from events.imports import undo, undo_in_pieces
from events.imports.undo import CannotUndoAll
from events.imports.undo_in_pieces import start_undo, undo_next
from events.models import ImportBatch, TeamMember
from events.querysets import IMPORT_LEASE
from programme.models import Session
from tests.delegations.desk.test_staff import words as words_of
from tests.factories import make_member, make_room, make_session
from tests.programme.imports.test_import_pages import Desk

pytestmark = pytest.mark.django_db
ROWS = 8


@pytest.fixture(autouse=True)
def _short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo_in_pieces, "MOST_AT_ONCE", ROWS - 1)
    monkeypatch.setattr(pace, "FEWEST", 2)
    monkeypatch.setattr(pace, "MOST", 2)
    monkeypatch.setattr(pace, "PAUSE", 0)


@pytest.fixture
def desk(db: None) -> Desk:
    """An editor who has imported a session that was there, and new ones; two make a piece."""
    desk = Desk()
    there = make_session(desk.event)
    codes = [there.code, *[""] * (ROWS - 1)]
    rows = [[code, f"Talk {n}", "2030-05-02", "9:00", "10:00"] for n, code in enumerate(codes)]
    desk.bring([["Code", "Title", "Day", "Start", "End"], *rows])
    return desk


def start(desk: Desk) -> ImportBatch:
    """Press *Undo the import*, where nothing is in the way."""
    batch = ImportBatch.objects.get()
    start_undo(batch=batch, by=desk.editor)
    return batch


def after_pieces(count: int, act: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do `act` once, in between two pieces, after `count` of them."""
    original, undone = undo_in_pieces._undo_piece, []

    def undo_piece(*arguments: Any) -> bool:
        undone.append(1)
        if len(undone) == count + 1:
            act()
        return original(*arguments)

    monkeypatch.setattr(undo_in_pieces, "_undo_piece", undo_piece)


def talks() -> list[str]:
    """The titles of the sessions of the table that are still as it made them."""
    titles = Session.objects.filter(title__en__startswith="Talk").order_by("pk")
    return [str(session.title) for session in titles]


def test_the_page_shows_progress_while_the_worker_undoes_every_row(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = desk.press("undo")
    assert f"0 of {ROWS} rows" in words_of(waiting)
    assert "undone in the background" in words_of(waiting)
    shown: list[str] = []
    path = waiting.wsgi_request.path
    after_pieces(2, lambda: shown.extend(words_of(desk.client.get(path))), monkeypatch)

    assert [undo_next(), undo_next()] == [1, 0]

    assert f"4 of {ROWS} rows" in "".join(shown)
    assert talks() == []
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.undone_by) == (ImportState.UNDONE, desk.editor)
    assert [entry["is_kept"] for entry in batch.done] == [False] * ROWS


def test_a_row_that_somebody_changes_in_the_meantime_stays_and_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(desk)
    session = Session.objects.get(title__en="Talk 1")
    session.office_note = "Typed while others were undone"
    after_pieces(2, session.save, monkeypatch)

    undo_next()

    assert talks() == ["Talk 1"]
    page = desk.client.get(f"/admin/events/importbatch/{ImportBatch.objects.get().pk}/import/")
    assert "1 row was left as it is" in words_of(page)


def test_rows_changed_before_are_named_first_and_nothing_is_queued(desk: Desk) -> None:
    make_room(desk.event)
    session = Session.objects.get(title__en="Talk 3")
    session.office_note = "Typed"
    session.save()

    with pytest.raises(CannotUndoAll):
        start(desk)
    assert ImportBatch.objects.get().state == ImportState.APPLIED

    desk.press("undo", rest="yes")
    undo_next()
    assert talks() == ["Talk 3"]


def test_who_loses_the_right_undoes_no_further_row_and_a_colleague_undoes_the_rest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = start(desk)
    after_pieces(2, TeamMember.objects.all().delete, monkeypatch)
    undo_next()
    batch.refresh_from_db()
    assert (batch.state, batch.stop_reason) == (ImportState.APPLIED, ImportStop.NOT_ALLOWED)
    assert talks() == [f"Talk {number}" for number in range(4)]

    undo_in_pieces.start_undo(batch=batch, by=make_member(desk.event, Role.EDITOR))
    undo_next()

    batch.refresh_from_db()
    assert (batch.state, batch.stop_reason, talks()) == (ImportState.UNDONE, "", [])


def test_a_worker_that_was_thought_dead_undoes_nothing_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(desk)
    after_pieces(2, lambda: ImportBatch.objects.update(claim=uuid4()), monkeypatch)
    undo_next()
    assert talks() == [f"Talk {number}" for number in range(4)]

    ImportBatch.objects.update(seen_at=timezone.now() - IMPORT_LEASE)
    undo_next()

    assert (ImportBatch.objects.get().state, talks()) == (ImportState.UNDONE, [])


def test_a_row_that_cannot_be_restored_stays_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(desk)
    monkeypatch.setattr(pace, "FEWEST", ROWS)
    original = undo.undo_rows

    def undo_rows(kind: Any, entries: list[Any], by: Any) -> None:
        if any(entry["name"] == "Talk 5" for entry in entries):
            raise CannotRestore
        original(kind, entries, by)

    monkeypatch.setattr(undo_in_pieces, "undo_rows", undo_rows)
    undo_next()

    assert talks() == ["Talk 5"]
    assert ImportBatch.objects.get().state == ImportState.UNDONE


def test_where_no_worker_runs_the_page_offers_to_undo_now(desk: Desk) -> None:
    waiting = desk.press("undo")
    ImportBatch.objects.update(seen_at=timezone.now() - timedelta(minutes=1))
    late = desk.client.get(waiting.wsgi_request.path)
    assert b"Undo now" not in waiting.content
    assert b"Undo now" in late.content

    desk.press("undo", now="yes")

    assert (ImportBatch.objects.get().state, talks()) == (ImportState.UNDONE, [])
