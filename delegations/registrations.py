"""What delegations add to lower apps, registered once when all apps are loaded."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Right
from core.work.queues import QUEUES, WorkQueue
from delegations.access.mailed_links import mark_undelivered
from delegations.bulk import subjects
from delegations.bulk.actions import (
    PEOPLE_ACTIONS,
    actions_for,
    add_delegation_actions,
    add_people_actions,
)
from delegations.bulk.delegation_actions import DELEGATION_ACTIONS
from delegations.bulk.people_decisions import DECISION_ACTIONS
from delegations.bulk.people_fields import FIELD_ACTIONS
from delegations.bulk.people_tags import TAG_ACTIONS
from delegations.bulk.reminders import RemindToReply
from delegations.desk.name_parts_column import NAME_PARTS
from delegations.desk.tag_column import TAGS
from delegations.duplicates.merge_files import MERGE_RULES, MERGE_WORDS
from delegations.duplicates.merge_rules import add_rules
from delegations.imports.kinds import KINDS
from delegations.invitations.letter_files import make_attachment
from delegations.lists.added_columns import add_column
from delegations.lists.views import row_actions as rows
from delegations.lists.views.row_actions import RowActions, add_row_actions
from delegations.models import BackgroundExport, InvitationRound, Travel
from delegations.people.hotels import HotelGuests
from events import import_kinds
from events.admin_base.uses import DEPENDENTS
from events.editions.wall_times import WallTimes
from events.editions.wall_times import register as register_wall_times
from mail.attachments import MAKERS
from mail.services import UNDELIVERED

# Tickets give local times of the place where a journey begins or ends.
TRAVEL_TIMES = WallTimes(
    Travel, ("arrives_at", "departs_at"), event_path="attendee__delegation__event"
)

# What monitoring reports when it waits for too long.
WORK_QUEUES = (
    WorkQueue("files", BackgroundExport.objects.due, "asked_at", late_after=timedelta(minutes=5)),
    WorkQueue("rounds", InvitationRound.objects.due, "seen_at", late_after=timedelta(minutes=5)),
)


def register() -> None:
    """Register people as an import, letters as attachments, bounced mail, and times of journeys."""
    import_kinds.register(KINDS)
    add_column(NAME_PARTS)
    add_rules(MERGE_RULES, MERGE_WORDS)
    register_wall_times([TRAVEL_TIMES])
    MAKERS["letter"] = make_attachment
    UNDELIVERED.append(mark_undelivered)
    QUEUES.extend(WORK_QUEUES)
    DEPENDENTS.setdefault("events.venue", []).append(HotelGuests())
    add_column(TAGS)
    add_people_actions([*DECISION_ACTIONS, *FIELD_ACTIONS, *TAG_ACTIONS])
    add_delegation_actions((*DELEGATION_ACTIONS, RemindToReply()))
    add_row_actions(rows.PEOPLE, RowActions("staff:people-bulk", _people_choices))
    add_row_actions(rows.DELEGATIONS, RowActions("staff:delegations-bulk", _delegation_choices))


def _people_choices(rights: frozenset[Right]) -> Iterator[tuple[str, str | Promise]]:
    for key, action in actions_for(PEOPLE_ACTIONS, rights).items():
        yield key, action.label
    if Right.EDIT_PEOPLE in rights:
        yield "merge", _("Merge two records")


def _delegation_choices(rights: frozenset[Right]) -> Iterator[tuple[str, str | Promise]]:
    for key, action in actions_for(subjects.DELEGATIONS.actions, rights).items():
        yield key, action.label
