"""Live counts of the published figures, each with its counting rule."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from delegations.choices import AttendeeFunction, OrganisationKind
from delegations.models import Attendee, Delegation
from delegations.querysets import AttendeeQuerySet, DelegationQuerySet
from events.choices import FigureKey
from events.models import Event

CITY_KINDS = (OrganisationKind.CITY, OrganisationKind.REGION, OrganisationKind.HOST)


@dataclass(frozen=True, slots=True)
class LiveCount:
    """A live count: key and label of the figure, the counting rule, and the count itself."""

    key: str
    label: str | Promise
    rule: str | Promise
    count: Callable[[Event], int]


def load_coming_cities(event: Event) -> DelegationQuerySet:
    """The delegations of cities and regions that are coming, including the host's."""
    return Delegation.objects.filter(event=event, organisation__kind__in=CITY_KINDS).coming()


def _count_countries(event: Event) -> int:
    counts = load_coming_cities(event).aggregate(
        count=Count("organisation__country", distinct=True)
    )
    return int(counts["count"])


def _count_organizations(event: Event) -> int:
    kind = OrganisationKind.INTERNATIONAL
    return Delegation.objects.filter(event=event, organisation__kind=kind).coming().count()


def _load_approved(event: Event) -> AttendeeQuerySet:
    return Attendee.objects.of_event(event).approved()


LIVE_COUNTS: list[LiveCount] = [
    LiveCount(
        FigureKey.COUNTRIES,
        FigureKey.COUNTRIES.label,
        _("Countries of the cities and regions whose delegations are coming, each counted once."),
        _count_countries,
    ),
    LiveCount(
        FigureKey.CITIES,
        FigureKey.CITIES.label,
        _("Delegations of cities and regions that are coming, including the host’s."),
        lambda event: load_coming_cities(event).count(),
    ),
    LiveCount(
        FigureKey.ORGANIZATIONS,
        FigureKey.ORGANIZATIONS.label,
        _("Delegations of international organizations that are coming."),
        _count_organizations,
    ),
    LiveCount(
        FigureKey.REPRESENTATIVES,
        FigureKey.REPRESENTATIVES.label,
        _(
            "Approved people whose function is counted; guests, spouses, security "
            "staff and press are not."
        ),
        lambda event: _load_approved(event).counted().count(),
    ),
    LiveCount(
        FigureKey.INCUMBENTS,
        FigureKey.INCUMBENTS.label,
        _("Approved heads of delegation who are incumbent governors or mayors."),
        lambda event: _load_approved(event).filter(is_head=True, is_incumbent=True).count(),
    ),
    LiveCount(
        "press",
        _("Press"),
        _("Approved people whose function is press; they do not count as representatives."),
        lambda event: _load_approved(event).filter(function=AttendeeFunction.PRESS).count(),
    ),
]


def count_live_figures(event: Event) -> dict[str, int]:
    """The live counts of figures that can be published, by key."""
    published = set(FigureKey.values)
    return {
        str(figure.key): figure.count(event) for figure in LIVE_COUNTS if figure.key in published
    }
