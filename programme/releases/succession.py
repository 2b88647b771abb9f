"""From one published agenda to the next: what goes on, is called off, is withdrawn. No database.

A session that was published does not vanish, because people have it in their calendars. *Called
off*, it stays and says so. *Withdrawn*, it was published by mistake: of it only remains what a
calendar needs to strike it out, and no word.
"""

from collections.abc import Collection
from dataclasses import replace

from programme.agenda.values import CANCELLED, Agenda, Session, Withdrawn, in_order
from programme.releases.changes import next_sequence


def taken_back(before: Agenda, wanted: Agenda) -> list[Session]:
    """What is published and no longer wanted, by time; what is called off already, too."""
    return [one for one in before.sessions if one.guid not in wanted.by_guid]


def successor(before: Agenda, wanted: Agenda, withdraw: Collection[str] = ()) -> Agenda:
    """The agenda `wanted` as it follows `before`.

    Each session has the SEQUENCE by which calendars learn of it. What is taken back is called off,
    or withdrawn where `withdraw` has its guid.
    """
    known = {one.guid: one for one in before.withdrawn}
    gone = taken_back(before, wanted)
    together = in_order(
        [
            *(_sequenced(before, known, one) for one in wanted.sessions),
            *(_called_off(one) for one in gone if one.guid not in withdraw),
        ]
    )
    known |= {one.guid: _withdrawn(one, before.version + 1) for one in gone if one.guid in withdraw}
    rooms = {one.room.guid: one.room for one in together if one.room}
    return replace(
        wanted,
        sessions=together,
        rooms=tuple(sorted(rooms.values(), key=lambda room: room.position)),
        withdrawn=tuple(known.values()),
    )


def as_before(now: Agenda, then: Agenda) -> Agenda:
    """The sessions of an earlier agenda, but for what it says of any withdrawn since.

    Such a session stays as it is now: away, or as it was published again on purpose.
    """
    since = {one.guid for one in now.withdrawn if then.version < one.version}
    kept = [one for one in then.sessions if one.guid not in since]
    return then.only([*kept, *(one for one in now.sessions if one.guid in since)])


def _sequenced(before: Agenda, known: dict[str, Withdrawn], session: Session) -> Session:
    # A calendar takes a change only under a higher number than the one that it has.
    if session.guid in known and session.guid not in before.by_guid:
        return replace(session, sequence=known[session.guid].sequence + 1)
    return replace(session, sequence=next_sequence(before.by_guid.get(session.guid), session))


def _called_off(session: Session) -> Session:
    if session.is_cancelled:
        return session
    return replace(session, status=CANCELLED, sequence=session.sequence + 1)


def _withdrawn(session: Session, version: int) -> Withdrawn:
    return Withdrawn(
        session.guid, session.code, session.start, session.end, session.sequence + 1, version
    )
