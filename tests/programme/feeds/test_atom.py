"""What each release changed, as feed readers get it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from accounts.roles import Role
from programme.releases.services import release_agenda
from tests.factories import make_event, make_member, make_session, text

pytestmark = pytest.mark.django_db
_NAMES = {"a": "http://www.w3.org/2005/Atom"}


def _feed(event: Any, query: str = "") -> Any:
    answer = Client().get(reverse("feeds:changes", args=[event.slug]) + query)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(answer.content)


def _changed_event() -> Any:
    event = make_event()
    editor = make_member(event, Role.EDITOR)
    session = make_session(event, title=text("Panel <1>", fr="Table ronde"))
    release_agenda(event=event, by=editor)
    session.start += timedelta(hours=2)
    session.end += timedelta(hours=2)
    session.save()
    release_agenda(event=event, by=editor, comment="A late flight.")
    return event


def test_each_release_is_an_entry_newest_first_with_its_changes_in_words() -> None:
    feed = _feed(_changed_event())

    entries = feed.findall("a:entry", _NAMES)
    assert [one.findtext("a:title", namespaces=_NAMES) for one in entries] == [
        "Version 2",
        "Version 1",
    ]
    content = entries[0].findtext("a:content", namespaces=_NAMES)
    assert content.splitlines()[:3] == [
        "A late flight.",
        "Moved: Panel <1>",
        "– Start: 2 May, 20:00 → 2 May, 22:00",
    ]


def test_the_feed_speaks_the_language_that_is_asked_for() -> None:
    content = _feed(_changed_event(), "?lang=fr").findtext("a:entry/a:content", namespaces=_NAMES)

    assert "Déplacé: Table ronde" in content


def test_entries_keep_their_names_when_another_release_comes() -> None:
    event = _changed_event()

    def names() -> list[str]:
        return [str(one.text) for one in _feed(event).findall("a:entry/a:id", _NAMES)]

    before = names()
    make_session(event)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    assert names()[1:] == before
    assert len(set(names())) == 3


def test_a_feed_without_a_release_is_whole_and_empty() -> None:
    feed = _feed(make_event())

    assert feed.findall("a:entry", _NAMES) == []
    for name in ("id", "title", "updated", "author/a:name"):
        assert feed.findtext(f"a:{name}", namespaces=_NAMES)


def test_the_page_of_changes_leads_to_the_feed_in_its_language() -> None:
    event = _changed_event()

    page = Client().get(f"/fr/{event.slug}/agenda/changes/").content.decode()

    assert f"/{event.slug}/changes.atom?lang=fr" in page
