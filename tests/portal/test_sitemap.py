"""What search engines are told: every public page, in every language, and nothing else."""

from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from accounts.roles import Role
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_news,
    make_page,
    make_session,
    make_sub_forum,
    text,
)

pytestmark = pytest.mark.django_db
_NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def _listed() -> dict[str, dict[str, str]]:
    root = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    return {
        str(url.findtext("s:loc", namespaces=_NAMES)): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", _NAMES)
        }
        for url in root
    }


def test_every_listed_page_is_there_and_says_that_it_is_the_one() -> None:
    event = make_event(languages=["en", "zh-hans"])
    session = make_session(event, sub_forum=make_sub_forum(event))
    make_appearance(session, attendee=make_attendee(make_delegation(event)))
    make_page(event)
    make_news(event, slug="opening")
    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    listed = _listed()

    # Twelve pages of every edition; a sub-forum, a session, a speaker, a page: in two languages.
    # A news release is listed in its own.
    assert len(listed) == 2 * (12 + 4) + 1
    for address, others in listed.items():
        page = Client().get(address.removeprefix(settings.PUBLIC_ORIGIN))
        assert page.status_code == 200
        assert f'<link rel="canonical" href="{address}">' in page.content.decode()
        in_languages = {"en"} if "/news/opening/" in address else {"en", "zh-Hans"}
        assert set(others) == {*in_languages, "x-default"}
        assert set(others.values()) <= set(listed)


def test_nothing_that_visitors_may_not_see_is_listed() -> None:
    event = make_event()
    make_event(slug="secret-edition", status="draft")
    make_session(event, title=text("Draft"))
    make_page(event, slug="secret-page", is_published=False)

    content = Client().get("/sitemap.xml").content.decode()

    assert "secret" not in content
    assert "/sessions/" not in content


def test_a_change_shows_in_the_list_at_once() -> None:
    event = make_event()
    assert "new-page" not in Client().get("/sitemap.xml").content.decode()

    make_page(event, slug="new-page")

    assert "new-page" in Client().get("/sitemap.xml").content.decode()


def test_robots_are_kept_from_the_team_and_shown_the_list() -> None:
    text_file = Client().get("/robots.txt").content.decode()

    assert "Disallow: /staff/" in text_file
    assert f"Sitemap: {settings.PUBLIC_ORIGIN}/sitemap.xml" in text_file
