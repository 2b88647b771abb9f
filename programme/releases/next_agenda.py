"""How one published agenda follows another: sessions called off, withdrawn, restored.

Knows no database. A published session does not simply disappear, because people have it in their
calendars. *Called off*, it is still shown, as cancelled. *Withdrawn*, it was published by mistake:
only what a calendar needs to strike it out is left of it, and none of its texts.
"""

from collections.abc import Collection
from dataclasses import replace

from programme.agenda.values import Agenda, Session, in_order
from programme.releases.calendar_sequence import call_off, number_session, withdraw


def missing_sessions(before: Agenda, wanted: Agenda) -> list[Session]:
    """Return the published sessions that `wanted` lacks, by time; also those called off before."""
    return [session for session in before.sessions if session.guid not in wanted.by_guid]


def follow_with(before: Agenda, wanted: Agenda, withdrawn: Collection[str] = ()) -> Agenda:
    """Return the agenda `wanted` as it is published after `before`.

    Each session gets its SEQUENCE for calendars. Sessions that `wanted` lacks are called off, or
    withdrawn if their guid is in `withdrawn`.
    """
    gone = missing_sessions(before, wanted)
    together = in_order(
        [
            *(number_session(before, session) for session in wanted.sessions),
            *(call_off(session) for session in gone if session.guid not in withdrawn),
        ]
    )
    records = {record.guid: record for record in before.withdrawn} | {
        session.guid: withdraw(session, before.version + 1)
        for session in gone
        if session.guid in withdrawn
    }
    rooms = {session.room.guid: session.room for session in together if session.room}
    return replace(
        wanted,
        sessions=together,
        rooms=tuple(sorted(rooms.values(), key=lambda room: room.position)),
        withdrawn=tuple(records.values()),
    )


def restore_sessions(now: Agenda, then: Agenda) -> Agenda:
    """Return the sessions of the earlier agenda `then`, except those withdrawn since.

    A session withdrawn since is as it is `now`: gone, or published again on purpose.
    """
    since = {record.guid for record in now.withdrawn if then.version < record.version}
    kept = [session for session in then.sessions if session.guid not in since]
    return then.only([*kept, *(session for session in now.sessions if session.guid in since)])
