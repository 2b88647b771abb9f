"""A long table of people: their cells, journeys and erasure while the worker imports them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.work import pace
from delegations.models import Attendee, Travel
from events.choices import ImportState, ImportStop
from events.imports import pieces, services
from events.imports.pieces import import_next
from events.imports.queue import start_import
from events.imports.retention import KEPT, forget_in_tables, forget_tables
from events.imports.undo import undo_import
from events.models import ImportBatch
from tests.delegations.imports.office import Desk, workbook

pytestmark = pytest.mark.django_db
ROWS = 110


@pytest.fixture(autouse=True)
def _short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST", 10)
    monkeypatch.setattr(pace, "PAUSE", 0)


def start(desk: Desk, **last: Any) -> ImportBatch:
    """Put a long table of people into the queue; `last` are cells of its last row."""
    header = ["Delegation", "Given name", "Family name", "Arrival flight or train"]
    rows = [header, *(["CO-BOG", f"Given{n}", f"Family{n}", ""] for n in range(ROWS))]
    for name, text in last.items():
        rows[-1][["delegation", "given", "family", "flight"].index(name)] = text
    batch = desk.upload(workbook(rows))
    reviewed = services.plan_import(batch, desk.officer).fingerprint
    start_import(batch=batch, by=desk.officer, reviewed=reviewed)
    batch.refresh_from_db()
    return batch


def stop_after(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Let the server fail before the piece after `count` pieces."""
    original = pieces._write_piece
    written: list[int] = []

    def write(*arguments: Any) -> None:
        if len(written) == count:
            raise RuntimeError
        written.append(1)
        original(*arguments)

    monkeypatch.setattr(pieces, "_write_piece", write)


def test_the_cells_go_when_the_last_row_is_imported() -> None:
    desk = Desk()
    batch = start(desk)
    assert len(batch.grid.rows) == ROWS + 1

    import_next()

    batch.refresh_from_db()
    assert (batch.state, batch.grid.rows) == (ImportState.APPLIED, ())
    assert Attendee.objects.count() == ROWS
    undo_import(batch=batch, by=desk.officer)
    assert not Attendee.objects.exists()


def test_an_import_that_fails_on_the_server_stops_and_goes_on_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk()
    batch = start(desk)
    with monkeypatch.context() as patch:
        stop_after(patch, 3)
        import_next()
    batch.refresh_from_db()
    assert (batch.state, batch.stop_reason) == (ImportState.STOPPED, ImportStop.BROKEN)
    assert (batch.rows_done, Attendee.objects.count()) == (30, 30)

    reviewed = services.plan_import(batch, desk.officer).fingerprint
    start_import(batch=batch, by=desk.officer, reviewed=reviewed)
    import_next()

    batch.refresh_from_db()
    assert (batch.state, Attendee.objects.count()) == (ImportState.APPLIED, ROWS)


def test_a_journey_that_somebody_changes_in_the_meantime_keeps_what_the_table_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk()
    person = desk.person(desk.bogota, given="Ana", family="Souza")
    Travel.objects.create(attendee=person, arrival_number="AF 1", departure_number="AF 2")
    batch = start(desk, given="Ana", family="Souza", flight="LH 9")
    original = pieces._write_piece
    written: list[int] = []

    def write(*arguments: Any) -> None:
        written.append(1)
        if len(written) == 2:
            travel = Travel.objects.get()
            travel.departure_number = "AF 3"
            travel.save()
        original(*arguments)

    monkeypatch.setattr(pieces, "_write_piece", write)
    import_next()

    batch.refresh_from_db()
    travel = Travel.objects.get()
    assert batch.state == ImportState.APPLIED
    assert (travel.arrival_number, travel.departure_number) == ("LH 9", "AF 3")


def test_erasing_somebody_ends_an_import_that_still_names_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk()
    batch = start(desk)
    with monkeypatch.context() as patch:
        stop_after(patch, 2)
        import_next()

    forget_in_tables(desk.event, (), lambda cells: "Family99" in cells)

    batch.refresh_from_db()
    assert (batch.state, batch.grid.rows, batch.rows_done) == (ImportState.APPLIED, (), 20)
    undo_import(batch=batch, by=desk.officer)
    assert not Attendee.objects.exists()


def test_a_stopped_table_is_forgotten_after_a_week_and_what_it_did_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk()
    begun, untouched = start(desk), start(desk)
    with monkeypatch.context() as patch:
        stop_after(patch, 2)
        import_next()
    old = timezone.now() - KEPT - timedelta(hours=1)
    ImportBatch.objects.update(uploaded_at=old, seen_at=old)

    assert [forget_tables(), forget_tables()] == [2, 0]

    begun.refresh_from_db()
    assert (begun.state, begun.grid.rows, len(begun.done)) == (ImportState.APPLIED, (), 20)
    assert not ImportBatch.objects.filter(pk=untouched.pk).exists()
