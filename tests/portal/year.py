"""The people of an office who live a year of an edition, each at their own window."""

from pathlib import Path
from typing import Any

from accounts.roles import Role
from events.models import Event
from tests.accessibility import violations
from tests.factories import make_member, make_user
from tests.portal.pictures import take_picture
from tests.portal.test_in_the_browser import Visit

DAY = "2027-06-01"
SHEETS: dict[str, list[list[Any]]] = {
    "Programme": [
        ["Title", "Day", "Start", "End", "Room", "Sub-forum", "Kind"],
        ["Opening", DAY, "9:00", "10:00", "Sala 01", "Rivers", "Plenary"],
        ["Ports of tomorrow", DAY, "10:00", "11:00", "Sala 02", "Ports", "Ronda"],
        ["Bridges", DAY, "11:00", "half past", "Sala 02", "Ports", "Panel"],
    ],
    "Themes": [["Number", "Title", "Host"], [1, "Rivers", "Lyon"], [2, "Ports", "Lyon"]],
    "Halls": [["Venue", "Name", "Seats"], ["Palais", "Sala 01", 45], ["Halle", "Sala 02", 50]],
    "Places": [["Name", "Address (English)"], ["Palais", "Quai 1"], ["Halle", "Quai 2"]],
}


class Year:
    """Three of the office and a visitor, each at their own window, on a portal with nothing."""

    def __init__(self, browser: Any, origin: str, folder: Path) -> None:
        self.folder = folder
        self.boss, self.ana, self.wei, self.visitor = (
            Visit(browser, origin, locale="en-GB", viewport={"width": 1280, "height": 900})
            for _number in range(4)
        )
        for visit in self.everybody:
            visit.page.set_default_timeout(15_000)
        self.boss.log_in(make_user(is_superuser=True).email)

    @property
    def everybody(self) -> tuple[Visit, ...]:
        return self.boss, self.ana, self.wei, self.visitor

    @property
    def event(self) -> Event:
        return Event.objects.get(slug="gmf-2027")

    def form_team(self) -> None:
        """An editor and an administrator; second factors have tests of their own."""
        Event.objects.update(second_factor_roles=[])
        self.ana.log_in(make_member(self.event, Role.EDITOR, name="Ana").email)
        self.wei.log_in(make_member(self.event, Role.ADMINISTRATOR, name="Wei").email)

    def look(self, visit: Visit, name: str) -> None:
        """What is on the screen is accessible."""
        visit.page.wait_for_load_state()
        visit.complaints += [f"{name}: {fault}" for fault in violations(visit.page)]
        take_picture(visit.page, f"year-{name}", "body")

    def public_hours(self) -> list[str]:
        """The hours of the agenda, as a visitor reads them."""
        self.visitor.open("/en/gmf-2027/agenda/")
        return [str(hours) for hours in self.visitor.page.locator(".hours").all_inner_texts()]
