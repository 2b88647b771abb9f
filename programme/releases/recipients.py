"""Who has to be told of a release: people on stage and sub-forums. Knows no database.

Their addresses, and the editors of a sub-forum, are found in `release_mails.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from programme.agenda.values import Agenda, Person, Session, SubForum
from programme.releases.changes import Change, differences


@dataclass(slots=True)
class Concern:
    """The changes in the sessions of one person or sub-forum, in order."""

    changes: list[Change] = field(default_factory=list)


@dataclass(slots=True)
class Affected:
    """The people and sub-forums that a release concerns, by guid."""

    people: dict[str, tuple[Person, Concern]] = field(default_factory=dict)
    sub_forums: dict[str, tuple[SubForum, Concern]] = field(default_factory=dict)


def find_affected(old: Agenda, new: Agenda) -> Affected:
    """Return everybody on stage in a session that changed, and the sub-forum of each such session.

    People taken off the stage are included, and so is the sub-forum that a session has left.
    """
    affected = Affected()
    for change in differences(old, new):
        before, after = old.by_guid.get(change.session.guid), new.by_guid.get(change.session.guid)
        sessions = [session for session in (before, after) if session is not None]
        for person in _people(sessions):
            affected.people.setdefault(person.guid, (person, Concern()))[1].changes.append(change)
        for sub_forum in {
            session.sub_forum.guid: session.sub_forum for session in sessions if session.sub_forum
        }.values():
            _row, concern = affected.sub_forums.setdefault(sub_forum.guid, (sub_forum, Concern()))
            concern.changes.append(change)
    return affected


def _people(sessions: Iterable[Session]) -> list[Person]:
    people = (
        appearance.person
        for session in sessions
        for appearance in session.appearances
        if appearance.person
    )
    return list({person.guid: person for person in people}.values())
