"""Withdrawing a session that was published by mistake, at once and without other changes."""

from django.db import transaction

from accounts.models import User
from events.models import Event
from programme.agenda.load_agenda import published_agenda
from programme.choices import Visibility
from programme.models import ScheduleRelease, Session
from programme.releases import next_agenda
from programme.releases.publishing import freeze_release, publish_release


class NotPublished(Exception):
    """Visitors do not see this session: it was never public, or has already been withdrawn."""


@transaction.atomic
def withdraw_session(*, event: Event, guid: str, by: User, comment: str = "") -> ScheduleRelease:
    """Publish what visitors see now without one session; other changes of the draft wait.

    The session becomes internal in the draft, so that it does not come back by itself. No approval
    is needed, because nothing becomes public. Raises NotPublished.
    """
    Event.objects.select_for_update().get(pk=event.pk)
    before = published_agenda(event)
    if guid not in before.by_guid:
        raise NotPublished
    row = Session.objects.filter(event=event, guid=guid).first()
    if row is not None and row.visibility == Visibility.PUBLIC:
        row.visibility, row.updated_by = Visibility.INTERNAL, by
        row.save()
    rest = before.only(session for session in before.sessions if session.guid != guid)
    after = next_agenda.follow_with(before, rest, [guid])
    # The rest of the agenda is unchanged, and so are its open errors.
    open_errors = ScheduleRelease.objects.filter(event=event).latest("version").open_errors
    return publish_release(
        freeze_release(before, after, open_errors), event=event, by=by, comment=comment
    )
