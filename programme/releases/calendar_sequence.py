"""The SEQUENCE of a session in calendars (RFC 5545, 3.8.7.4). Knows no database.

A calendar accepts a change only if its SEQUENCE is higher than the one that it has. The number
grows when a session changes its time, place or status.
"""

from dataclasses import replace

from programme.agenda.values import CANCELLED, Agenda, Session, Withdrawn
from programme.releases.changes import PLACE_FIELDS, field_changes


def next_sequence(old: Session | None, new: Session) -> int:
    """Return the SEQUENCE of `new`: that of `old`, plus one if time, place or status changed."""
    if old is None:
        return 0
    fields = {change.field for change in field_changes(old, new)}
    return old.sequence + bool(fields & {*PLACE_FIELDS, "status"})


def number_session(before: Agenda, session: Session) -> Session:
    """Return `session` with the SEQUENCE that it has after the agenda `before`."""
    old = before.by_guid.get(session.guid)
    struck_out = [record for record in before.withdrawn if record.guid == session.guid]
    if struck_out and old is None:
        return replace(session, sequence=struck_out[-1].sequence + 1)
    return replace(session, sequence=next_sequence(old, session))


def call_off(session: Session) -> Session:
    """Return the session as cancelled, under the next SEQUENCE unless it was so already."""
    if session.is_cancelled:
        return session
    return replace(session, status=CANCELLED, sequence=session.sequence + 1)


def withdraw(session: Session, version: int) -> Withdrawn:
    """Return what calendars need to strike out a session that `version` withdraws."""
    return Withdrawn(
        session.guid, session.code, session.start, session.end, session.sequence + 1, version
    )
