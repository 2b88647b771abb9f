"""Addresses that lead nowhere: completed where they are only short, else a page that helps."""

from datetime import date

import pytest
from django.db import DatabaseError
from django.test import Client

from events.choices import EventStatus
from forum_portal.site import not_found
from tests.factories import make_event, text

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/en/", "/en/now/"),
        ("/zh/", "/zh-hans/now/"),
        ("/zh-Hans/", "/zh-hans/now/"),
        ("/pt/", "/en/now/"),
        ("/en/agenda/?day=2027-12-08", "/en/now/agenda/?day=2027-12-08"),
        ("/zh/before/agenda/", "/zh-hans/before/agenda/"),
        ("/EN/before/", "/en/before/"),
    ],
)
def test_a_shortened_address_leads_to_the_page_it_means(asked: str, leads_to: str) -> None:
    make_event(slug="before", start_date=date(2021, 12, 7), end_date=date(2021, 12, 9))
    make_event(slug="now")
    response = Client().get(asked)
    assert (response.status_code, response.headers["Location"]) == (302, leads_to)


@pytest.mark.parametrize("asked", ["/fr/before/nope/", "/fr/before/sessions/NOPE22/"])
def test_a_wrong_address_gets_the_navigation_and_search_of_its_edition(asked: str) -> None:
    make_event(slug="before", start_date=date(2021, 12, 7), end_date=date(2021, 12, 9))
    make_event(slug="now")
    response = Client().get(asked)
    html = response.content.decode()
    assert response.status_code == 404
    assert 'action="/fr/before/search/"' in html
    assert 'href="/zh-hans/before/"' in html
    assert "/now/" not in html.replace("/before/agenda/now/", "")
    assert 'rel="canonical"' not in html
    assert 'name="robots" content="noindex"' in html
    assert response.headers["Cache-Control"] == "no-store"


def test_a_wrong_address_says_nothing_of_an_edition_that_is_not_public() -> None:
    make_event(slug="secret", title=text("Hidden Forum"), status=EventStatus.DRAFT)
    make_event(slug="now")
    html = Client().get("/en/secret/nope/").content.decode()
    assert 'action="/en/now/search/"' in html
    assert "Hidden Forum" not in html


def test_without_the_database_a_wrong_address_still_gets_the_plain_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_request: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(not_found, "_led_on", fail)
    response = Client().get("/en/nope/nope/")
    assert response.status_code == 404
    assert "/search/" not in response.content.decode()


def test_an_archive_without_an_agenda_does_not_ask_to_come_back() -> None:
    make_event(slug="past", status=EventStatus.ARCHIVED)
    html = Client().get("/en/past/agenda/").content.decode()
    assert "No agenda was published" in html
    assert "come back soon" not in html
    assert "/past/agenda/now/" not in Client().get("/en/past/").content.decode()
