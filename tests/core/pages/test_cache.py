"""Public pages are made once: what is kept, for whom, and when it is made again."""

import gzip
import threading

import brotli
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.pages.cache import store
from core.pages.compression import best_encoding
from core.pages.store import Page, PageStore, Rule
from events.models import Event
from tests.factories import make_event, make_user, text
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
KEY = ("/a", "", (), 1)


@pytest.fixture
def home() -> str:
    return reverse("home", args=[make_event(title=text("Spring forum")).slug])


def test_the_second_reader_costs_one_query(home: str) -> None:
    first = Client().get(home)

    assert count_queries(lambda: Client().get(home)) == 1
    assert Client().get(home).content == first.content


def test_a_page_is_the_same_whoever_asks(home: str) -> None:
    anonymous = Client().get(home)
    member = Client()
    member.force_login(make_user())
    member.cookies["django_language"] = "fr"

    known = member.get(home, headers={"accept-language": "zh"})

    assert known.content == anonymous.content
    assert not known.cookies
    assert known.headers["Vary"] == "Accept-Encoding"


def test_a_change_shows_at_the_next_request_in_every_process(home: str) -> None:
    Client().get(home)
    event = Event.objects.get()

    # As another process would do it: this one learns of it from the database alone.
    Event.objects.filter(pk=event.pk).update(title=text("Autumn forum"))

    assert "Autumn forum" in Client().get(home).content.decode()


def test_unknown_parameters_make_no_entries(home: str) -> None:
    Client().get(home)
    before = len(store)

    for number in range(20):
        Client().get(f"{home}?utm={number}&{number}=x")

    assert len(store) == before


def test_a_reader_who_has_the_page_gets_no_body(home: str) -> None:
    first = Client().get(home)
    etag = first.headers["ETag"]
    assert etag.startswith('"')

    for value in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = Client().get(home, headers={"if-none-match": value})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == etag
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert Client().get(home, headers={"if-none-match": '"other"'}).status_code == 200


def test_head_answers_as_get_without_a_body(home: str) -> None:
    got, headed = Client().get(home), Client().head(home)

    assert headed.content == b""
    assert headed.headers["ETag"] == got.headers["ETag"]


def test_nobody_can_post_to_a_page(home: str) -> None:
    Client().get(home)

    answer = Client().post(home, {"a": "b"})

    assert answer.status_code == 405
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_comes_in_the_encoding_that_the_reader_takes(home: str) -> None:
    plain = Client().get(home)
    squeezed = Client().get(home, headers={"accept-encoding": "gzip"})
    small = Client().get(home, headers={"accept-encoding": "gzip, br"})

    assert gzip.decompress(squeezed.content) == plain.content
    assert brotli.decompress(small.content) == plain.content
    assert len({one.headers["ETag"] for one in (plain, squeezed, small)}) == 3
    assert int(small.headers["Content-Length"]) == len(small.content)


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("br, gzip", "br"),
        ("gzip;q=1, br;q=0.1", "gzip"),
        ("gzip;q=0", "identity"),
        ("*", "br"),
        ("*;q=0, gzip", "gzip"),
        ("br;q=0, *", "gzip"),
        ("zstd", "identity"),
        ("GZIP", "gzip"),
        ("gzip;q=x", "identity"),
        (",;=", "identity"),
    ],
)
def test_the_encoding_follows_the_weights(accepted: str, chosen: str) -> None:
    assert best_encoding(accepted) == chosen


def test_the_store_holds_no_more_than_its_bytes_and_drops_the_least_used() -> None:
    pages = PageStore(limit=10 * Page([], b"x" * 1000, "").cost)
    for number in range(10):
        pages.put(f"/{number}", Rule(None, ()), ("/", str(number), (), 1), _page())
    pages.get(("/", "0", (), 1), 0)
    pages.put("/new", Rule(None, ()), ("/", "new", (), 1), _page())

    assert len(pages) == 10
    assert pages.size <= pages.limit
    assert pages.get(("/", "0", (), 1), 0) is not None
    assert pages.get(("/", "1", (), 1), 0) is None


def test_a_page_is_made_anew_from_the_moment_on_that_something_planned_changes_it() -> None:
    pages = PageStore(limit=10_000)
    pages.put("/", Rule(None, ()), KEY, Page([], b"x", "e", fresh_until=100.0))

    assert pages.get(KEY, 99.9) is not None
    assert pages.get(KEY, 100.0) is None


def test_a_page_larger_than_the_store_is_not_kept_and_drives_no_other_out() -> None:
    pages = PageStore(limit=_page().cost)
    pages.put("/", Rule(None, ()), KEY, _page())

    pages.put("/b", Rule(None, ()), ("/b", "", (), 1), Page([], b"x" * 1002, "tag"))

    assert (len(pages), pages.size) == (1, pages.limit)
    assert pages.get(KEY, 0) is not None
    assert pages.rule("/b") is None


def test_a_page_is_compressed_once_and_counts_with_what_may_still_come() -> None:
    page = _page()

    assert page.in_encoding("gzip") is page.in_encoding("gzip")
    assert page.cost >= sum(len(page.in_encoding(one)) for one in ("identity", "br", "gzip"))


def _page() -> Page:
    return Page([], b"x" * 1000, "tag")


@pytest.mark.django_db(transaction=True)
def test_many_readers_of_a_cold_page_make_it_once(home: str) -> None:
    Client().get(home)  # the way to the page is known from now on
    Event.objects.update(title=text("Fresh"))
    answers: list[bytes] = []
    gate = threading.Barrier(6)

    def read() -> None:
        gate.wait()
        answers.append(Client().get(home).content)
        connection.close()

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 6
    assert len(set(answers)) == 1
    assert b"Fresh" in answers[0]
