"""The checks by keyboard and for everybody: settled without a mouse, in both directions."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from programme.choices import SessionKind
from programme.models import AcceptedFinding
from tests.factories import make_event, make_member, make_room, make_session, text
from tests.portal.test_in_the_browser import Visit
from tests.sharing import shared_out

pytestmark = pytest.mark.django_db(transaction=True)


class Desk:
    """An edition in which a room is taken twice, and its editor at the screen."""

    def __init__(self) -> None:
        self.event = make_event()
        room = make_room(self.event, name=text("Pearl Hall"))
        for title in ("One", "Two"):
            make_session(self.event, title=text(title), kind=SessionKind.PLENARY, room=room)
        self.editor: User = make_member(self.event, Role.EDITOR)
        self.path = reverse("admin:programme_checks", args=[self.event.pk])

    def visit(self, browser: Any, origin: str, locale: str, width: int) -> Visit:
        size = {"width": width, "height": 844}
        visit = Visit(browser, origin, locale=locale, viewport=size)
        visit.log_in(self.editor.email)
        return visit


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_finding_is_accepted_and_withdrawn_with_the_keyboard_alone(
    browser: Any, live_server: Any, desk: Desk
) -> None:
    visit = desk.visit(browser, live_server.url, "en-GB", 1280)
    visit.open(desk.path)
    visit.page.locator(".finding summary").focus()
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.type("A wall is drawn.")
    visit.page.keyboard.press("Enter")
    visit.page.get_by_text("A wall is drawn.").wait_for()
    assert AcceptedFinding.objects.get().reason == "A wall is drawn."

    visit.page.get_by_role("button", name="Withdraw acceptance").focus()
    visit.page.keyboard.press("Enter")
    visit.page.get_by_text("Accept with a reason").wait_for()

    assert AcceptedFinding.objects.get().withdrawn_by == desk.editor
    assert visit.complaints == []
    visit.context.close()


@pytest.mark.parametrize(
    ("locale", "width"), shared_out([("zh-CN", 1280), ("en-GB", 390), ("ar", 390)], one_in=2)
)
def test_the_pages_of_the_checks_are_accessible_and_keep_to_the_policy(
    browser: Any, live_server: Any, desk: Desk, locale: str, width: int
) -> None:
    visit = desk.visit(browser, live_server.url, locale, width)

    for name, arguments in (
        ("programme_checks", [desk.event.pk]),
        ("programme_publish", [desk.event.pk]),
        ("index", []),
    ):
        visit.examine(reverse(f"admin:{name}", args=arguments))

    assert visit.complaints == []
    visit.context.close()
