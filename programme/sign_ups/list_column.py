"""Seats in sessions as a column and a filter of the attendee list."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from delegations.lists.added_columns import AddedColumn
from delegations.lists.list_column import ListColumn, ListFacts, MakeCell
from events.models import Event
from programme.choices import SessionStatus, SignUpState
from programme.models import Session, SignUp


def _render(facts: ListFacts) -> MakeCell:
    titles = facts.more["signed_up"]
    return lambda pk: titles.get(pk, "")


def signed_up_facts(event: Event, people: Collection[int] | None) -> dict[int, str]:
    """Load the sessions for which everybody, or `people`, signed up, by primary key: one query."""
    by_person: dict[int, list[str]] = {}
    rows = (
        SignUp.objects.filter(session__event=event)
        .exclude(session__status=SessionStatus.CANCELLED)
        .order_by("session__start", "pk")
    )
    if people is not None:
        rows = rows.filter(attendee__in=people)
    waits = str(SignUpState.WAITING.label)
    for attendee, title, state in rows.values_list("attendee_id", "session__title", "state"):
        label = f"{title} ({waits})" if state == SignUpState.WAITING else str(title)
        by_person.setdefault(attendee, []).append(label)
    return {pk: "; ".join(titles) for pk, titles in by_person.items()}


def sign_up_choices(event: Event) -> list[tuple[str, str | Promise]]:
    """Any session, and those that take sign-ups: code and title, by time."""
    sessions = Session.objects.filter(event=event, needs_sign_up=True).order_by("start", "pk")
    pairs = sessions.values_list("code", "title")
    return [("any", _("any session")), *((code, str(title)) for code, title in pairs)]


def signed_up_filter(event: Event, chosen: Collection[str]) -> Q:
    """A condition on Attendee: with a seat in a session with one of the codes, or with “any”."""
    seats = SignUp.objects.seated().filter(session__event=event)
    if "any" not in chosen:
        seats = seats.filter(session__code__in=chosen)
    return Q(pk__in=seats.values("attendee_id"))


SIGNED_UP = AddedColumn(
    column=ListColumn("signed_up", _("Signed up for"), ("pk",), _render, width=40),
    facts=signed_up_facts,
    filter_name="signed_up",
    filter_label=_("Seat in"),
    filter_group=_("Sessions"),
    choices=sign_up_choices,
    condition=signed_up_filter,
)
