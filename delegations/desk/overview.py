"""The figures of the dashboard: live counts beside published ones, and what needs attention."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count
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
    """Something that needs attention: how many, and the query of the list that shows them."""

    label: str | Promise
    count: int
    query: str


# What apps above let wait for the desk.
ADDED_ATTENTION: list[Callable[[Event], Attention]] = []


def load_figures(event: Event) -> list[Figure]:
    """Each published figure with its live count. Neither ever overwrites the other."""
    live = count_live_figures(event)
    return [
        Figure(row.label, row.value, row.as_of, live.get(row.key)) for row in event.figures.all()
    ]


def count_by_status(event: Event) -> list[tuple[str | Promise, int]]:
    """The number of delegations at each step of the invitation, in the order of the steps."""
    counts = dict(event.delegations.order_by().values_list("status").annotate(count=Count("pk")))
    return [
        (status.label, counts[status.value])
        for status in InvitationStatus
        if counts.get(status.value)
    ]


def load_attention(event: Event, *, can_decide: bool) -> list[Attention]:
    """What waits for the desk, each with the query of the list that shows exactly these rows."""
    people = Attendee.objects.of_event(event)
    alike = len(load_suspected_pairs(event, may_be_old=True)) if can_decide else 0
    rows = [
        Attention(
            _("people waiting for approval"),
            people.filter(status=AttendeeStatus.SUBMITTED).count(),
            "queue/" if can_decide else "attendees/?status=submitted",
        ),
        Attention(
            _("changes requested by delegations"),
            Amendment.objects.waiting().filter(attendee__delegation__event=event).count(),
            "queue/",
        ),
        Attention(
            _("replies to the invitation"),
            InvitationReply.objects.waiting().filter(delegation__event=event).count(),
            "queue/",
        ),
        Attention(_("possible duplicates"), alike, "duplicates/"),
        Attention(
            _("people returned to their delegation"),
            people.filter(status=AttendeeStatus.RETURNED).count(),
            "attendees/?status=returned",
        ),
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
    return [row for row in rows if row.count and (can_decide or row.query != "queue/")]
