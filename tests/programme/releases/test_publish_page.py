"""The page that publishes: short at any size, and it says why nothing would be published."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from events.choices import EventStatus
from events.models import Event
from programme.choices import SessionKind, Visibility
from programme.models import ReleasePlan, Session
from tests.factories import NOON, make_event, make_member, make_room, make_session, text
from tests.portal.test_in_the_browser import Visit

pytestmark = pytest.mark.django_db
HIGHEST = 6_000


class Office:
    """An edition with a draft, and its editor."""

    def __init__(self, **values: Any) -> None:
        self.event = make_event(**values)
        self.editor = make_member(self.event, Role.EDITOR)
        self.path = reverse("admin:programme_publish", args=[self.event.pk])
        self.client = Client()
        self.client.force_login(self.editor)

    def fill(self, count: int, visibility: Visibility = Visibility.PUBLIC) -> None:
        """As many sessions over three days, two in each room at once."""
        rooms = [make_room(self.event, name=text(f"Room {number}")) for number in range(20)]
        starts = [
            NOON + timedelta(days=number % 3 - 1, hours=number % 4) for number in range(count)
        ]
        Session.objects.bulk_create(
            Session(
                event=self.event,
                code=f"Q{number:05d}",
                title=text(f"Session {number} on green and resilient cities"),
                kind=SessionKind.PLENARY,
                visibility=visibility,
                room=rooms[number % len(rooms)],
                start=start,
                end=start + timedelta(hours=1),
            )
            for number, start in enumerate(starts)
        )

    def words(self) -> str:
        """What the page says, without tags."""
        page = self.client.get(self.path).content.decode()
        return " ".join(re.sub(r"<[^>]+>", " ", page).split())

    def propose(self, due_at: str) -> Any:
        form = self.client.get(self.path).context["form"]
        data = {name: value or "" for name, value in form.initial.items()}
        return self.client.post(self.path, {**data, "publish_anyway": "on", "due_at": due_at})


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 390])
def test_three_hundred_sessions_are_a_short_page_with_the_button_in_view(
    browser: Any, live_server: Any, width: int
) -> None:
    office = Office()
    office.fill(300)
    visit = Visit(browser, live_server.url, viewport={"width": width, "height": 800})
    visit.log_in(office.editor.email)
    visit.open(office.path)
    button = visit.page.get_by_role("button", name="Publish agenda")

    heights = [visit.page.evaluate("document.documentElement.scrollHeight")]
    top = button.bounding_box()
    visit.page.locator(".fold summary", has_text="double-booked").click()
    opened = button.bounding_box()

    assert heights[0] <= HIGHEST
    assert top["y"] + top["height"] <= 800
    assert opened["y"] + opened["height"] <= 800
    assert visit.complaints == []
    visit.context.close()


def test_findings_and_changes_are_counted_in_groups(office: Office) -> None:
    office.fill(300)

    words = office.words()

    assert "What visitors will see change (300)" in words
    assert len(re.findall(r"New \(\d+\)", words)) == 3
    assert re.search(r"Error Room double-booked \(\d\d+\)", words)


def test_a_short_list_of_changes_is_open(office: Office) -> None:
    make_session(office.event)

    page = office.client.get(office.path).content.decode()

    assert page.count('<details class="fold" open>') == 1


def test_it_says_why_nothing_would_be_published(office: Office) -> None:
    office.fill(300, Visibility.INTERNAL)
    page = office.client.get(office.path).content.decode()
    words = office.words()
    links = re.findall(r'href="([^"]+)">Make internal sessions public', page)

    assert "Nothing would be published: no session of the draft is public." in words
    assert "300 sessions are internal: visitors do not see them." in words
    assert "visitors already see this agenda" not in words
    listed = office.client.get(links[0].replace("&amp;", "&"))
    assert listed.context["cl"].result_count == 300
    Session.objects.filter(code="Q00000").update(visibility=Visibility.PUBLIC)
    assert "299 sessions are internal" in office.words()


def test_while_a_release_waits_neither_form_nor_button_is_shown() -> None:
    office = Office(needs_second_eyes=True)
    make_session(office.event)
    office.propose("")
    plan = ReleasePlan.objects.get()

    page = office.client.get(office.path).content.decode()

    assert "Another release is waiting. Approve or withdraw it first." in page
    assert reverse("admin:programme_plan", args=[plan.pk]) in page
    assert 'name="comment"' not in page
    assert "Propose agenda" not in page


def test_a_proposal_leads_to_its_page_and_says_what_it_waits_for() -> None:
    office = Office(needs_second_eyes=True)
    make_session(office.event)
    before = office.words()
    make_member(office.event, Role.ADMINISTRATOR)
    after = office.words()

    answer = office.propose("")

    nobody = "Nobody else in the team can publish an agenda."
    assert (nobody in before, nobody in after) == (True, False)
    assert "Not published yet." in after
    plan = ReleasePlan.objects.get()
    assert answer.headers["Location"].endswith(reverse("admin:programme_plan", args=[plan.pk]))
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "Proposed. Everybody else who can publish has received an e-mail with a link to this page."
    ]


def test_a_scheduled_release_says_that_the_portal_publishes_it(office: Office) -> None:
    make_session(office.event)
    moment = timezone.now() + timedelta(days=2)

    answer = office.propose(f"{moment:%Y-%m-%d %H:%M}")

    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "Scheduled. Nobody needs to do anything: the portal publishes it."
    ]


@pytest.mark.parametrize("days", [-1, -4_000])
def test_a_time_in_the_past_is_refused_beside_its_field(office: Office, days: int) -> None:
    make_session(office.event)
    moment = timezone.now() + timedelta(days=days)

    answer = office.propose(f"{moment:%Y-%m-%d %H:%M}")

    refused = "This date and time is in the past. Leave it empty to publish at once."
    assert answer.context["form"].errors["due_at"] == [refused]
    assert refused in answer.content.decode()
    assert f"{moment:%Y-%m-%d %H:%M}" in answer.content.decode()
    assert not office.event.releases.exists()
    assert not ReleasePlan.objects.exists()


def test_what_is_not_a_date_is_refused_beside_its_field(office: Office) -> None:
    make_session(office.event)

    answer = office.propose("garbage")

    assert answer.context["form"].errors["due_at"]
    assert not ReleasePlan.objects.exists()


def test_it_says_that_an_edition_is_archived(office: Office) -> None:
    assert "This edition is archived." not in office.words()
    Event.objects.filter(pk=office.event.pk).update(status=EventStatus.ARCHIVED)

    assert "This edition is archived. Its agenda can still be published" in office.words()
