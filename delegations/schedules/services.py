"""Who is sent a saved list, and when."""

from collections.abc import Collection
from datetime import time

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from delegations.models import ScheduledList
from events.models import SavedList


@transaction.atomic
def set_schedule(
    *, saved_list: SavedList, at: time, recipients: Collection[User], by: User
) -> None:
    """Send the list to these people every day at a time, and to nobody else.

    The first link is sent at the next time that comes, so nobody gets one for a time that is past.
    """
    saved_list.schedules.exclude(recipient__in=recipients).delete()
    now = timezone.now().astimezone(saved_list.event.zone)
    checked_on = now.date() if at <= now.time() else None
    for recipient in recipients:
        ScheduledList.objects.update_or_create(
            saved_list=saved_list,
            recipient=recipient,
            defaults={"at": at, "updated_by": by, "checked_on": checked_on},
        )
