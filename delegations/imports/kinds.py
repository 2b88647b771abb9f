"""People as a kind of import."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.roles import Right
from delegations.imports import fields
from delegations.imports.journeys import KEYS
from delegations.imports.person_planner import PersonPlanner, person_rows
from delegations.imports.services import undo_people, write_people
from delegations.imports.undo_obstacles import find_undo_obstacles
from delegations.imports.values import person_values
from delegations.models import Attendee
from delegations.people.delegation_order import refresh_order
from events.import_kinds import TableKind
from events.models import Event
from events.permissions import events_with_right

PEOPLE = "people"


def _follow(event: Event) -> None:
    """Work out the order again: head and rank decide the place of a delegation."""
    refresh_order(event=event)


KINDS: tuple[TableKind, ...] = (
    TableKind(
        key=PEOPLE,
        label=_("People"),
        model=Attendee,
        event_path="delegation__event",
        fields=fields.PERSON_FIELDS,
        planner=PersonPlanner,
        rows=person_rows,
        right=Right.EDIT_PEOPLE,
        events=partial(events_with_right, right=Right.EDIT_PEOPLE),
        stays=find_undo_obstacles,
        write=write_people,
        undo=undo_people,
        follow=_follow,
        values=person_values,
        apart=KEYS,
        is_personal=True,
        never=fields.never_words(),
    ),
)
