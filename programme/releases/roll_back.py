"""Publishing the agenda of an earlier release again."""

from django.db import transaction

from accounts.models import User
from events.models import Event
from programme.agenda.load_agenda import published_agenda
from programme.agenda.values import Agenda
from programme.checks.review import review
from programme.models import ScheduleRelease
from programme.releases import changes
from programme.releases.next_agenda import follow_with, restore_sessions
from programme.releases.publishing import PreparedRelease, publish_release
from programme.releases.services import NeedsApproval, needs_approval, prepare_reviewed
from programme.releases.versions import agenda_of


class AlreadyPublic(Exception):
    """Visitors already see exactly this agenda."""


def agenda_after_roll_back(to: ScheduleRelease) -> Agenda:
    """Return what visitors would see if the agenda of `to` were published again."""
    now = published_agenda(to.event)
    return follow_with(now, restore_sessions(now, agenda_of(to)))


@transaction.atomic
def roll_back(
    *,
    to: ScheduleRelease,
    by: User,
    comment: str = "",
    reviewed: str | None = None,
    despite: str = "",
) -> ScheduleRelease:
    """Publish the agenda of an earlier release again, as a new version.

    Nothing is erased: the versions in between are not deleted, and calendars learn of each move by
    a higher SEQUENCE. Sessions added since are called off, because people have them in their
    calendars; sessions withdrawn since do not come back. The draft does not change. `reviewed` and
    `despite` are as in `release_agenda`, for the checks of that agenda as things are now. Two
    releases at once queue on the event's row.

    Raises AlreadyPublic, DraftMoved, OpenErrors, NeedsApproval.
    """
    prepared = prepare_roll_back(to=to, reviewed=reviewed, despite=despite)
    if needs_approval(to.event):
        raise NeedsApproval
    return publish_release(prepared, event=to.event, by=by, comment=comment)


def prepare_roll_back(
    *, to: ScheduleRelease, reviewed: str | None, despite: str = ""
) -> PreparedRelease:
    """Lock the event and prepare the way back, provided it is what somebody has reviewed.

    Within a transaction. Raises AlreadyPublic, DraftMoved, OpenErrors.
    """
    event = Event.objects.select_for_update().get(pk=to.event_id)
    now = published_agenda(event)
    then = follow_with(now, restore_sessions(now, agenda_of(to)))
    differences = changes.differences(now, then)
    if not differences and changes.has_same_frame(now, then):
        raise AlreadyPublic
    return prepare_reviewed(
        now,
        then,
        looked_at=differences,
        review=lambda: review(event, again=then),
        reviewed=reviewed,
        despite=despite,
    )
