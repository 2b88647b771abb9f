"""The time zone of an edition: chosen by place, corrected on purpose, public with a release."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.roles import Role
from core.text.zones import zone_name, zones_of_places
from delegations.models import Travel
from events.choices import KeptTimes
from events.editions.time_zone import OpensAtOnce, correct_time_zone
from events.editions.wall_times import wall_time_kinds
from programme.models import ReleasePlan, Session
from programme.releases import approvals, plans
from programme.releases.services import fingerprint, pending_changes, release_agenda
from tests.factories import (
    make_attendee,
    make_award,
    make_delegation,
    make_event,
    make_member,
    make_news,
    make_session,
    text,
)

pytestmark = pytest.mark.django_db

MORNING = datetime(2030, 5, 2, 1, tzinfo=UTC)  # 9:00 in Guangzhou


def ticked(*codes: str) -> dict[str, str | int]:
    """The languages of an event as its form sends them, in this order."""
    boxes = {f"languages_{code}": "on" for code in codes}
    return boxes | {f"languages_{code}_place": at for at, code in enumerate(codes, start=1)}


class Office:
    """An edition in Guangzhou with one released session at 9:00, and its administrator."""

    def __init__(self) -> None:
        self.event = make_event(city=text("Guangzhou"))
        self.session = make_session(self.event, start=MORNING, title=text("Opening"))
        self.admin = make_member(self.event, Role.ADMINISTRATOR)
        release_agenda(event=self.event, by=self.admin)
        self.client = Client()
        self.client.force_login(self.admin)
        self.url = reverse("admin:events_event_change", args=[self.event.pk])

    def form(self, **values: Any) -> Any:
        """What the form holds, with other values, sent."""
        form = self.client.get(self.url).context["adminform"].form
        data = {
            form.add_prefix(name): form[name].value() or ""
            for name in form.fields
            if name not in ("title", "theme", "description", "notice", "city", "languages")
        }
        data |= {"title_en": "Forum", "city_en": "Guangzhou"}
        data |= ticked(*values.pop("languages", ["en"]))
        for inline in ("figures", "partners"):
            data |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
        return self.client.post(self.url, {**data, **values})

    def correct(self, zone: str, keep: str = KeptTimes.CLOCK) -> None:
        """Another zone, as the service makes it."""
        self.event.refresh_from_db()
        correct_time_zone(event=self.event, zone=zone, keep=keep, by=self.admin)

    def public(self) -> dict[str, str]:
        """All that visitors and programs read of the release, by address."""
        slug, code = self.event.slug, self.session.code
        feeds = (
            "agenda.ics",
            f"sessions/{code}.ics",
            "schedule.json",
            "schedule.xml",
            "changes.atom",
            "news.atom",
        )
        pages = (
            "",
            "agenda/",
            "agenda/?view=grid",
            "agenda/changes/",
            f"sessions/{code}/",
            "agenda/now/?at=2030-05-02T09:30",
            "sub-forums/",
            "speakers/",
            "news/",
            "award/",
            "search/?q=Opening",
            "agenda/mine/",
        )
        addresses = [f"/{slug}/{one}" for one in feeds] + [f"/en/{slug}/{one}" for one in pages]
        client = Client()
        answers = {one: client.get(one) for one in addresses}
        assert {one: answer.status_code for one, answer in answers.items()} == dict.fromkeys(
            addresses, 200
        )
        return {one: _settled(answer.content.decode()) for one, answer in answers.items()}


def _settled(text: str) -> str:
    # Tokens of forms differ with each answer.
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


@pytest.mark.parametrize("keep", KeptTimes.values)
def test_a_corrected_zone_changes_nothing_in_public_without_a_release(keep: str) -> None:
    office = Office()
    make_news(office.event)
    before = office.public()

    office.correct("America/Sao_Paulo", keep)

    assert office.public() == before


def test_other_dates_do_not_reach_what_was_released() -> None:
    office = Office()
    before = _described(office)

    office.event.start_date, office.event.end_date = date(2031, 1, 1), date(2031, 1, 2)
    office.event.save()

    assert _described(office) == before


def _described(office: Office) -> list[str]:
    """The schedule, and what a search engine reads of a session."""
    schedule, page = (
        Client().get(f"/{address}").content.decode()
        for address in (
            f"{office.event.slug}/schedule.xml",
            f"en/{office.event.slug}/sessions/{office.session.code}/",
        )
    )
    return [schedule, page.split('<script type="application/ld+json">')[1].split("</script>")[0]]


def _calendar(office: Office) -> tuple[str, str]:
    """The zone of the public calendar, and when its first session begins."""
    calendar: Any = Calendar.from_ical(Client().get(f"/{office.event.slug}/agenda.ics").content)
    return str(calendar["X-WR-TIMEZONE"]), calendar.walk("VEVENT")[0]["DTSTART"].dt.isoformat()


def test_the_next_release_brings_the_new_zone_and_says_so() -> None:
    office = Office()
    office.correct("America/Sao_Paulo")
    page = office.client.get(reverse("admin:programme_publish", args=[office.event.pk]))

    release_agenda(event=office.event, by=office.admin)

    assert _calendar(office) == ("America/Sao_Paulo", "2030-05-02T09:00:00-03:00")
    words = page.content.decode()
    assert "Time zone: Beijing time, UTC+8 → Sao Paulo time, UTC−3" in words
    assert "Start: 2 May, 09:00 (UTC+8) → 2 May, 09:00 (UTC−3)" in words


def test_a_zone_of_the_same_hours_can_be_released_too() -> None:
    office = Office()
    office.correct("Asia/Singapore")

    release_agenda(event=office.event, by=office.admin)

    schedule = json.loads(Client().get(f"/{office.event.slug}/schedule.json").content)
    assert schedule["schedule"]["conference"]["time_zone_name"] == "Asia/Singapore"


def test_a_planned_release_keeps_the_zone_in_which_it_was_reviewed() -> None:
    office = Office()
    Session.objects.filter(pk=office.session.pk).update(start=MORNING - timedelta(hours=1))
    reviewed = fingerprint(pending_changes(office.event))
    due = datetime.now(UTC) + timedelta(days=30)
    plan = approvals.propose_release(
        event=office.event, by=office.admin, reviewed=reviewed, due_at=due
    )

    office.correct("Asia/Tokyo", KeptTimes.MOMENTS)
    ReleasePlan.objects.filter(pk=plan.pk).update(due_at=datetime.now(UTC))
    plans.publish_due_plans()

    assert _calendar(office) == ("Asia/Shanghai", "2030-05-02T08:00:00+08:00")


def test_the_form_says_what_moves_and_keeps_the_clock_times_unless_told_otherwise() -> None:
    office = Office()
    page = office.client.get(office.url).content.decode()

    answer = office.form(time_zone="Asia/Tokyo")

    assert answer.status_code == 302
    assert "sessions (1)" in page
    office.session.refresh_from_db()
    assert office.session.start == MORNING - timedelta(hours=1)
    record = office.session.history.order_by("-history_id").first()
    assert (record.start, record.history_user) == (office.session.start, office.admin)


def test_the_moments_stay_when_that_is_chosen() -> None:
    office = Office()

    office.form(time_zone="Asia/Tokyo", keep_times=KeptTimes.MOMENTS)

    office.session.refresh_from_db()
    office.event.refresh_from_db()
    assert (office.session.start, office.event.time_zone) == (MORNING, "Asia/Tokyo")


def test_every_typed_moment_keeps_its_clock_time_and_what_is_public_stays_public() -> None:
    office = Office()
    later, past = datetime(2098, 5, 2, 1, tzinfo=UTC), datetime(2020, 5, 2, 1, tzinfo=UTC)
    award = make_award(office.event, shortlist_at=past, results_at=later)
    news = [make_news(office.event, published_at=one) for one in (past, later)]
    person = make_attendee(make_delegation(office.event))
    Travel.objects.create(attendee=person, arrives_at=MORNING)

    office.correct("Europe/Paris")

    paris = datetime(2098, 5, 2, 7, tzinfo=UTC)
    for row in (award, *news):
        row.refresh_from_db()
    assert (award.shortlist_at, award.results_at) == (past, paris)
    assert [one.published_at for one in news] == [past, paris]
    assert person.travel.__class__.objects.get().arrives_at == datetime(2030, 5, 2, 7, tzinfo=UTC)


def test_a_correction_never_opens_an_embargo() -> None:
    office = Office()
    soon = datetime.now(UTC) + timedelta(minutes=30)
    make_award(office.event, title=text("City of the year"), results_at=soon)

    answer = office.form(time_zone="Pacific/Auckland")

    errors = answer.context["adminform"].form.errors["keep_times"]
    assert "“City of the year” becomes public at once" in errors[0]
    with pytest.raises(OpensAtOnce):
        office.correct("Pacific/Auckland")
    office.event.refresh_from_db()
    office.session.refresh_from_db()
    assert (office.event.time_zone, office.session.start) == ("Asia/Shanghai", MORNING)


def test_an_edition_brought_back_brings_the_clock_times_back() -> None:
    office = Office()
    office.form(time_zone="Asia/Tokyo")
    first = office.event.history.earliest("history_id")

    office.client.post(
        reverse("admin:events_event_restore", args=[f"historicalevent-{first.history_id}"])
    )

    office.session.refresh_from_db()
    office.event.refresh_from_db()
    assert (office.event.time_zone, office.session.start) == ("Asia/Shanghai", MORNING)


@pytest.mark.parametrize(
    "name",
    [
        "Etc/GMT+8",
        "Etc/GMT-8",
        "localtime",
        "Factory",
        "posixrules",
        "EST",
        "CET",
        "GMT",
        "UTC",
        "PRC",
        "Singapore",
        "US/Pacific",
        "Asia/Calcutta",
        "asia/shanghai",
        "UTC+8",
        "",
        "Mars/Base",
    ],
)
def test_what_stands_for_no_place_is_refused_by_form_and_model(name: str) -> None:
    office = Office()

    answer = office.form(time_zone=name)

    assert "time_zone" in answer.context["adminform"].form.errors
    office.event.time_zone = name
    with pytest.raises(ValidationError):
        office.event.full_clean()


def test_a_zone_is_found_by_its_country_and_city() -> None:
    office = Office()

    page = office.client.get(office.url, headers={"accept-language": "en"}).content.decode()

    group = page[page.index('<optgroup label="China">') :].partition("</optgroup>")[0]
    assert "Beijing time, UTC+8 (Asia/Shanghai)" in group
    assert "Urumqi time, UTC+6 (Asia/Urumqi)" in group
    assert '<option value="Asia/Shanghai" selected>' in group


def test_a_zone_with_summer_time_names_both_offsets_or_that_of_the_moment() -> None:
    summer = datetime(2030, 7, 1, tzinfo=UTC)

    assert zone_name("Europe/Paris") == "Paris time, UTC+1/+2"
    assert zone_name("Europe/Paris", summer) == "Paris time, UTC+2"
    assert zone_name("Asia/Kathmandu") == "Kathmandu time, UTC+5:45"
    assert zone_name("America/St_Johns", summer) == "St Johns time, UTC−2:30"
    assert all("/" in name and not name.startswith("Etc/") for name in zones_of_places())


# Moments that the portal sets itself, or works out from days: nobody types them.
_NOT_TYPED = {
    "expires_at",
    "token_expires_at",
    "due_on",
    "at",
    "next_at",
    "applied_at",
    "undone_at",
    "withdrawn_at",
    "seated_at",
    "delivered_at",
    "settled_at",
}


def test_every_moment_that_people_type_is_among_those_that_a_correction_moves() -> None:
    typed = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ("events", "delegations", "programme")
        and not model.__name__.startswith("Historical")
        for field in model._meta.fields
        if isinstance(field, models.DateTimeField) and field.editable
        if not (field.auto_now or field.auto_now_add) and field.name not in _NOT_TYPED
    }

    moved = {(kind.model._meta.label, name) for kind in wall_time_kinds() for name in kind.fields}

    assert sorted(typed - moved) == []
