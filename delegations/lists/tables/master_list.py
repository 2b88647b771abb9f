"""Working document L2: one row for each delegation of an event, for the office."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from accounts.roles import Right
from core.files.spreadsheets import Column
from core.text.collation import collation_key
from core.text.whole_days import day_or_moment
from delegations.choices import COUNTED_FUNCTIONS, AttendeeFunction
from delegations.lists.tables.table import Table, format_counts
from delegations.models import Attendee, Delegation, FocalPoint, Travel
from events.models import Event


def master_list(
    event: Event, rights: frozenset[Right], *, by_rank: bool, with_journeys: bool
) -> Table:
    """The delegations with head, numbers, focal points and, on request, journeys: six queries.

    Phone numbers need the right to contacts, journeys the right to sensitive data.
    """
    rows = Delegation.objects.filter(event=event).with_headcount()
    delegations = list(rows.by_precedence() if by_rank else rows.alphabetical())
    journeys = with_journeys and Right.VIEW_SENSITIVE in rights
    functions, contacts = (
        _count_functions(event),
        _load_focal_points(event, Right.VIEW_CONTACTS in rights),
    )
    travels = _load_travels(event) if journeys else {}
    return Table(
        columns=[*_columns(), *(_journey_columns() if journeys else ())],
        rows=[
            [
                *_row_of(delegation, functions[delegation.pk], contacts.get(delegation.pk, "")),
                *(travels.get(delegation.pk, (None, None, "")) if journeys else ()),
            ]
            for delegation in delegations
        ],
        is_sensitive=journeys,
    )


def _columns() -> list[Column]:
    return [
        Column("precedence", _("Precedence"), "number", 11),
        Column("code", _("Code"), width=12),
        Column("country", _("Country"), width=20),
        Column("organisation", _("City or organization"), width=28),
        Column("head", _("Head"), width=28),
        Column("title", _("Office title in English"), width=30),
        Column("incumbent", _("Incumbent"), width=10),
        Column("rank_class", _("Rank class"), width=8),
        Column("counted", _("Counted"), "number", 9),
        Column("functions", _("By function"), width=36),
        Column("others", _("Others"), "number", 9),
        Column("focal_points", _("Focal points"), width=30),
        Column("liaison", _("Liaison officer"), width=22),
        Column("status", _("Status"), width=14),
    ]


def _journey_columns() -> list[Column]:
    return [
        Column("arrives_at", _("First arrival"), "datetime", 20),
        Column("departs_at", _("Last departure"), "datetime", 20),
        Column("hotels", _("Hotels"), width=28),
    ]


def _row_of(delegation: Delegation, functions: dict[str, int], contacts: str) -> Iterable[object]:
    head = delegation.heads[0] if delegation.heads else None
    counted = [(each.label, functions.get(each, 0)) for each in AttendeeFunction]
    return (
        delegation.precedence_position,
        delegation.code,
        str(delegation.organisation.country.name or ""),
        str(delegation.organisation.name),
        head.listed_name if head else "",
        head.office_title_en if head else "",
        _("yes") if head and head.is_incumbent else "",
        head.rank_class if head else "",
        delegation.counted_count,
        format_counts(counted),
        delegation.other_count,
        contacts,
        str(delegation.liaison_officer or ""),
        delegation.get_status_display(),
    )


def _count_functions(event: Event) -> dict[int, dict[str, int]]:
    """The number of people of each counted function, by delegation."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    people = Attendee.objects.of_event(event).coming().filter(function__in=COUNTED_FUNCTIONS)
    rows = people.order_by().values_list("delegation_id", "function")
    for delegation, function, count in rows.annotate(count=Count("pk")):
        counts[delegation][function] = count
    return counts


def _load_focal_points(event: Event, with_phone: bool) -> dict[int, str]:
    contacts: dict[int, list[str]] = defaultdict(list)
    rows = FocalPoint.objects.filter(delegation__event=event, revoked_at=None)
    for row in rows.order_by("name", "pk"):
        parts = (row.name, row.phone if with_phone else "")
        contacts[row.delegation_id].append(" ".join(part for part in parts if part))
    return {pk: "; ".join(names) for pk, names in contacts.items()}


def _load_travels(event: Event) -> dict[int, tuple[date | None, date | None, str]]:
    """The first arrival, the last departure and the hotels of each delegation."""
    coming = Attendee.objects.of_event(event).coming()
    rows = Travel.objects.filter(attendee__in=coming).order_by()
    hotels: dict[int, set[str]] = defaultdict(set)
    named = rows.exclude(hotel=None).values_list("attendee__delegation_id", "hotel__name")
    for delegation, name in named.distinct():
        hotels[delegation].add(str(name))
    moments = rows.values_list("attendee__delegation_id").annotate(
        first=Min("arrives_at"), last=Max("departs_at")
    )
    zone = event.zone
    return {
        pk: (
            day_or_moment(first, zone),
            day_or_moment(last, zone),
            ", ".join(sorted(hotels[pk], key=collation_key)),
        )
        for pk, first, last in moments
    }
