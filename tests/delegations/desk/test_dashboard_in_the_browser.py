"""Open points, and the translator's pages: accessible, within the policy, by keyboard."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from events.models import Event, TeamMember
from programme.models import Session
from tests.portal.test_in_the_browser import Visit, forum  # noqa: F401  (a fixture)
from tests.sharing import shared_out

WINDOWS = ((390, "ar"), (1280, "ar"), (1280, "en-GB"), (390, "zh-CN"))

pytestmark = pytest.mark.django_db(transaction=True)


def _translator(event: Event) -> User:
    user = User.objects.create_user("translator@example.org", "correct horse battery")
    TeamMember.objects.create(event=event, user=user, role=Role.TRANSLATOR)
    return user


def test_the_pages_are_accessible_and_keep_to_the_policy(
    browser: Any,
    forum: str,  # noqa: F811
) -> None:
    event = Event.objects.get(slug="gmf-2023")
    session = Session.objects.filter(event=event, title__has_key="fr")[0]
    row = reverse("admin:translate", args=[event.pk, "programme.session", session.pk, "fr"])
    overview = reverse("admin:translations", args=[event.pk])
    complaints = []
    for width, locale in shared_out(WINDOWS, one_in=2):
        visit = Visit(browser, forum, viewport={"width": width, "height": 900}, locale=locale)
        visit.log_in("editor@demo.example")
        for path in (reverse("admin:readiness", args=[event.pk]), f"{overview}?language=ar", row):
            visit.examine(path)
        complaints += visit.complaints
        visit.context.close()

    assert complaints == []


def test_a_translator_works_through_what_is_left_with_the_keyboard_alone(
    browser: Any,
    forum: str,  # noqa: F811
) -> None:
    event = Event.objects.get(slug="gmf-2023")
    session = Session.objects.get(event=event, title__en="Press briefing")
    session.title = {**session.title, "en": "Press briefing, with coffee"}
    session.save()
    visit = Visit(browser, forum, viewport={"width": 1280, "height": 900}, locale="en-GB")
    visit.log_in(_translator(event).email)
    page = visit.page

    visit.open(reverse("admin:translations", args=[event.pk]) + "?language=fr&only=outdated")
    page.get_by_role("link", name="Press briefing, with coffee").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/programme.session/**")
    before = page.locator(".side-by-side__old").first.inner_text()
    page.get_by_label("français: Title").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Séance de photos, avec café")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: f"/{session.pk}/fr/" not in url)

    session.refresh_from_db()
    assert before == "Press briefing"
    assert session.title["fr"] == "Séance de photos, avec café"
    assert visit.complaints == []
    visit.context.close()
