"""A long table is imported by the worker: in pieces, once, and as it was reviewed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from core.work import pace
from events.choices import ImportState, ImportStop
from events.imports import pieces, services
from events.imports.pieces import import_next, import_now
from events.imports.queue import is_late, is_long, start_import
from events.imports.undo import undo_import
from events.models import ImportBatch, TeamMember
from events.querysets import IMPORT_LEASE
from programme.models import Session
from tests.factories import make_member, make_session, make_sub_forum
from tests.programme.imports.office import Office, xlsx

pytestmark = pytest.mark.django_db
ROWS = 110


@pytest.fixture(autouse=True)
def _short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST", 10)
    monkeypatch.setattr(pace, "PAUSE", 0)


def talks(office: Office, count: int = ROWS, **first: Any) -> list[list[Any]]:
    """A table of sessions; `first` is the text of columns in its first row."""
    rows: list[list[Any]] = [["Code", "Title (English)", "Day", "Start", "End", "Sub-forum"]]
    day = office.event.start_date.isoformat()
    rows += [["", f"Talk {number}", day, "09:00", "10:00", ""] for number in range(count)]
    for name, text in first.items():
        rows[1][{"code": 0, "title": 1, "sub_forum": 5}[name]] = text
    return rows


def start(office: Office, rows: list[list[Any]]) -> ImportBatch:
    """Upload a table, look at the preview, press the button."""
    batch = office.upload(xlsx(rows))
    reviewed = services.plan_import(batch, office.editor).fingerprint
    start_import(batch=batch, by=office.editor, reviewed=reviewed)
    batch.refresh_from_db()
    return batch


@contextmanager
def after_pieces(count: int, act: Any) -> Iterator[None]:
    """Do `act` once, in between two pieces, after `count` of them."""
    original = pieces._write_piece
    written: list[int] = []

    def write(*arguments: Any) -> None:
        written.append(1)
        if len(written) == count + 1:
            act()
        original(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "_write_piece", write)
        yield


def test_a_long_table_waits_for_the_worker_which_imports_every_row_once() -> None:
    office = Office()
    batch = start(office, talks(office))
    assert (batch.state, batch.rows_done, batch.rows_total) == (ImportState.QUEUED, 0, ROWS)
    assert not Session.objects.exists()

    assert [import_next(), import_next()] == [1, 0]

    batch.refresh_from_db()
    assert (batch.state, batch.rows_done, batch.reviewed) == (ImportState.APPLIED, ROWS, {})
    assert batch.applied_by == office.editor
    assert [entry["row"] for entry in batch.done] == list(range(2, ROWS + 2))
    assert Session.objects.count() == ROWS


def test_a_table_of_a_hundred_rows_is_imported_at_once() -> None:
    office = Office()
    lengths = {count: is_long(office.upload(xlsx(talks(office, count)))) for count in (100, 101)}
    assert lengths == {100: False, 101: True}


def test_two_tabs_put_a_table_into_the_queue_once() -> None:
    office = Office()
    batch = office.upload(xlsx(talks(office)))
    reviewed = services.plan_import(batch, office.editor).fingerprint
    start_import(batch=batch, by=office.editor, reviewed=reviewed)

    with pytest.raises(services.NotWaiting):
        start_import(batch=batch, by=office.editor, reviewed=reviewed)


def test_nothing_is_queued_that_differs_from_the_preview() -> None:
    office = Office()
    session = make_session(office.event)
    batch = office.upload(xlsx(talks(office, code=session.code)))
    reviewed = services.plan_import(batch, office.editor).fingerprint
    session.office_note, session.capacity = "Moved", 12
    session.title = {"en": "Renamed"}
    session.save()

    with pytest.raises(services.PreviewMoved):
        start_import(batch=batch, by=office.editor, reviewed=reviewed)

    batch.refresh_from_db()
    assert batch.state == ImportState.PREVIEWED


def test_an_import_stops_before_a_row_that_somebody_changed_and_goes_on_when_reviewed() -> None:
    office = Office()
    session = make_session(office.event)
    rows = talks(office)
    rows[-1][0] = session.code
    batch = start(office, rows)

    def rename() -> None:
        session.title = {"en": "Renamed in the meantime"}
        session.save()

    with after_pieces(2, rename):
        import_next()

    batch.refresh_from_db()
    # The last piece alone was to change the session.
    stopped = (batch.state, batch.stop_reason, batch.stop_row, batch.rows_done)
    assert stopped == (ImportState.STOPPED, ImportStop.CHANGED, ROWS + 1, ROWS - 10)

    plan = services.plan_import(batch, office.editor)
    assert len(plan.to_write) == 10
    start_import(batch=batch, by=office.editor, reviewed=plan.fingerprint)
    import_next()

    batch.refresh_from_db()
    assert (batch.state, batch.rows_done) == (ImportState.APPLIED, ROWS)
    session.refresh_from_db()
    assert str(session.title) == f"Talk {ROWS - 1}"
    assert Session.objects.count() == ROWS


def test_a_row_that_somebody_adds_in_the_meantime_makes_the_worker_plan_again() -> None:
    office = Office()
    batch = start(office, talks(office))

    with after_pieces(3, lambda: make_session(office.event)):
        import_next()

    batch.refresh_from_db()
    assert (batch.state, batch.rows_done) == (ImportState.APPLIED, ROWS)
    assert Session.objects.count() == ROWS + 1


@pytest.mark.parametrize("is_closed", [False, True])
def test_who_loses_the_right_imports_no_further_row(is_closed: bool) -> None:
    office = Office()
    batch = start(office, talks(office))

    def leave() -> None:
        if is_closed:
            User.objects.filter(pk=office.editor.pk).update(is_active=False)
        else:
            TeamMember.objects.filter(user=office.editor).delete()

    with after_pieces(4, leave):
        import_next()

    batch.refresh_from_db()
    assert (batch.state, batch.stop_reason) == (ImportState.STOPPED, ImportStop.NOT_ALLOWED)
    assert Session.objects.count() == batch.rows_done == 40


def test_what_is_imported_of_a_stopped_table_is_undone_as_one() -> None:
    office = Office()
    batch = start(office, talks(office))
    with after_pieces(3, lambda: TeamMember.objects.filter(user=office.editor).delete()):
        import_next()
    office.editor = make_member(office.event, Role.EDITOR)

    kept = undo_import(batch=batch, by=office.editor)

    batch.refresh_from_db()
    assert (kept, batch.state, len(batch.done)) == ([], ImportState.UNDONE, 30)
    assert not Session.objects.exists()


def test_the_rows_with_errors_are_kept_apart_when_the_others_are_queued() -> None:
    office = Office()
    batch = office.upload(xlsx(talks(office, sub_forum="No such sub-forum")))
    reviewed = services.plan_import(batch, office.editor).fingerprint
    with pytest.raises(services.HasErrors):
        start_import(batch=batch, by=office.editor, reviewed=reviewed)

    rest = start_import(batch=batch, by=office.editor, reviewed=reviewed, without_errors=True)
    import_next()

    batch.refresh_from_db()
    assert rest is not None
    assert [row.number for row in services.plan_import(rest, office.editor).rows] == [2]
    assert (batch.state, Session.objects.count()) == (ImportState.APPLIED, ROWS - 1)


@pytest.mark.django_db(transaction=True)
def test_a_row_that_depends_on_what_has_gone_stops_the_import() -> None:
    office = Office()
    sub_forum = make_sub_forum(office.event)
    rows = talks(office)
    rows[-1][5] = str(sub_forum.number)
    batch = start(office, rows)

    with after_pieces(2, sub_forum.delete):
        import_next()

    batch.refresh_from_db()
    assert (batch.state, batch.stop_reason) == (ImportState.STOPPED, ImportStop.CHANGED)
    assert (batch.stop_row, Session.objects.count()) == (ROWS + 1, batch.rows_done)


def test_a_worker_that_was_thought_dead_writes_nothing_more() -> None:
    office = Office()
    batch = start(office, talks(office))

    def other_worker() -> None:
        ImportBatch.objects.update(seen_at=timezone.now() - IMPORT_LEASE)
        assert import_next() == 1

    with after_pieces(2, other_worker):
        import_next()

    batch.refresh_from_db()
    assert (batch.state, batch.rows_done) == (ImportState.APPLIED, ROWS)
    assert Session.objects.count() == ROWS


def test_who_started_an_import_that_nobody_takes_can_import_it_now() -> None:
    office = Office()
    batch = start(office, talks(office))
    now = timezone.now()
    lateness = [is_late(batch, now + timedelta(seconds=wait)) for wait in (1, 60)]
    assert lateness == [False, True]

    assert [import_now(batch), import_now(batch)] == [True, False]

    assert Session.objects.count() == ROWS


@pytest.mark.django_db(transaction=True)
def test_two_workers_import_a_table_once() -> None:
    office = Office()
    batch = start(office, talks(office))

    def work() -> None:
        import_next()
        connection.close()

    workers = [threading.Thread(target=work) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    batch.refresh_from_db()
    assert (batch.state, Session.objects.count()) == (ImportState.APPLIED, ROWS)
