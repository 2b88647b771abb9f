"""What is still to do in the draft of an agenda, point by point. Knows no database."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programme.agenda.values import Agenda, Person, Session
from programme.checks import Finding
from programme.choices import SessionKind

# Anyone who follows these needs a language of the forum. A meal or a tour gets by without.
_SPOKEN = frozenset(
    {
        SessionKind.CEREMONY,
        SessionKind.PLENARY,
        SessionKind.KEYNOTE,
        SessionKind.SUB_FORUM,
        SessionKind.PANEL,
        SessionKind.DIALOGUE,
        SessionKind.BRIEFING,
        SessionKind.PRESS,
    }
)
# Checks with a heading of their own, and those whose subject has one that says more.
_WITH_HEADING = frozenset({"room-missing", "nobody-leads"})
_SAID_HERE = frozenset({"name-missing", "not-interpreted"})


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to do in one session; `note` says more where the session alone does not."""

    session: Session
    note: str = ""

    @property
    def guid(self) -> str:
        """Of what leads to where it is put right."""
        return self.session.guid


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that visitors miss of one person on stage."""

    person: Person

    @property
    def guid(self) -> str:
        """Of what leads to where it is put right."""
        return self.person.guid


@dataclass(frozen=True, slots=True)
class ReadinessGroup:
    """Everything of one kind that is still to do."""

    key: str
    label: str | Promise
    points: tuple[Point | Lack, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the sessions of one sub-forum are, or those outside of all (`guid` empty)."""

    guid: str
    sessions: int
    ready: int
    open: int

    @property
    def percent(self) -> int:
        """The ready sessions of a hundred; all of them where there are none."""
        return self.ready * 100 // self.sessions if self.sessions else 100


def open_points(agenda: Agenda, findings: Iterable[Finding]) -> list[ReadinessGroup]:
    """What is to do, by kind; kinds of which nothing is left are there too, and empty.

    `findings` are the open ones of the checks. Cancelled sessions need nothing any more.
    """
    live = [one for one in agenda.sessions if not one.is_cancelled]
    found = [one for one in findings if one.hit.sessions and one.check.key not in _SAID_HERE]
    groups: tuple[tuple[str, str | Promise, Iterable[Point]], ...] = (
        ("no-room", _("Sessions without a room"), _found(found, "room-missing")),
        ("no-languages", _("Sessions without interpretation"), _in_one_language(live)),
        ("no-leader", _("Sessions without chair or moderator"), _found(found, "nobody-leads")),
        ("placeholder", _("Placeholders on stage"), _placeholders(live)),
        ("unconfirmed", _("People on stage who have not confirmed"), _waiting(live)),
        ("finding", _("Findings of the checks"), _others(found)),
    )
    return [ReadinessGroup(key, label, tuple(points)) for key, label, points in groups]


def lacks(
    agenda: Agenda, with_biography: Collection[str], with_portrait: Collection[str]
) -> list[ReadinessGroup]:
    """Who is on stage without a biography, and who without a photograph: told by their guids."""
    groups: tuple[tuple[str, str | Promise, Collection[str]], ...] = (
        ("no-biography", _("People on stage without a biography"), with_biography),
        ("no-portrait", _("People on stage without a photograph"), with_portrait),
    )
    people = [person for person, _where in agenda.speakers.values()]
    return [
        ReadinessGroup(key, label, tuple(Lack(one) for one in people if one.guid not in known))
        for key, label, known in groups
    ]


def standings(agenda: Agenda, groups: Iterable[ReadinessGroup]) -> list[Standing]:
    """One for each sub-forum, in its order, and a last one for what is outside of all."""
    open_in: dict[str, int] = {}
    for group in groups:
        for point in group.points:
            open_in[point.guid] = open_in.get(point.guid, 0) + 1
    live = [one for one in agenda.sessions if not one.is_cancelled]
    found = []
    for guid in (*(one.guid for one in agenda.sub_forums), ""):
        own = [one for one in live if (one.sub_forum.guid if one.sub_forum else "") == guid]
        counts = [open_in.get(one.guid, 0) for one in own]
        found.append(Standing(guid, len(own), counts.count(0), sum(counts)))
    return found


def _in_one_language(sessions: Iterable[Session]) -> Iterator[Point]:
    """Spoken sessions of which nobody has said the language, or that are in one language alone."""
    for session in sessions:
        if session.kind in _SPOKEN and len(session.languages) < 2:
            yield Point(session)


def _placeholders(sessions: Iterable[Session]) -> Iterator[Point]:
    for session in sessions:
        for appearance in session.appearances:
            if appearance.person is None:
                yield Point(session, str(appearance.placeholder))


def _waiting(sessions: Iterable[Session]) -> Iterator[Point]:
    for session in sessions:
        for appearance in session.appearances:
            if appearance.person is not None and not appearance.is_confirmed:
                yield Point(session, appearance.person.name)


def _found(findings: Iterable[Finding], key: str) -> Iterator[Point]:
    """The sessions of one check: what was accepted is not among them."""
    return (Point(one.hit.sessions[0]) for one in findings if one.check.key == key)


def _others(findings: Iterable[Finding]) -> Iterator[Point]:
    """What has no heading of its own, in words, with the first session that it concerns."""
    for one in findings:
        if one.check.key not in _WITH_HEADING:
            yield Point(one.hit.sessions[0], str(one.hit.sentence))
