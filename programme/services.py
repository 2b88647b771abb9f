"""Changes of the agenda that are more than saving a row."""

from dataclasses import replace

from django.db import transaction

from accounts.models import User
from events.models import Event
from programme import agenda, changes, payloads
from programme.drafts import draft_agenda, published_agenda
from programme.models import ScheduleRelease


class NothingToRelease(Exception):
    """The draft says what visitors already see."""


class DraftMoved(Exception):
    """The draft is no longer the one that was reviewed: look at it again, then release."""


def pending_changes(event: Event) -> list[changes.Change]:
    """What a release would change now, exactly."""
    return changes.differences(published_agenda(event), _next_agenda(event))


def fingerprint(found: list[changes.Change]) -> str:
    """A short text that differs whenever the list of changes does."""
    return payloads.fingerprint(changes.as_json(found))


@transaction.atomic
def release_agenda(
    *, event: Event, by: User, comment: str = "", reviewed: str | None = None
) -> ScheduleRelease:
    """Make the draft what visitors see from the next request on.

    Numbers the release, freezes the agenda and the exact differences, and raises the SEQUENCE of
    each session that moved. Two at once queue on the event's row. With `reviewed` (a fingerprint)
    nothing is released but what somebody has looked at.

    Raises NothingToRelease, DraftMoved.
    """
    Event.objects.select_for_update().get(pk=event.pk)
    before = published_agenda(event)
    after = _next_agenda(event)
    found = changes.differences(before, after)
    if not found and before.version:
        raise NothingToRelease
    if reviewed is not None and reviewed != fingerprint(found):
        raise DraftMoved
    return ScheduleRelease.objects.create(
        event=event,
        version=before.version + 1,
        comment=comment,
        released_by=by,
        payload=payloads.payload(after),
        changes=changes.as_json(found),
    )


def _next_agenda(event: Event) -> agenda.Agenda:
    """The draft as it would be released: with sequences, and withdrawn sessions marked cancelled.

    A session that was published does not vanish: people have it in their calendars.
    """
    before = published_agenda(event)
    draft = draft_agenda(event, public_only=True)
    sessions = [
        replace(one, sequence=changes.next_sequence(before.by_guid.get(one.guid), one))
        for one in draft.sessions
    ]
    gone = (one for one in before.sessions if one.guid not in draft.by_guid)
    withdrawn = (
        one
        if one.is_cancelled
        else replace(one, status=agenda.CANCELLED, sequence=one.sequence + 1)
        for one in gone
    )
    together = agenda.in_order([*sessions, *withdrawn])
    rooms = {one.room.guid: one.room for one in together if one.room}
    return replace(
        draft,
        sessions=together,
        rooms=tuple(sorted(rooms.values(), key=lambda room: room.position)),
    )
