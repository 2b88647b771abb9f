"""Sessions on whose stage people are, as a column and a filter of the attendee list."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delegations.choices import AttendeeStatus
from delegations.desk.overview import Attention
from delegations.lists.added_columns import AddedColumn
from delegations.lists.filters.choices import NOT_APPROVED
from delegations.lists.list_column import ListColumn, ListFacts, MakeCell
from delegations.models import Attendee
from events.models import Event
from programme.choices import AppearanceRole, AppearanceState, SessionStatus
from programme.models import Appearance, Session

_LIVE = ~Q(state=AppearanceState.DECLINED) & ~Q(session__status=SessionStatus.CANCELLED)


# A title longer than this is cut in a cell that holds several.
_LONGEST_TITLE = 28


@dataclass(frozen=True, slots=True)
class StagePlace:
    """A session with somebody on its stage: its full title, and the place in short."""

    title: str
    short: str


def _render(facts: ListFacts) -> MakeCell:
    places: Mapping[int, list[StagePlace]] = facts.more["on_stage"]
    return lambda pk: "; ".join(dict.fromkeys(place.short for place in places.get(pk, ())))


def _titles(facts: ListFacts) -> MakeCell:
    places: Mapping[int, list[StagePlace]] = facts.more["on_stage"]
    return lambda pk: "; ".join(dict.fromkeys(place.title for place in places.get(pk, ())))


def on_stage_facts(event: Event, people: Collection[int] | None) -> dict[int, list[StagePlace]]:
    """Load the places on stage of everybody, or of `people`, by primary key, with one query."""
    by_person: dict[int, list[StagePlace]] = {}
    rows = (
        Appearance.objects.filter(_LIVE, session__event=event)
        .exclude(attendee=None)
        .order_by("session__start", "session__pk", "pk")
    )
    if people is not None:
        rows = rows.filter(attendee__in=people)
    roles = {role.value: str(role.label).lower() for role in AppearanceRole}
    values = ("attendee_id", "session__title", "session__sub_forum__number", "role")
    for attendee, title, number, role in rows.values_list(*values):
        session = gettext("SF %(number)d") % {"number": number} if number else _cut(str(title))
        place = StagePlace(str(title), f"{session}, {roles[role]}")
        by_person.setdefault(attendee, []).append(place)
    return by_person


def _cut(title: str) -> str:
    """A title without its subtitle, and cut if it is still long."""
    return Truncator(re.split(r"[:：]", title)[0].strip()).chars(_LONGEST_TITLE)


def session_choices(event: Event) -> list[tuple[str, str | Promise]]:
    """Any session, and those that have somebody on stage: code and title, by time."""
    sessions = (
        Session.objects.filter(event=event, appearances__attendee__isnull=False)
        .distinct()
        .order_by("start", "pk")
        .values_list("code", "title")
    )
    return [("any", _("any session")), *((code, str(title)) for code, title in sessions)]


def on_stage_filter(event: Event, chosen: Collection[str]) -> Q:
    """A condition on Attendee: on stage in a session with one of the codes, or with “any”."""
    appearances = Appearance.objects.filter(_LIVE, session__event=event)
    if "any" not in chosen:
        appearances = appearances.filter(session__code__in=chosen)
    return Q(pk__in=appearances.exclude(attendee=None).values("attendee_id"))


ON_STAGE = AddedColumn(
    column=ListColumn("on_stage", _("On stage"), ("pk",), _render, width=40, data=_titles),
    facts=on_stage_facts,
    filter_name="session",
    filter_label=_("On stage in"),
    filter_group=_("Sessions"),
    choices=session_choices,
    condition=on_stage_filter,
)


def unapproved_on_stage(event: Event) -> Attention:
    """Count the people on stage who are not approved, for the dashboard."""
    people = Attendee.objects.of_event(event).filter(on_stage_filter(event, ("any",)))
    return Attention(
        _("people on stage who are not approved"),
        people.exclude(status=AttendeeStatus.APPROVED).count(),
        f"attendees/?session=any&status={NOT_APPROVED}",
    )
