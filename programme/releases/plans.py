"""Publishing a planned release at its date and time.

What becomes public is exactly what was reviewed. If another release has been published since, the
plan is overtaken instead: publishing it would undo that release without anybody having seen it.
"""

from django.db import transaction
from django.utils import timezone

from events.models import Event
from programme.agenda.load_agenda import published_agenda
from programme.choices import PlanState
from programme.models import ReleasePlan
from programme.releases.plan_mails import tell_overtaken
from programme.releases.publishing import PreparedRelease, publish_release


def publish_due_plans() -> int:
    """Publish every plan whose time has come, and return their number. A background job."""
    count = 0
    for plan in ReleasePlan.objects.due(timezone.now()):
        with transaction.atomic():
            plan = lock_plan(plan)
            if plan.state == PlanState.PLANNED:
                publish_plan(plan)
                count += 1
    return count


def lock_plan(plan: ReleasePlan) -> ReleasePlan:
    """Lock the event of a plan and return the plan as it is now. Within a transaction."""
    # The event's row, as every release does: so no two transactions wait for each other.
    Event.objects.select_for_update().get(pk=plan.event_id)
    return ReleasePlan.objects.select_related("event").get(pk=plan.pk)


def publish_plan(plan: ReleasePlan) -> None:
    """Publish a locked plan, or mark it as overtaken and tell the person who proposed it."""
    if published_agenda(plan.event).version != plan.base_version:
        plan.state = PlanState.OVERTAKEN
        tell_overtaken(plan)
    else:
        prepared = PreparedRelease(plan.base_version, plan.payload, plan.changes, plan.open_errors)
        plan.release = publish_release(
            prepared, event=plan.event, by=plan.proposed_by, comment=plan.comment
        )
        plan.state = PlanState.PUBLISHED
    plan.save()
