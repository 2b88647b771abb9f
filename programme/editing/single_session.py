"""Changes of one session: moving it, copying it, naming the person behind a placeholder."""

from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.text.languages import in_language
from core.text.translated import TranslatedText
from delegations.choices import NOT_COMING
from delegations.models import Attendee
from events.history.records import load_version
from events.models import Room
from programme.choices import AppearanceState, SessionStatus, Visibility
from programme.models import Appearance, Session, new_code

_Row = TypeVar("_Row", Session, Appearance)
_LONGEST_TITLE = 250


class SessionGone(Exception):
    """The session has been deleted in the meantime."""


class SessionMovedOn(Exception):
    """Somebody else has changed the session since it was loaded."""


class InvalidSession(Exception):
    """The row would not be valid; `reasons` has one sentence for each reason."""

    def __init__(self, error: ValidationError) -> None:
        super().__init__(*error.messages)
        self.reasons: list[str] = error.messages


class PersonNotComing(Exception):
    """The person was rejected or has withdrawn."""


class AlreadyNamed(Exception):
    """The placeholder no longer exists: it was named or deleted."""


def session_version(session: Session) -> int:
    """Return the number of the newest record of a session, which differs after any change."""
    return load_version(session, [])["row"]


@transaction.atomic
def move_session(
    *,
    session: Session,
    start: datetime,
    end: datetime,
    room: Room | None,
    in_all_rooms: bool = False,
    by: User,
    seen: int,
) -> Session:
    """Move a session to another time and room, unless it changed since `seen` (`session_version`).

    The row is locked first, so that one of two people who move it at once gets an error.
    Raises SessionGone, SessionMovedOn, InvalidSession.
    """
    row = Session.objects.select_for_update().filter(pk=session.pk).first()
    if row is None:
        raise SessionGone
    if session_version(row) != seen:
        raise SessionMovedOn
    place = (start, end, room.pk if room else None, in_all_rooms)
    if (row.start, row.end, row.room_id, row.in_all_rooms) == place:
        return row
    row.start, row.end, row.room, row.in_all_rooms = start, end, room, in_all_rooms
    return save_valid(row, by)


@transaction.atomic
def duplicate_session(*, session: Session, by: User) -> Session:
    """Create a session with the same texts, time and people on stage, who are invited again.

    It has no room, stream or recording, is planned and internal, and its title says in each
    language that it is a copy. People who declined are not copied. Raises InvalidSession.
    """
    appearances = list(session.appearances.exclude(state=AppearanceState.DECLINED))
    copy = Session.objects.get(pk=session.pk)
    detach_from_row(copy)
    copy.guid, copy.code = Session._meta.get_field("guid").get_default(), new_code()
    copy.title = _marked_as_copy(copy.title)
    copy.room, copy.in_all_rooms = None, False
    copy.clear_media()
    copy.status, copy.visibility = SessionStatus.PLANNED, Visibility.INTERNAL
    save_valid(copy, by)
    for appearance in appearances:
        detach_from_row(appearance)
        appearance.session, appearance.state = copy, AppearanceState.INVITED
        save_valid(appearance, by)
    return copy


@transaction.atomic
def name_person(*, appearance: Appearance, attendee: Attendee, by: User) -> Appearance:
    """Replace a placeholder by a person, who is invited in the same role and position.

    Raises AlreadyNamed, PersonNotComing, InvalidSession.
    """
    rows = Appearance.objects.select_for_update()
    row = rows.filter(pk=appearance.pk).first()
    if row is None or row.attendee_id is not None:
        raise AlreadyNamed
    if attendee.status in NOT_COMING:
        raise PersonNotComing
    row.attendee, row.placeholder = attendee, TranslatedText()
    row.state = AppearanceState.INVITED
    return save_valid(row, by)


def save_valid(row: _Row, by: User) -> _Row:
    """Validate a row as a form would and save it with its author. Raises InvalidSession."""
    row.updated_by = by
    try:
        row.full_clean()
    except ValidationError as error:
        raise InvalidSession(error) from error
    row.save()
    return row


def detach_from_row(row: Session | Appearance) -> None:
    """Make the next save create a new row."""
    row.pk = None
    row._state.adding = True


def _marked_as_copy(title: TranslatedText) -> TranslatedText:
    marked = {}
    for code, text in title.items():
        with in_language(code):
            mark = _("%(title)s (copy)") % {"title": ""}
            room = _LONGEST_TITLE - len(mark)
            marked[code] = _("%(title)s (copy)") % {"title": text[:room].rstrip()}
    return TranslatedText(marked)
