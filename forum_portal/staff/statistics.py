"""Working document L25: figures for a release, each with its rule of counting."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from core.files.spreadsheets import Column
from core.text.regions import WorldRegion, region_of
from delegations.choices import AttendeeFunction
from delegations.lists.tables.table import Table
from delegations.models import Attendee, Delegation
from events.choices import FigureKey
from events.models import Event
from forum_portal.staff.dashboard import CITY_KINDS, live_counts

_PRESS = "press"


def statistics(event: Event) -> Table:
    """The counts of now beside the published figures, then by region of the world."""
    live = {**live_counts(event), _PRESS: _press(event)}
    published = {row.key: row for row in event.figures.all()}
    rows = [*_whole(live, published), *_by_region(event)]
    return Table(_columns(), rows, notes=[_note()])


def _columns() -> list[Column]:
    return [
        Column("region", _("Region"), width=14),
        Column("figure", _("Figure"), width=28),
        Column("live", _("Live count"), "number", 10),
        Column("rule", _("Counting rule"), width=60),
        Column("published", _("As published"), width=18),
        Column("as_of", _("Published as of"), "date", 16),
    ]


def _note() -> str:
    return _(
        "Live counts never replace the published figures. State which figures "
        "you use and as of when."
    )


def _rules() -> dict[str, tuple[str, str]]:
    """What each figure is called, and how it is counted."""
    labels = {key.value: str(key.label) for key in FigureKey}
    rules: dict[str, str] = {
        FigureKey.COUNTRIES: _(
            "Countries of the cities and regions whose delegations are coming, each counted once."
        ),
        FigureKey.CITIES: _(
            "Delegations of cities and regions that are coming, including the host’s."
        ),
        FigureKey.ORGANIZATIONS: _("Delegations of international organizations that are coming."),
        FigureKey.REPRESENTATIVES: _(
            "Approved people whose function is counted; guests, spouses, security "
            "staff and press are not."
        ),
        FigureKey.INCUMBENTS: _(
            "Approved heads of delegation who are incumbent governors or mayors."
        ),
        _PRESS: _("Approved people whose function is press; they do not count as representatives."),
        FigureKey.SUB_FORUMS: _("Sub-forums in the draft agenda."),
        FigureKey.MAJOR_EVENTS: _("Sessions marked as major that are not cancelled."),
    }
    return {key: (labels.get(key, _("Press")), rule) for key, rule in rules.items()}


def _whole(live: Mapping[str, int], published: Mapping[str, Any]) -> Iterator[list[Any]]:
    for key, (label, rule) in _rules().items():
        row = published.get(key)
        value, as_of = (str(row.value), row.as_of) if row else ("", None)
        yield [_("all"), label, live[key], rule, value, as_of]


def _by_region(event: Event) -> Iterator[list[Any]]:
    """Countries, cities and representatives of each region of the world: two queries."""
    cities = _of_cities(event)
    people: dict[WorldRegion, int] = dict.fromkeys(WorldRegion, 0)
    rows = Attendee.objects.of_event(event).approved().counted().order_by()
    for country, count in rows.values_list("delegation__organisation__country").annotate(
        count=Count("pk")
    ):
        people[region_of(str(country or ""))] += count
    rules = _rules()
    for region in WorldRegion:
        found = cities[region]
        for key, count in (
            (FigureKey.COUNTRIES, len(set(found))),
            (FigureKey.CITIES, len(found)),
            (FigureKey.REPRESENTATIVES, people[region]),
        ):
            if count:
                yield [str(region.label), *rules[key][:1], count, rules[key][1], "", None]


def _of_cities(event: Event) -> dict[WorldRegion, list[str]]:
    """The country of each city that comes, by region."""
    found: dict[WorldRegion, list[str]] = {region: [] for region in WorldRegion}
    coming = Delegation.objects.filter(event=event).coming()
    rows = coming.filter(organisation__kind__in=CITY_KINDS).order_by()
    for country in rows.values_list("organisation__country", flat=True):
        found[region_of(str(country or ""))].append(str(country or ""))
    return found


def _press(event: Event) -> int:
    people = Attendee.objects.of_event(event).approved()
    return people.filter(function=AttendeeFunction.PRESS).count()
