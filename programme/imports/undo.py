"""Rows that undoing an import must not touch, with the reason."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right
from delegations.models import Travel
from events.imports.undo import rows_made_by
from events.models import Event, ImportBatch, Room, Venue, VenueDistance
from events.permissions import has_right
from programme.agenda.load_agenda import published_agenda
from programme.models import Appearance, Session, SubForum


def explain_kept_sessions(
    batch: ImportBatch, by: User, rows: Mapping[int, Session]
) -> dict[int, str]:
    """Explain why sessions are kept: used on stage, published, or of other sub-forums."""
    made = rows_made_by(batch, rows)
    # A published session is in people's calendars, so it is cancelled instead of deleted.
    published = published_agenda(batch.event).by_guid
    staged = Appearance.objects.filter(session__in=made).values_list("session_id", flat=True)
    reasons = {pk: _("somebody is on stage in it") for pk in staged}
    reasons |= {
        session.pk: _("published since") for session in made if str(session.guid) in published
    }
    return reasons | _foreign(batch.event, by, {pk: pk for pk in rows})


def explain_kept_appearances(
    batch: ImportBatch, by: User, rows: Mapping[int, Appearance]
) -> dict[int, str]:
    """Explain why appearances are kept: in sessions of other sub-forums."""
    return _foreign(batch.event, by, {pk: row.session_id for pk, row in rows.items()})


def explain_kept_rooms(batch: ImportBatch, _by: User, rows: Mapping[int, Room]) -> dict[int, str]:
    """Explain why rooms are kept: sessions are in them."""
    used = Session.objects.filter(room__in=rows_made_by(batch, rows)).values_list(
        "room_id", flat=True
    )
    return {pk: _("it is the room of a session") for pk in used if pk}


def explain_kept_venues(batch: ImportBatch, _by: User, rows: Mapping[int, Venue]) -> dict[int, str]:
    """Explain why venues are kept: they have rooms, distances or guests."""
    made = rows_made_by(batch, rows)
    used = {
        *Room.objects.filter(venue__in=made).values_list("venue_id", flat=True),
        *VenueDistance.objects.filter(from_venue__in=made).values_list("from_venue_id", flat=True),
        *VenueDistance.objects.filter(to_venue__in=made).values_list("to_venue_id", flat=True),
        *Travel.objects.filter(hotel__in=made).values_list("hotel_id", flat=True),
    }
    return {pk: _("it has rooms, distances or guests") for pk in used if pk}


def explain_kept_sub_forums(
    batch: ImportBatch, _by: User, rows: Mapping[int, SubForum]
) -> dict[int, str]:
    """Explain why sub-forums are kept: sessions are in them."""
    used = Session.objects.filter(sub_forum__in=rows_made_by(batch, rows)).values_list(
        "sub_forum_id", flat=True
    )
    return {pk: _("sessions are in it") for pk in used if pk}


def _foreign(event: Event, by: User, sessions: Mapping[int, int]) -> dict[int, str]:
    if has_right(by, event, Right.EDIT_DRAFT):
        return {}
    own = set(Session.objects.filter(event=event).editable_by(by).values_list("pk", flat=True))
    reason = _("not in your sub-forum")
    return {pk: reason for pk, session in sessions.items() if session not in own}
