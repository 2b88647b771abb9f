"""The way of an agenda through the organizers' pages, as docs/organizers.md tells it.

Where SCREENSHOTS names a folder, the pictures of that document are put there.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail as django_mail
from django.urls import reverse

from delegations.models import Attendee
from events.models import Event
from mail import outbox
from mail.models import OutgoingMail
from programme.models import Session, SubForum
from tests.portal.pictures import take_picture
from tests.portal.test_in_the_browser import Visit, forum  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db(transaction=True)

_SIZE = {"width": 1280, "height": 900}
_BEFORE, _AFTER = ("14:00–17:30", "Conference Room A"), ("14:30–17:30", "Plenary Hall")


class Walk:
    """Two organizers and a visitor, each at their own window, and the session that they look at."""

    def __init__(self, browser: Any, origin: str) -> None:
        self.event = Event.objects.get(slug="gmf-2023")
        self.event.needs_second_eyes = True
        self.event.save()
        self.sub_forum = SubForum.objects.get(event=self.event, number=1)
        self.session = Session.objects.get(sub_forum=self.sub_forum)
        self.editor, self.administrator, self.visitor = (
            Visit(browser, origin, locale="en-GB", timezone_id="Asia/Shanghai", viewport=_SIZE)
            for _number in range(3)
        )
        self.editor.log_in("editor@demo.example")
        self.administrator.log_in("administrator@demo.example")

    @property
    def everybody(self) -> tuple[Visit, ...]:
        return self.editor, self.administrator, self.visitor

    def public(self) -> tuple[str, str]:
        """Hours and room, as a visitor reads them on the page of the session."""
        self.visitor.open(f"/en/gmf-2023/sessions/{self.session.code}/")
        facts = self.visitor.page.locator(".detail__aside dd")
        room = facts.nth(1).inner_text().partition(",")[0]
        return facts.locator(".hours").inner_text(), room

    def sequence(self) -> int:
        """The SEQUENCE under which calendars have the session."""
        address = f"{self.visitor.origin}/gmf-2023/sessions/{self.session.code}.ics"
        answer = self.visitor.context.request.get(address).text()
        return int(re.findall(r"SEQUENCE:(\d+)", answer)[0])

    def concerned(self) -> set[str]:
        """The addresses of those on stage, and of the editors of the sub-forum."""
        stage = Attendee.objects.filter(appearances__session=self.session)
        hosts = self.sub_forum.editors
        return {*stage.values_list("email", flat=True), *hosts.values_list("email", flat=True)}


@pytest.fixture
def walk(browser: Any, forum: str) -> Iterator[Walk]:  # noqa: F811
    found = Walk(browser, forum)
    yield found
    for visit in found.everybody:
        visit.context.close()


def _picture(visit: Visit, name: str, first: str = "#content", last: str = "") -> None:
    take_picture(visit.page, f"organizers-{name}", first, last)


def test_an_agenda_goes_from_draft_to_visitors_and_back(walk: Walk) -> None:
    before = walk.sequence()
    assert walk.public() == _BEFORE

    _move_into_a_clash(walk)
    _solve_it(walk)
    assert walk.public() == _BEFORE
    _propose(walk)
    _nobody_approves_their_own(walk)
    assert walk.public() == _BEFORE
    _approve(walk)
    assert (walk.public(), walk.sequence()) == (_AFTER, before + 1)
    _picture(walk.visitor, "public", "main", ".detail__aside dd:nth-of-type(2)")

    _tell(walk)
    outbox.send_due()
    told = [one for one in django_mail.outbox if "has changed" in one.subject]
    assert sorted(one.to[0] for one in told) == sorted(walk.concerned())

    _go_back(walk)
    assert walk.public() == _AFTER
    _approve(walk)
    assert (walk.public(), walk.sequence()) == (_BEFORE, before + 2)
    assert [one for visit in walk.everybody for one in visit.complaints] == []


def _move_into_a_clash(walk: Walk) -> None:
    page = walk.editor.page
    walk.editor.open(reverse("admin:index"))
    page.locator(".rail").get_by_role("link", name="Sessions", exact=True).click()
    page.fill("#searchbar", "Bay Areas")
    page.press("#searchbar", "Enter")
    page.locator("#result_list tbody th a").first.click()
    page.select_option("#id_room", label="Conference Room B")
    page.fill("#id_start_1", "14:30")
    page.click("[name=_continue]")
    page.locator(".session-findings", has_text="Conference Room B is double-booked").wait_for()
    _picture(walk.editor, "clash", ".messagelist", ".session-findings")
    page.get_by_role("link", name="All checks of the event").click()
    page.locator(".finding--error", has_text="Conference Room B is double-booked").wait_for()
    _picture(walk.editor, "checks")


def _solve_it(walk: Walk) -> None:
    page = walk.editor.page
    page.locator(".finding--error").get_by_role("link", name="Sub-forum 1").click()
    page.select_option("#id_room", label="Plenary Hall")
    page.click("[name=_continue]")
    page.locator(".messagelist").wait_for()
    assert page.locator(".finding--error").count() == 0
    preview = reverse("admin:programme_preview", args=[walk.event.pk])
    walk.editor.open(f"{preview}?track={walk.sub_forum.slug}")
    assert "Plenary Hall" in page.locator(".session-card").inner_text()
    _picture(walk.editor, "preview", "body", ".session-card")


def _propose(walk: Walk) -> None:
    page = walk.editor.page
    walk.editor.open(reverse("admin:programme_schedulerelease_changelist"))
    page.get_by_role("link", name="Publish agenda").click()
    page.fill("[name=comment]", "Sub-forum 1 begins at 14:30, in the Plenary Hall.")
    _picture(walk.editor, "propose")
    page.get_by_role("button", name="Propose agenda").click()
    page.locator(".messagelist").wait_for()


def _nobody_approves_their_own(walk: Walk) -> None:
    page = walk.editor.page
    walk.editor.open(reverse("admin:programme_releaseplan_changelist"))
    page.locator("#result_list .field-page a").click()
    assert page.get_by_role("button", name="Approve").count() == 0
    # What no button offers can still be sent.
    page.locator("[name=withdraw]").evaluate("button => { button.name = 'approve'; }")
    page.locator("[name=approve]").click()
    page.get_by_text("You cannot approve your own proposal.").wait_for()


def _approve(walk: Walk) -> None:
    page = walk.administrator.page
    asked = OutgoingMail.objects.filter(address="administrator@demo.example").latest("pk")
    path = re.findall(r"/admin/programme/releaseplan/\d+/plan/", asked.body)[0]
    walk.administrator.open(path)
    if "keeps its time" not in asked.body:
        _picture(walk.administrator, "approve")
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("Decided by Demo Administrator").wait_for()


def _open_release(visit: Visit, version: int, link: str) -> None:
    visit.open(reverse("admin:programme_schedulerelease_changelist"))
    visit.page.locator("#result_list").get_by_role("link", name=str(version), exact=True).click()
    visit.page.get_by_role("link", name=link).click()


def _tell(walk: Walk) -> None:
    page = walk.editor.page
    _open_release(walk.editor, 2, "Inform the people affected")
    _picture(walk.editor, "tell")
    page.get_by_role("button", name="Send to selected people").click()
    page.get_by_text("Already sent").first.wait_for()


def _go_back(walk: Walk) -> None:
    page = walk.editor.page
    _open_release(walk.editor, 1, "Publish this version again")
    page.fill("[name=comment]", "Sub-forum 1 keeps its time and room.")
    _picture(walk.editor, "back")
    page.get_by_role("button", name="Propose agenda").click()
    page.locator(".messagelist").wait_for()
