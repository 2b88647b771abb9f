"""What the rows say now of each figure that is published, with the rule by which it is counted."""

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
    """One count: of which figure, how it is counted, and doing so."""

    key: str
    label: str | Promise
    rule: str | Promise
    count: Callable[[Event], int]


def coming_cities(event: Event) -> DelegationQuerySet:
    """Delegations of cities and regions that come, with the host's."""
    return Delegation.objects.filter(event=event, organisation__kind__in=CITY_KINDS).coming()


def _countries(event: Event) -> int:
    found = coming_cities(event).aggregate(count=Count("organisation__country", distinct=True))
    return int(found["count"])


def _organizations(event: Event) -> int:
    kind = OrganisationKind.INTERNATIONAL
    return Delegation.objects.filter(event=event, organisation__kind=kind).coming().count()


def _approved(event: Event) -> AttendeeQuerySet:
    return Attendee.objects.of_event(event).approved()


LIVE_COUNTS: list[LiveCount] = [
    LiveCount(
        FigureKey.COUNTRIES,
        FigureKey.COUNTRIES.label,
        _("Countries of the cities and regions whose delegations are coming, each counted once."),
        _countries,
    ),
    LiveCount(
        FigureKey.CITIES,
        FigureKey.CITIES.label,
        _("Delegations of cities and regions that are coming, including the host’s."),
        lambda event: coming_cities(event).count(),
    ),
    LiveCount(
        FigureKey.ORGANIZATIONS,
        FigureKey.ORGANIZATIONS.label,
        _("Delegations of international organizations that are coming."),
        _organizations,
    ),
    LiveCount(
        FigureKey.REPRESENTATIVES,
        FigureKey.REPRESENTATIVES.label,
        _(
            "Approved people whose function is counted; guests, spouses, security "
            "staff and press are not."
        ),
        lambda event: _approved(event).counted().count(),
    ),
    LiveCount(
        FigureKey.INCUMBENTS,
        FigureKey.INCUMBENTS.label,
        _("Approved heads of delegation who are incumbent governors or mayors."),
        lambda event: _approved(event).filter(is_head=True, is_incumbent=True).count(),
    ),
    LiveCount(
        "press",
        _("Press"),
        _("Approved people whose function is press; they do not count as representatives."),
        lambda event: _approved(event).filter(function=AttendeeFunction.PRESS).count(),
    ),
]


def live_counts(event: Event) -> dict[str, int]:
    """The counts of figures that can be published, by key."""
    published = set(FigureKey.values)
    return {str(one.key): one.count(event) for one in LIVE_COUNTS if one.key in published}
