"""Which answers the page cache keeps, and which it makes for each reader: guard by guard."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from core.pages.cache import PageCacheMiddleware, public_page, store
from core.pages.store import Page, PageStore, Rule
from tests.factories import make_event

pytestmark = pytest.mark.django_db
Change = Callable[[HttpResponse], object]


def says(**headers: str) -> Change:
    """An answer gets these headers."""

    def change(response: HttpResponse) -> None:
        for name, value in headers.items():
            response.headers[name.replace("_", "-")] = value

    return change


class Portal:
    """The page cache before one public view, which counts how often it is asked."""

    def __init__(self, *, of_view: Change = id, of_middleware: Change = id, **marks: Any) -> None:
        self.asked = 0
        self.slug = make_event().slug

        @public_page(query=("q", "r"), **marks)
        def view(request: HttpRequest, event_slug: str) -> HttpResponse:
            self.asked += 1
            response = HttpResponse(f"asked for the {self.asked}. time")
            of_view(response)
            return response

        def further_in(request: HttpRequest) -> HttpResponse:
            response = view(request, event_slug=self.slug)
            of_middleware(response)
            return response

        self.ask_inside = PageCacheMiddleware(further_in)

    def get(self, address: str = "/page/", **extra: Any) -> HttpResponse:
        return self.ask_inside(RequestFactory().get(address, **extra))  # type: ignore[return-value]

    def times_asked_by_two(self, address: str = "/page/") -> int:
        self.get(address)
        self.get(address)
        return self.asked


def test_an_answer_without_any_mark_of_a_reader_is_kept() -> None:
    assert Portal().times_asked_by_two() == 1


@pytest.mark.parametrize("by", ["of_view", "of_middleware"])
def test_an_answer_that_sets_a_cookie_is_never_kept(by: str) -> None:
    portal = Portal(**{by: lambda response: response.set_cookie("session", "of one reader")})

    assert portal.times_asked_by_two() == 2
    assert len(store) == 0


def test_an_answer_that_takes_a_cookie_away_is_not_kept_either() -> None:
    portal = Portal(of_view=lambda response: response.delete_cookie("session"))

    assert portal.times_asked_by_two() == 2


@pytest.mark.parametrize("vary", ["Cookie", "cookie", "Accept-Language, Cookie"])
def test_an_answer_for_which_somebody_read_the_session_is_not_kept(vary: str) -> None:
    portal = Portal(of_middleware=says(Vary=vary))

    assert portal.times_asked_by_two() == 2
    assert len(store) == 0


def test_a_view_that_says_that_its_answer_varies_is_asked_each_time() -> None:
    portal = Portal(of_view=says(Vary="Accept-Language"))

    assert portal.times_asked_by_two() == 2


def test_that_middleware_speaks_of_the_language_does_not_concern_the_page() -> None:
    portal = Portal(of_middleware=says(Vary="Accept-Language", Content_Language="fr"))

    assert portal.times_asked_by_two() == 1
    # The address names no language: what was said of the first reader is not said to the next.
    assert "Content-Language" not in portal.get().headers
    assert portal.get("/fr/page/").headers["Content-Language"] == "fr"


def test_a_view_can_refuse_that_its_answer_is_kept() -> None:
    portal = Portal(of_view=lambda response: setattr(response, "page_cacheable", False))

    assert portal.times_asked_by_two() == 2
    assert portal.get().headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("by", ["of_view", "of_middleware"])
def test_an_error_stays_an_error_and_is_not_kept(by: str) -> None:
    portal = Portal(**{by: lambda response: setattr(response, "status_code", 404)})

    assert portal.times_asked_by_two() == 2
    assert portal.get().status_code == 404
    assert len(store) == 0


def test_no_cache_on_the_way_is_told_to_keep_an_error() -> None:
    portal = Portal(of_view=lambda response: setattr(response, "status_code", 404))

    assert "Cache-Control" not in portal.get().headers


def test_a_page_of_no_event_is_kept_until_any_event_changes() -> None:
    portal = Portal()
    portal.slug = ""
    assert portal.times_asked_by_two() == 1

    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET revision = revision + 1")

    assert portal.times_asked_by_two() == 2


def test_a_finished_heavy_page_is_kept_like_any_other() -> None:
    assert Portal(heavy=True).times_asked_by_two() == 1


@pytest.mark.parametrize("answer", [HttpResponse("x"), StreamingHttpResponse([b"x"])])
def test_what_no_public_view_has_made_goes_out_as_it_is(answer: Any) -> None:
    answer.set_cookie("session", "of one reader")

    got = PageCacheMiddleware(lambda _request: answer)(RequestFactory().get("/staff/"))

    assert got is answer
    assert len(store) == 0


@pytest.mark.parametrize(("length", "asked"), [(100, 1), (101, 2)])
def test_a_value_that_is_longer_than_a_bookmark_makes_no_entry(length: int, asked: int) -> None:
    assert Portal().times_asked_by_two(f"/page/?q={'x' * length}") == asked


def test_each_choice_is_a_page_of_its_own_and_the_last_value_counts() -> None:
    portal = Portal()

    chosen = [
        portal.get(f"/page/{query}").content
        for query in ("", "?q=", "?other=1", "?q=a", "?q=b&q=a", "?r=a", "?r=a&q=a", "?q=a&r=a")
    ]

    first, second, third, fourth = (f"asked for the {n}. time".encode() for n in (1, 2, 3, 4))
    assert chosen == [first, first, first, second, second, third, fourth, fourth]


def test_a_page_of_an_event_that_is_gone_is_not_answered_from_memory() -> None:
    portal = Portal()
    portal.get()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET slug = 'elsewhere'")

    portal.get()
    portal.get()

    assert portal.asked == 3


def test_a_change_while_the_page_is_made_leaves_no_old_page_under_the_new_revision() -> None:
    def change(response: HttpResponse) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE events_event SET revision = revision + 1")

    assert Portal(of_view=change).times_asked_by_two() == 2


def test_a_page_is_asked_for_only_over_https_where_the_portal_insists(settings: Any) -> None:
    portal = Portal()
    portal.get()
    settings.SECURE_SSL_REDIRECT = True

    portal.get(headers={"if-none-match": "*"})
    assert portal.asked == 2  # the middleware further in sends the reader over
    portal.get(secure=True)
    assert portal.asked == 2


def test_a_kept_page_is_not_shown_under_an_address_that_is_not_ours() -> None:
    home = reverse("home", args=[make_event().slug])
    assert Client().get(home).status_code == 200

    assert Client(SERVER_NAME="elsewhere.example").get(home).status_code == 400


def test_without_its_database_the_portal_says_so_and_shows_nothing_old() -> None:
    portal = Portal()
    portal.get()

    def broken(slug: str | None) -> int | None:
        raise DatabaseError

    portal.ask_inside.revision = broken
    answer = portal.get()

    assert (answer.status_code, portal.asked) == (503, 1)
    assert "Content-Security-Policy" in answer.headers


def test_a_heavy_page_is_made_for_each_until_one_is_finished() -> None:
    # Its view answers at once: a reader who asks in the middle is not held up.
    portal = Portal(heavy=True, of_view=lambda response: within.append(1))
    within: list[int] = []
    portal.get()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET revision = revision + 1")
    inner = portal.ask_inside.get_response

    def asked_again_in_the_middle(request: HttpRequest) -> Any:
        portal.ask_inside.get_response = inner
        portal.get()
        return inner(request)

    portal.ask_inside.get_response = asked_again_in_the_middle
    portal.get()

    assert portal.asked == 3


def test_nothing_but_the_body_is_missing_where_the_reader_has_the_page() -> None:
    portal = Portal(of_view=says(X_Kept="1"))
    first = portal.get(headers={"accept-encoding": "gzip"})

    again = portal.get(headers={"accept-encoding": "gzip", "if-none-match": first.headers["ETag"]})

    assert (first.headers["Content-Encoding"], first.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert again.status_code == 304
    assert dict(again.headers) == {
        name: first.headers[name] for name in ("Cache-Control", "X-Kept", "ETag", "Vary")
    }


def test_a_store_counts_each_page_once_and_forgets_the_ways_to_pages_that_left() -> None:
    pages = PageStore(limit=3 * Page([], b"", "").cost)
    for number in range(200):
        pages.put(f"/{number}", Rule(None, ()), (f"/{number}", "", (), 1), Page([], b"", ""))
        pages.put(f"/{number}", Rule(None, ()), (f"/{number}", "", (), 1), Page([], b"", ""))

    assert (len(pages), pages.size) == (3, pages.limit)
    assert [pages.rule("/93"), pages.rule("/94")] == [None, Rule(None, ())]
    pages.clear()
    assert (len(pages), pages.size, pages.rule("/199")) == (0, 0, None)
