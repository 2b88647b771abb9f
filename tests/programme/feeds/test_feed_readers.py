"""Our feeds as a feed reader takes them, and the site map as its protocol wants it."""

from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from lxml import etree

from accounts.roles import Role
from programme.releases.services import release_agenda
from tests.factories import (
    make_award,
    make_event,
    make_member,
    make_news,
    make_page,
    make_session,
    make_sub_forum,
    text,
)

pytestmark = pytest.mark.django_db
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_LINK = "{http://www.w3.org/1999/xhtml}link"


def _event() -> Any:
    """News in two languages with signs that break a feed, and two releases."""
    event = make_event(languages=["en", "ar"], title=text("Mayors & <cities>", ar="رؤساء المدن"))
    first = make_news(event, slug="opening", title="“A & B” <b>open</b>", summary="1 < 2 & 3 > 2")
    make_news(event, slug="opening-ar", language="ar", title="افتتاح المنتدى", translation_of=first)
    session = make_session(event, sub_forum=make_sub_forum(event))
    editor = make_member(event, Role.EDITOR)
    release_agenda(event=event, by=editor)
    session.start -= timedelta(hours=1)
    session.save()
    release_agenda(event=event, by=editor, comment="Earlier & <longer>.")
    return event


def _read(event: Any, name: str, language: str = "en") -> Any:
    content = Client().get(reverse(name, args=[event.slug]) + f"?lang={language}").content
    return feedparser.parse(content)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", ["news-atom", "feeds:changes"])
def test_a_feed_reader_has_nothing_to_complain_of(name: str, language: str) -> None:
    event = _event()

    feed = _read(event, name, language)

    assert (feed.bozo, feed.version, feed.encoding) == (False, "atom10", "utf-8")
    assert feed.feed.language == language
    assert feed.feed.id
    assert feed.feed.author
    for entry in feed.entries:
        assert entry.id
        assert entry.updated_parsed
        assert entry.link.startswith(settings.PUBLIC_ORIGIN)
        assert Client().get(entry.link.removeprefix(settings.PUBLIC_ORIGIN)).status_code == 200


def test_signs_of_markup_reach_the_reader_as_they_were_typed() -> None:
    event = _event()

    (news,) = _read(event, "news-atom").entries
    (changed, _first) = _read(event, "feeds:changes").entries

    assert (news.title_detail.type, news.title) == ("text/plain", "“A & B” <b>open</b>")
    assert news.summary == "1 < 2 & 3 > 2"
    assert changed.content[0].value.startswith("Earlier & <longer>.")


@pytest.mark.parametrize("name", ["news-atom", "feeds:changes"])
def test_a_feed_names_its_elements_without_a_prefix(name: str) -> None:
    # Readers that look for `<feed` and `<entry` find them, whichever list was written before.
    Client().get("/sitemap.xml")

    content = Client().get(reverse(name, args=[_event().slug])).content.decode()

    assert '<feed xmlns="http://www.w3.org/2005/Atom"' in content
    assert "<entry>" in content
    assert "<urlset " in Client().get("/sitemap.xml").content.decode()


def test_a_feed_that_is_broken_would_be_noticed() -> None:
    content = Client().get(reverse("news-atom", args=[_event().slug])).content

    assert feedparser.parse(content.replace(b"</entry>", b"", 1)).bozo


def test_the_site_map_keeps_the_order_and_the_values_of_its_protocol() -> None:
    event = _event()
    make_page(event)
    make_award(event)

    content = Client().get("/sitemap.xml").content
    root = etree.fromstring(content)

    assert len(content) < 50 * 1024 * 1024
    assert root.tag == f"{_SITEMAP}urlset"
    assert 0 < len(root) <= 50_000
    for url in root:
        # <loc> first, then only what other vocabularies add, of which we use the alternates.
        assert [one.tag for one in url] == [f"{_SITEMAP}loc", *[_LINK] * (len(url) - 1)]
        place, *links = url
        address = str(place.text)
        assert 12 <= len(address) <= 2048
        assert address.startswith(f"{settings.PUBLIC_ORIGIN}/")
        assert [set(link.attrib) for link in links] == [{"rel", "hreflang", "href"}] * len(links)
        assert {link.get("rel") for link in links} == {"alternate"}
        # A page that names others names itself too.
        assert address in {link.get("href") for link in links}
    addresses = [url[0].text for url in root]
    assert len(addresses) == len(set(addresses))
