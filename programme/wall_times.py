"""What of this app people type as a day and a time of the event's clocks."""

from django.db.models import Q

from events.editions.wall_times import WallTimes
from programme.choices import PlanState
from programme.models import ReleasePlan, Session

_ACTIVE = Q(state__in=(PlanState.WAITING, PlanState.PLANNED))

WALL_TIMES = (
    WallTimes(Session, ("start", "end", "sign_up_closes_at"), span=True),
    WallTimes(ReleasePlan, ("due_at",), opens=True, only=_ACTIVE),
)
