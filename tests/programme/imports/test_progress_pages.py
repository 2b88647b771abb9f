"""The page of a long import: how far it is, and what came of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from events.choices import ImportState, ImportStop
from events.imports.pieces import import_next
from events.models import ImportBatch
from programme.models import Session
from tests.delegations.desk.test_staff import words as words_of
from tests.programme.imports.office import xlsx
from tests.programme.imports.test_import_pages import HEADER, Desk

pytestmark = pytest.mark.django_db
ROWS = 105


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def press_import(desk: Desk) -> Any:
    """Send a long table, and press the button of its preview."""
    rows = [["", f"Talk {number}", "2030-05-02", "9:00", "10:00"] for number in range(ROWS)]
    preview = desk.send(xlsx([HEADER, *rows]))
    return desk.press("apply", reviewed=preview.context["plan"].fingerprint)


def test_the_page_shows_progress_then_what_visitors_will_see(desk: Desk) -> None:
    waiting = press_import(desk)
    assert b'data-behaviour="refresh"' in waiting.content
    assert f"0 of {ROWS} rows" in words_of(waiting)

    import_next()

    done = desk.client.get(waiting.wsgi_request.path)
    assert b'data-behaviour="refresh"' not in done.content
    assert "visitors see none of them yet" in words_of(done)


def test_pressing_the_button_again_imports_nothing_twice(desk: Desk) -> None:
    press_import(desk)
    reviewed = ImportBatch.objects.get().fingerprint
    desk.press("apply", reviewed=reviewed)
    import_next()
    desk.press("apply", reviewed=reviewed)
    import_next()

    assert Session.objects.count() == ROWS


def test_where_no_worker_runs_the_page_offers_to_import_now(desk: Desk) -> None:
    waiting = press_import(desk)
    assert b'name="now"' not in waiting.content
    ImportBatch.objects.update(seen_at=timezone.now() - timedelta(minutes=1))
    late = desk.client.get(waiting.wsgi_request.path)
    assert b'name="now"' in late.content

    desk.press("apply", now="yes")

    assert ImportBatch.objects.get().state == ImportState.APPLIED
    assert Session.objects.count() == ROWS


def test_a_stopped_import_says_why_and_shows_the_remaining_rows(desk: Desk) -> None:
    press_import(desk)
    import_next()
    batch = ImportBatch.objects.get()
    batch.state, batch.done, batch.rows_done = ImportState.STOPPED, batch.done[:100], 100
    batch.stop_reason, batch.stop_row = ImportStop.CHANGED, 102
    batch.save()

    page = desk.press("apply", reviewed="")

    words = words_of(page)
    assert f"100 of {ROWS} rows" in words
    assert "The data has changed since the preview. Row 102 was not imported" in words
    assert [row.number for row in page.context["plan"].rows] == [102, 103, 104, 105, 106]
    assert "Import the remaining rows" in words


def test_the_list_of_imports_shows_how_far_each_is(desk: Desk) -> None:
    press_import(desk)

    words = words_of(desk.client.get("/admin/events/importbatch/"))

    assert f"0 of {ROWS}" in words
    assert "In the queue" in words
