"""Who is on stage in what, for the lists of the delegations desk: a column and a filter."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delegations.lists.column_kinds import Facts, ListColumn, MakeCell
from events.models import Event
from programme.choices import AppearanceState, SessionStatus
from programme.models import Appearance, Session

_LIVE = ~Q(state=AppearanceState.DECLINED) & ~Q(session__status=SessionStatus.CANCELLED)


def _render(facts: Facts) -> MakeCell:
    titles = facts.more["on_stage"]
    return lambda pk: titles.get(pk, "")


ON_STAGE = ListColumn("on_stage", _("On stage"), ("pk",), _render, width=40)


def on_stage_facts(event: Event) -> dict[int, str]:
    """The sessions of each attendee who is on stage, by the attendee's primary key: one query."""
    found: dict[int, list[str]] = {}
    rows = (
        Appearance.objects.filter(_LIVE, session__event=event)
        .exclude(attendee=None)
        .order_by("session__start", "session__pk", "pk")
        .values_list("attendee_id", "session__title")
    )
    for attendee, title in rows:
        found.setdefault(attendee, []).append(str(title))
    return {pk: "; ".join(dict.fromkeys(titles)) for pk, titles in found.items()}


def session_choices(event: Event) -> list[tuple[str, str]]:
    """The sessions that have somebody on stage: code and title, by time."""
    sessions = (
        Session.objects.filter(event=event, appearances__attendee__isnull=False)
        .distinct()
        .order_by("start", "pk")
        .values_list("code", "title")
    )
    return [(code, str(title)) for code, title in sessions]


def on_stage_filter(event: Event, chosen: Collection[str]) -> Q:
    """A condition on Attendee: on stage in a session with one of the codes, or with “any”."""
    appearances = Appearance.objects.filter(_LIVE, session__event=event)
    if "any" not in chosen:
        appearances = appearances.filter(session__code__in=chosen)
    return Q(pk__in=appearances.exclude(attendee=None).values("attendee_id"))
