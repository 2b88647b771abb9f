"""Whether somebody may change a row is asked once while a page is read."""

from typing import Any

import pytest
from django.test import RequestFactory

from events.admin_base.row_answers import is_among
from events.models import Page
from tests.factories import make_event, make_page
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def _all(_request: Any, rows: Any) -> Any:
    return rows


@pytest.mark.parametrize(("method", "queries"), [("GET", 1), ("HEAD", 1), ("POST", 3)])
def test_a_page_that_is_read_asks_once_and_one_that_saves_asks_each_time(
    method: str, queries: int
) -> None:
    page, request = make_page(make_event()), RequestFactory().generic(method, "/")

    def ask_three_times() -> None:
        for _time in range(3):
            assert is_among(request, _all, Page.objects.all(), page.pk)

    assert count_queries(ask_three_times) == queries


def test_each_row_has_its_own_answer() -> None:
    page, request = make_page(make_event()), RequestFactory().get("/")

    answers = [is_among(request, _all, Page.objects.all(), key) for key in (page.pk, 0)]

    assert answers == [True, False]


def test_what_may_be_seen_and_what_may_be_changed_are_two_answers() -> None:
    page, request = make_page(make_event()), RequestFactory().get("/")

    def none(_request: Any, rows: Any) -> Any:
        return rows.none()

    answers = [is_among(request, choose, Page.objects.all(), page.pk) for choose in (_all, none)]

    assert answers == [True, False]
