"""Releases as a series: the agenda of each, what lies between two, and back to an earlier one."""

from django.db import transaction

from accounts.models import User
from events.models import Event
from programme.agenda import payloads
from programme.agenda import values as agenda
from programme.agenda.load import nothing_public, published_agenda
from programme.checks.review import review
from programme.models import ScheduleRelease
from programme.releases import changes
from programme.releases.publishing import PreparedRelease, publish
from programme.releases.services import prepare_reviewed
from programme.releases.succession import as_before, successor


class AlreadyThere(Exception):
    """Visitors see exactly that agenda now."""


def agenda_of(release: ScheduleRelease) -> agenda.Agenda:
    """What visitors saw from this release on."""
    return payloads.from_payload(
        release.payload, version=release.version, released_at=release.released_at
    )


def before(release: ScheduleRelease) -> agenda.Agenda:
    """What visitors saw right before this release; without one, an agenda with no sessions."""
    earlier = ScheduleRelease.objects.filter(event=release.event, version__lt=release.version)
    previous = earlier.order_by("-version").first()
    if previous is not None:
        return agenda_of(previous)
    return nothing_public(release.event)


def public_again(to: ScheduleRelease) -> agenda.Agenda:
    """What visitors would see if the agenda of `to` were public again."""
    now = published_agenda(to.event)
    return successor(now, as_before(now, agenda_of(to)))


@transaction.atomic
def roll_back(
    *,
    to: ScheduleRelease,
    by: User,
    comment: str = "",
    reviewed: str | None = None,
    despite: str = "",
) -> ScheduleRelease:
    """Publish the agenda of an earlier release again, as a version of its own.

    Nothing is erased: the versions between stay, and calendars learn of each move by a higher
    SEQUENCE. What was added since is called off, because people have it in their calendars, and
    what was withdrawn since does not come back. The draft stays as it is. `reviewed` and `despite`
    are as in `release_agenda`, for the checks of that agenda as things are now. Two at once queue
    on the event's row.

    Raises AlreadyThere, DraftMoved, OpenErrors.
    """
    prepared = prepare_back(to=to, reviewed=reviewed, despite=despite)
    return publish(prepared, event=to.event, by=by, comment=comment)


def prepare_back(
    *, to: ScheduleRelease, reviewed: str | None, despite: str = ""
) -> PreparedRelease:
    """Lock the event and work out the way back, if it is what somebody has looked at.

    Within a transaction. Raises AlreadyThere, DraftMoved, OpenErrors.
    """
    event = Event.objects.select_for_update().get(pk=to.event_id)
    now = published_agenda(event)
    then = successor(now, as_before(now, agenda_of(to)))
    found = changes.differences(now, then)
    if not found and changes.has_same_frame(now, then):
        raise AlreadyThere
    return prepare_reviewed(
        now,
        then,
        looked_at=found,
        review=lambda: review(event, again=then),
        reviewed=reviewed,
        despite=despite,
    )
