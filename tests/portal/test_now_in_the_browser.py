"""The lobby screen fetches itself again, in a real browser."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.roles import Role
from programme.releases.services import release_agenda
from tests.factories import make_event, make_member, make_session, text


@pytest.mark.django_db(transaction=True)
def test_a_new_release_appears_on_the_lobby_screen_by_itself(
    browser: Any, live_server: Any
) -> None:
    event = make_event()
    editor = make_member(event, Role.EDITOR)
    session = make_session(event, title=text("Before"))
    release_agenda(event=event, by=editor)
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    path = reverse("programme:now", args=[event.slug])
    page.goto(f"{live_server.url}{path}?at=2030-05-02T20:30")
    assert page.get_by_text("Before").is_visible()

    session.title = text("After")
    session.save()
    release_agenda(event=event, by=editor)
    page.clock.run_for(31_000)

    page.get_by_text("After").wait_for(timeout=5_000)
    assert not page.get_by_text("Before").is_visible()
    context.close()
