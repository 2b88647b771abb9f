"""Releases as a series: the agenda of each, what lies between two, and back to an earlier one."""

from dataclasses import replace

from django.db import transaction

from accounts.models import User
from events.models import Event
from programme import agenda, changes, payloads
from programme.drafts import nothing_public, published_agenda
from programme.findings import review
from programme.models import ScheduleRelease
from programme.services import Prepared, confirmed, publish


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
    return _again(published_agenda(to.event), agenda_of(to))


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
    SEQUENCE. What was added since is marked as cancelled, because people have it in their
    calendars. The draft stays as it is. `reviewed` and `despite` are as in `release_agenda`, for
    the checks of that agenda as things are now. Two at once queue on the event's row.

    Raises AlreadyThere, DraftMoved, OpenErrors.
    """
    prepared = prepare_back(to=to, reviewed=reviewed, despite=despite)
    return publish(
        event=to.event,
        version=prepared.before.version + 1,
        comment=comment,
        released_by=by,
        payload=payloads.payload(prepared.after),
        changes=changes.as_json(prepared.changes),
        open_errors=prepared.open_errors,
    )


def prepare_back(*, to: ScheduleRelease, reviewed: str | None, despite: str = "") -> Prepared:
    """Lock the event and work out the way back, if it is what somebody has looked at.

    Within a transaction. Raises AlreadyThere, DraftMoved, OpenErrors.
    """
    event = Event.objects.select_for_update().get(pk=to.event_id)
    now = published_agenda(event)
    then = _again(now, agenda_of(to))
    found = changes.differences(now, then)
    if not found and changes.has_same_frame(now, then):
        raise AlreadyThere
    return confirmed(
        now,
        then,
        found,
        review=lambda: review(event, again=then),
        reviewed=reviewed,
        despite=despite,
    )


def _again(now: agenda.Agenda, then: agenda.Agenda) -> agenda.Agenda:
    back = [_sequenced(now, one) for one in then.sessions]
    added = (one for one in now.sessions if one.guid not in then.by_guid)
    withdrawn = [
        one
        if one.is_cancelled
        else replace(one, status=agenda.CANCELLED, sequence=one.sequence + 1)
        for one in added
    ]
    together = agenda.in_order([*back, *withdrawn])
    rooms = {one.room.guid: one.room for one in together if one.room}
    return replace(
        then,
        sessions=together,
        rooms=tuple(sorted(rooms.values(), key=lambda room: room.position)),
    )


def _sequenced(now: agenda.Agenda, session: agenda.Session) -> agenda.Session:
    # A calendar takes a change only under a higher number than the one that it has.
    return replace(session, sequence=changes.next_sequence(now.by_guid.get(session.guid), session))
