"""The figures of the dashboard: live counts beside published ones, and what needs attention."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import ExtractHour, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text.translated import TranslatedText
from delegations.choices import AttendeeStatus, InvitationStatus
from delegations.duplicates.suspects import load_suspected_pairs
from delegations.lists.live_figures import count_live_figures
from delegations.models import Amendment, Attendee, InvitationReply
from events.models import Event


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure with the live count beside it; `live` is None where nothing is counted."""

    label: TranslatedText
    published: TranslatedText
    as_of: object
    live: int | None


@dataclass(frozen=True, slots=True)
class Attention:
    """A number on the dashboard, and the query of the list that shows exactly these rows."""

    label: str | Promise
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The people who arrive on one day, and how many of them before noon."""

    day: date
    count: int
    before_noon: int


# As many days of arrivals as fit on the page.
_MOST_DAYS = 10
# What apps above let wait for the desk.
ADDED_ATTENTION: list[Callable[[Event], Attention]] = []


def load_figures(event: Event) -> list[Figure]:
    """Each published figure with its live count. Neither ever overwrites the other."""
    live = count_live_figures(event)
    return [
        Figure(row.label, row.value, row.as_of, live.get(row.key)) for row in event.figures.all()
    ]


def count_by_status(event: Event) -> list[Attention]:
    """The number of delegations at each step of the invitation, in the order of the steps."""
    counts = dict(event.delegations.order_by().values_list("status").annotate(count=Count("pk")))
    return [
        Attention(status.label, counts[status.value], f"delegations/?status={status.value}")
        for status in InvitationStatus
        if counts.get(status.value)
    ]


def count_arrivals(event: Event) -> list[Arrivals]:
    """The approved people who arrive, by day on the clocks of the event: one query."""
    moment = "travel__arrives_at"
    people = Attendee.objects.of_event(event).approved().exclude(**{moment: None})
    # A day without a time is stored as its end, so it is not counted as a morning.
    days = (
        people.annotate(
            day=TruncDate(moment, tzinfo=event.zone), hour=ExtractHour(moment, tzinfo=event.zone)
        )
        .values("day")
        .annotate(count=Count("pk"), before_noon=Count("pk", filter=Q(hour__lt=12)))
        .order_by("day")
    )
    return [Arrivals(row["day"], row["count"], row["before_noon"]) for row in days[:_MOST_DAYS]]


def load_attention(event: Event, *, can_decide: bool) -> list[Attention]:
    """What waits for the desk, each with the query of the list that shows exactly these rows."""
    rows = [
        *(_count_decisions(event) if can_decide else []),
        *_count_people(event, can_decide=can_decide),
        *(attention(event) for attention in ADDED_ATTENTION),
        Attention(
            _("delegations coming without a head of delegation"),
            event.delegations.coming().without_head().count(),
            "delegations/?head=none",
        ),
        Attention(
            _("delegations whose e-mail bounces"),
            event.delegations.with_returned_mail().count(),
            "delegations/?mail=returned",
        ),
    ]
    return [row for row in rows if row.count]


def _count_decisions(event: Event) -> list[Attention]:
    """What only those who may edit people can settle."""
    replies = InvitationReply.objects.waiting().filter(delegation__event=event)
    amendments = Amendment.objects.waiting().filter(attendee__delegation__event=event)
    return [
        Attention(_("replies to the invitation"), replies.count(), "queue/"),
        Attention(_("changes requested by delegations"), amendments.count(), "queue/"),
        Attention(
            _("possible duplicates"),
            len(load_suspected_pairs(event, may_be_old=True)),
            "duplicates/",
        ),
    ]


def _count_people(event: Event, *, can_decide: bool) -> list[Attention]:
    """People who wait for the desk, and names that it has to confirm: one query."""
    counts = Attendee.objects.of_event(event).aggregate(
        submitted=Count("pk", filter=Q(status=AttendeeStatus.SUBMITTED)),
        returned=Count("pk", filter=Q(status=AttendeeStatus.RETURNED)),
        unknown=Count("pk", filter=Q(parts_known=False)),
    )
    return [
        Attention(
            _("people waiting for approval"),
            counts["submitted"],
            "queue/" if can_decide else "attendees/?status=submitted",
        ),
        Attention(
            _("people returned to their delegation"),
            counts["returned"],
            "attendees/?status=returned",
        ),
        Attention(
            _("names whose family name is not confirmed"),
            counts["unknown"] if can_decide else 0,
            "names/",
        ),
    ]
