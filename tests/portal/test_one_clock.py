"""Every page of an edition is by the clock of the edition, and names it.

All moments of all rows are one marked moment, which has another day and another hour in UTC. So
a time of UTC is seen wherever one shows, and so is a date as Americans write it.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from core.pages.cache import store
from core.text.zones import zone_name
from delegations.lists.tables.registry import OFFICE_TABLES
from events.models import Award, AwardEntry, Document, Event, NewsItem
from programme.models import ReleasePlan, Session
from programme.releases.services import release_agenda
from tests import audiences
from tests.delegations.focal import at_own_entry, opened
from tests.factories import make_award, make_entry
from tests.sharing import shared_out
from tests.world import ABOUT, READ, STAFF_ROWS, World, public_path

pytestmark = pytest.mark.django_db

# A moment, which in UTC is on another day, and what clocks show then.
WEST = ("Pacific/Honolulu", datetime(2030, 9, 14, 6, 37, tzinfo=UTC), "20:37")
EAST = ("Pacific/Auckland", datetime(2030, 9, 14, 13, 37, tzinfo=UTC), "01:37")
# The day in UTC; what is counted in years from the dates of the edition may fall on it.
_DAY_IN_UTC = r"\b14 Sep(?:tember)?\b(?! 2033)|2030-09-14"
_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_AMERICAN = rf"\b(?:{_MONTHS})\.? \d{{1,2}}\b(?!:)|\d [ap]\.m\.|\b\d{{1,2}}/\d{{1,2}}/\d{{4}}\b"
# Pages that show no moment of the edition, or that answer with a file or another page.
_OF_NO_EDITION = frozenset({"accounts_user"})


class Far(World):
    """An edition of one day far from Greenwich, whose rows are all of one moment."""

    def __init__(self, zone: str, moment: datetime) -> None:
        super().__init__()
        day = moment.astimezone(Event(time_zone=zone).zone).date()
        own = Event.objects.filter(pk=self.event.pk)
        own.update(time_zone=zone, start_date=day, end_date=day)
        self.event.refresh_from_db()
        make_entry(make_award(self.event))
        Session.objects.filter(event=self.event).update(
            start=moment, end=moment + timedelta(minutes=9)
        )
        self.admin = Client()
        self.admin.force_login(self.people["administrator"])
        release = release_agenda(event=self.event, by=self.people["administrator"])
        self.rows["programme_schedulerelease"] = release
        person = self.rows["delegations_attendee"]
        self.focal, self.own = opened(self.rows["focal point"]), at_own_entry(person)
        self._mark(moment)
        ReleasePlan.objects.update(due_at=moment)
        store.clear()

    def _mark(self, moment: datetime) -> None:
        """Every moment of every row that is there, but for those of sessions."""
        past = moment.replace(year=2024)
        opened_before = (NewsItem, Document, Award, AwardEntry)
        for model in apps.get_models():
            names = [one.name for one in model._meta.fields if type(one) is models.DateTimeField]
            if model is Session or model.__module__.startswith("django.contrib.sessions"):
                continue
            for name in names:
                at = past if issubclass(model, opened_before) else moment
                rows = model._base_manager.exclude(**{name: None})
                models.QuerySet.update(rows, **{name: at})

    def addresses(self) -> Iterator[tuple[Client, str]]:
        """Every page of the edition that answers with text, and who reads it."""
        nobody = Client()
        for name in sorted(audiences.PAGES - {"style"}):
            yield nobody, public_path(name, self)
        yield nobody, reverse("programme:agenda", args=[self.event.slug]) + "?view=grid"
        yield nobody, reverse("programme:agenda", args=[self.event.slug]) + "?view=rooms"
        for name in sorted(audiences.STAFF):
            if not name.endswith(("-xlsx", "-pdf", "-template")):
                yield self.admin, reverse(name, args=[self.event.slug])
        for name in sorted(READ - {"staff:import-errors"}):  # a file
            row, field = STAFF_ROWS[name]
            yield self.admin, reverse(name, args=[self.event.slug, getattr(self.rows[row], field)])
        for table in OFFICE_TABLES:
            yield self.admin, reverse("staff:table", args=[self.event.slug, table.key])
        yield from self._of_the_admin()
        for name in ("overview", "nomination", "add", "letter", "colleagues"):
            yield self.focal, reverse(f"focal:{name}")
        yield self.focal, reverse("focal-seats")
        person = self.rows["delegations_attendee"]
        yield self.focal, reverse("focal:person", args=[person.guid])
        yield self.focal, reverse("focal:private", args=[person.guid])
        for name in ("entry", "private"):
            yield self.own, reverse(f"own:{name}", args=[person.guid])

    def _of_the_admin(self) -> Iterator[tuple[Client, str]]:
        for model in sorted(set(audiences.ADMIN_MODELS) - _OF_NO_EDITION):
            for action in ("changelist", "add"):
                yield self.admin, reverse(f"admin:{model}_{action}")
            for action in ("change", "history", "delete"):
                yield self.admin, reverse(f"admin:{model}_{action}", args=[self.rows[model].pk])
            if model in audiences.RECORDED:
                yield self.admin, reverse(f"admin:{model}_deleted")
        for name, row in sorted(ABOUT.items()):
            yield self.admin, reverse(name, args=[self.rows[row].pk])
        event, batch = self.event.pk, self.rows["events_importbatch"].pk
        yield self.admin, reverse("admin:programme_export", args=[event, "sessions", "csv"])
        yield self.admin, reverse("admin:programme_import", args=[batch])
        yield self.admin, reverse("admin:programme_import_columns", args=[batch])
        yield self.admin, reverse("admin:programme_compare", args=[event]) + "?from=1&to=2"
        about = [event, "programme.session", self.rows["programme_session"].pk, "fr"]
        yield self.admin, reverse("admin:translate", args=about)


def _text(answer: Any) -> str:
    """What somebody reads or types in an answer."""
    body = answer.getvalue()
    if not answer.headers.get("Content-Type", "").startswith("text/"):
        return ""
    html = re.sub(r"<script.*?</script>|<style.*?</style>", "", body.decode(), flags=re.DOTALL)
    typed = " ".join(re.findall(r'\svalue="([^"]*)"', html))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html) + " " + typed)


# One side of the date line on each database, and one alone in `make test`.
@pytest.fixture(params=shared_out([WEST, EAST], one_in=2), ids=lambda one: one[0])
def far(request: Any) -> tuple[Far, tuple[Any, ...]]:
    zone, moment, *_shown = request.param
    return Far(zone, moment), request.param


def test_every_page_of_an_edition_is_by_its_clock_and_names_it(
    far: tuple[Far, tuple[Any, ...]],
) -> None:
    world, (zone, moment, hour) = far
    in_utc = re.compile(
        rf".{{0,30}}(?:(?<![\d:]){moment:%H:%M}(?!\d)|{_DAY_IN_UTC}).{{0,30}}|{_AMERICAN}"
    )
    wrong: dict[str, list[str]] = {}
    named, unnamed = 0, []

    for client, address in world.addresses():
        text = _text(client.get(address))
        # What says its own offset can be read in one way only: a release in an earlier zone.
        if found := [one for one in in_utc.findall(text) if "(UTC" not in one]:
            wrong[address] = found[:3]
        # A table that comes in again has its times alone.
        if hour in text and not address.endswith("export.csv"):
            is_named = zone_name(zone) in text or zone_name(zone, moment) in text
            named += is_named
            unnamed += [] if is_named else [address]

    assert wrong == {}
    assert unnamed == []
    assert named > 80
