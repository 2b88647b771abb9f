"""Live counts of the published figures, each with its counting rule."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from delegations.choices import COUNTED_FUNCTIONS, AttendeeFunction, OrganisationKind
from delegations.models import Attendee, Delegation
from delegations.querysets import AttendeeQuerySet, DelegationQuerySet
from events.choices import FigureKey
from events.models import Event

CITY_KINDS = (OrganisationKind.CITY, OrganisationKind.REGION, OrganisationKind.HOST)
_IS_CITY = Q(organisation__kind__in=CITY_KINDS)


@dataclass(frozen=True, slots=True)
class LiveCount:
    """A live count: key and label of the figure, the counting rule, and what is counted in `rows`.

    Figures with the same `rows` take one query.
    """

    key: str
    label: str | Promise
    rule: str | Promise
    rows: Callable[[Event], models.QuerySet[models.Model]]
    total: Count = field(default_factory=lambda: Count("pk"))


def load_coming_cities(event: Event) -> DelegationQuerySet:
    """The delegations of cities and regions that are coming, including the host's."""
    return Delegation.objects.filter(event=event, organisation__kind__in=CITY_KINDS).coming()


def _load_coming(event: Event) -> DelegationQuerySet:
    return Delegation.objects.filter(event=event).coming()


def _load_approved(event: Event) -> AttendeeQuerySet:
    return Attendee.objects.of_event(event).approved()


LIVE_COUNTS: list[LiveCount] = [
    LiveCount(
        FigureKey.COUNTRIES,
        FigureKey.COUNTRIES.label,
        _("Countries of the cities and regions whose delegations are coming, each counted once."),
        _load_coming,
        Count("organisation__country", filter=_IS_CITY, distinct=True),
    ),
    LiveCount(
        FigureKey.CITIES,
        FigureKey.CITIES.label,
        _("Delegations of cities and regions that are coming, including the host’s."),
        _load_coming,
        Count("pk", filter=_IS_CITY),
    ),
    LiveCount(
        FigureKey.ORGANIZATIONS,
        FigureKey.ORGANIZATIONS.label,
        _("Delegations of international organizations that are coming."),
        _load_coming,
        Count("pk", filter=Q(organisation__kind=OrganisationKind.INTERNATIONAL)),
    ),
    LiveCount(
        FigureKey.REPRESENTATIVES,
        FigureKey.REPRESENTATIVES.label,
        _(
            "Approved people whose function is counted; guests, spouses, security "
            "staff and press are not."
        ),
        _load_approved,
        Count("pk", filter=Q(function__in=COUNTED_FUNCTIONS)),
    ),
    LiveCount(
        FigureKey.INCUMBENTS,
        FigureKey.INCUMBENTS.label,
        _("Approved heads of delegation who are incumbent governors or mayors."),
        _load_approved,
        Count("pk", filter=Q(is_head=True, is_incumbent=True)),
    ),
    LiveCount(
        "press",
        _("Press"),
        _("Approved people whose function is press; they do not count as representatives."),
        _load_approved,
        Count("pk", filter=Q(function=AttendeeFunction.PRESS)),
    ),
]


def count_live_figures(event: Event) -> dict[str, int]:
    """The live counts of figures that can be published, by key."""
    published = set(FigureKey.values)
    return count_live(event, [figure for figure in LIVE_COUNTS if figure.key in published])


def count_live(event: Event, figures: Iterable[LiveCount]) -> dict[str, int]:
    """These live counts, by key, in the order of `figures`: one query for each kind of rows."""
    figures = list(figures)
    counts = {str(figure.key): 0 for figure in figures}
    for rows in dict.fromkeys(figure.rows for figure in figures):
        totals = {str(figure.key): figure.total for figure in figures if figure.rows is rows}
        counts |= rows(event).order_by().aggregate(**totals)
    return counts
