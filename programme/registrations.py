"""What the agenda adds to the apps below it, registered once when all apps are loaded."""

from datetime import timedelta

from django.db.models import Q

from core.work.queues import QUEUES, WorkQueue
from delegations.bulk.actions import add_people_actions
from delegations.desk.overview import ADDED_ATTENTION
from delegations.duplicates.merge_rules import add_rules
from delegations.lists.added_columns import add_column
from delegations.lists.live_figures import LIVE_COUNTS
from delegations.lists.tables.registry import add_table
from delegations.privacy.erasers import ERASERS
from delegations.privacy.naming_texts import PLACES
from delegations.privacy.person_file import ADDED_ROWS
from delegations.views import ON_STAGE_COUNTS
from events import import_kinds, visitors
from events.admin_base.uses import USES
from events.editions import hidden_texts, wall_times
from events.editions.wall_times import WallTimes
from events.former_addresses import FINDERS as ADDRESS_FINDERS
from programme import checks
from programme.agenda.former_addresses import FINDERS
from programme.agenda.load_agenda import published_agenda
from programme.agenda.speakers import count_by_delegation
from programme.checks import (
    award_embargo,
    completeness,
    dates,
    deleted_records,
    heads_of_delegation,
    languages,
    people_on_stage,
    rooms,
    unprintable_characters,
)
from programme.choices import PlanState
from programme.editing.bulk_change import BulkChange
from programme.editing.sessions_of import SessionsOf
from programme.imports.kinds import KINDS
from programme.live_counts import COUNTS
from programme.models import ReleasePlan, Session, WebhookDelivery
from programme.sign_ups.bulk_actions import GiveSeats
from programme.sign_ups.list_column import SIGNED_UP
from programme.sign_ups.meals import MEAL_TABLE
from programme.sign_ups.sheet import SIGN_UP_TABLE
from programme.sign_ups.tours import TOUR_TABLE
from programme.stage.bulk_actions import PutOnStage
from programme.stage.erasure import PROGRAMME_PLACES, erase_from_programme, find_rows_about
from programme.stage.list_column import ON_STAGE, unapproved_on_stage
from programme.stage.merging import MERGE_RULES, MERGE_WORDS

# Rows with texts of an edition, and the way to their event (`events.editions.hidden_texts`).
TEXTS_OF_THE_PROGRAMME = {
    "programme.subforum": "event",
    "programme.session": "event",
    "programme.appearance": "session__event",
    "programme.sessiondocument": "session__event",
    "programme.profile": "attendee__delegation__event",
}
# Moments that people type by the clocks of the event (`events.editions.wall_times`).
WALL_TIMES = (
    WallTimes(Session, ("start", "end", "sign_up_closes_at"), span=True),
    WallTimes(
        ReleasePlan,
        ("due_at",),
        opens=True,
        only=Q(state__in=(PlanState.WAITING, PlanState.PLANNED)),
    ),
)
# What monitoring reports when it waits for too long. A plan is for a minute that was announced.
WORK_QUEUES = (
    WorkQueue("releases", ReleasePlan.objects.due, "due_at", late_after=timedelta(seconds=60)),
    WorkQueue("webhooks", WebhookDelivery.objects.due, "next_at", late_after=timedelta(minutes=10)),
)
# What uses rows that somebody deletes (`events.admin_base.uses`).
SESSIONS_OF = {
    "events.room": SessionsOf("room", lambda room: BulkChange(room=room)),
    "programme.subforum": SessionsOf("sub_forum", lambda forum: BulkChange(sub_forum=forum)),
}
CHECKS = (
    rooms,
    people_on_stage,
    heads_of_delegation,
    languages,
    completeness,
    unprintable_characters,
    dates,
    deleted_records,
    award_embargo,
)


def register() -> None:
    """Register what the agenda adds for editions, people and tables."""
    import_kinds.register(KINDS)
    USES.update(SESSIONS_OF)
    hidden_texts.TEXTS_OF_AN_EDITION.update(TEXTS_OF_THE_PROGRAMME)
    wall_times.register(WALL_TIMES)
    visitors.ZONES_OF_RELEASES.append(lambda event: published_agenda(event).zone)
    ADDRESS_FINDERS.update(FINDERS)
    ON_STAGE_COUNTS.append(count_by_delegation)
    ERASERS.append(erase_from_programme)
    PLACES.extend(PROGRAMME_PLACES)
    ADDED_ROWS.append(find_rows_about)
    add_column(ON_STAGE)
    add_column(SIGNED_UP)
    add_people_actions([PutOnStage(), GiveSeats()])
    for table in (SIGN_UP_TABLE, MEAL_TABLE, TOUR_TABLE):
        add_table(table)
    LIVE_COUNTS.extend(COUNTS)
    ADDED_ATTENTION.append(unapproved_on_stage)
    add_rules(MERGE_RULES, MERGE_WORDS)
    QUEUES.extend(WORK_QUEUES)
    for subject in CHECKS:
        checks.register(subject.CHECKS)
