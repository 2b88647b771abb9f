"""The front page by the clock and as an archive, and the facts for search engines."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from events.choices import EventStatus, PartnerRole
from programme.choices import SessionStatus
from programme.releases.services import release_agenda
from tests.factories import make_event, make_member, make_partner, make_room, make_session, text

pytestmark = pytest.mark.django_db(transaction=True)


def _facts(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    facts: dict[str, Any] = json.loads(found[1])
    return facts


def test_the_front_page_states_the_edition_for_search_engines() -> None:
    event = make_event(title=text("Mayors </script><b>"))
    make_partner(event, name=text("UCLG"))

    facts = _facts(Client().get(reverse("home", args=[event.slug])).content.decode())

    assert facts["@type"] == "Event"
    assert facts["name"] == "Mayors </script><b>"
    assert (facts["startDate"], facts["endDate"]) == ("2030-05-01", "2030-05-03")
    assert facts["location"]["address"]["addressCountry"] == "CN"
    assert facts["organizer"] == [{"@type": "Organization", "name": "UCLG"}]


def test_a_session_states_its_times_with_offset_and_that_it_is_cancelled() -> None:
    event = make_event()
    session = make_session(event, room=make_room(event), status=SessionStatus.CANCELLED)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    path = reverse("programme:session", args=[event.slug, session.code])

    facts = _facts(Client().get(path).content.decode())

    assert facts["startDate"] == "2030-05-02T20:00:00+08:00"
    assert facts["eventStatus"] == "https://schema.org/EventCancelled"
    assert facts["location"]["name"] == "Congress centre"
    assert facts["superEvent"]["name"] == str(event.title)


def test_an_archived_edition_says_so_and_leads_to_the_current_one() -> None:
    old = make_event(status=EventStatus.ARCHIVED, start_date=date(2020, 1, 1))
    new = make_event()

    html = Client().get(reverse("home", args=[old.slug])).content.decode()

    assert "Archive: this edition has ended" in html
    assert reverse("home", args=[new.slug]) in html
    assert "Archive:" not in Client().get(reverse("home", args=[new.slug])).content.decode()


def test_all_public_editions_are_listed_and_no_draft() -> None:
    one, two = make_event(), make_event(status=EventStatus.ARCHIVED)
    draft = make_event(status=EventStatus.DRAFT)

    html = Client().get(reverse("editions", args=[one.slug])).content.decode()

    assert reverse("home", args=[two.slug]) in html
    assert draft.slug not in html


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2030, 4, 28, 12, tzinfo=UTC), "The forum opens in 3 days"),
        # In Guangzhou it is the first of May already two hours before it is in Greenwich.
        (datetime(2030, 4, 29, 17, tzinfo=UTC), "The forum opens tomorrow"),
        (datetime(2030, 5, 4, 12, tzinfo=UTC), "The forum has ended. Thank you for coming."),
    ],
)
def test_the_front_page_counts_the_days_in_the_zone_of_the_forum(
    browser: Any, live_server: Any, moment: datetime, words: str
) -> None:
    event = make_event()
    page = browser.new_page(timezone_id="America/New_York")
    page.clock.install(time=moment)

    page.goto(live_server.url + reverse("home", args=[event.slug]))

    page.get_by_text(words).wait_for(timeout=5_000)
    page.close()


def test_during_the_forum_the_front_page_shows_what_is_on(browser: Any, live_server: Any) -> None:
    now = timezone.now()
    event = make_event(start_date=now.date(), end_date=now.date() + timedelta(days=1))
    make_session(event, title=text("Running"), start=now - timedelta(minutes=5))
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    page = browser.new_page()

    page.goto(live_server.url + reverse("home", args=[event.slug]))

    page.locator(".home-now").get_by_role("link", name="Running").wait_for(timeout=5_000)
    page.close()


def test_several_partners_in_one_capacity_have_a_heading_in_the_plural() -> None:
    event = make_event()
    for role in ("host", "co-organizer", "co-organizer"):
        make_partner(event, role=PartnerRole(role))

    page = Client().get(reverse("home", args=[event.slug])).content.decode()

    headings: list[str] = re.findall(r"<h[23][^>]*>(Hosts?|Co-organizers?)</h", page)
    assert headings == ["Host", "Co-organizers"]
