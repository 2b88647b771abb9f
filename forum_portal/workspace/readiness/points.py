"""Open points in the draft of an agenda. Knows no database."""

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
    """One open point of one session; `note` explains it if the session alone does not."""

    session: Session
    note: str = ""

    @property
    def guid(self) -> str:
        """The guid of the row where the point can be resolved."""
        return self.session.guid


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that visitors miss about one person on stage."""

    person: Person

    @property
    def guid(self) -> str:
        """The guid of the row where the point can be resolved."""
        return self.person.guid


@dataclass(frozen=True, slots=True)
class ReadinessGroup:
    """The open points of one kind."""

    key: str
    label: str | Promise
    points: tuple[Point | Lack, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The progress of the sessions of one sub-forum, or of none (`guid` empty)."""

    guid: str
    sessions: int
    ready: int
    open: int

    @property
    def percent(self) -> int:
        """The percentage of ready sessions; 100 without sessions."""
        return self.ready * 100 // self.sessions if self.sessions else 100


def open_points(agenda: Agenda, findings: Iterable[Finding]) -> list[ReadinessGroup]:
    """The open points by kind; empty kinds are included.

    `findings` are the open ones of the checks. Cancelled sessions need nothing any more.
    """
    live = [session for session in agenda.sessions if not session.is_cancelled]
    relevant = [
        finding
        for finding in findings
        if finding.hit.sessions and finding.check.key not in _SAID_HERE
    ]
    groups: tuple[tuple[str, str | Promise, Iterable[Point]], ...] = (
        ("no-room", _("Sessions without a room"), _points(relevant, "room-missing")),
        ("no-languages", _("Sessions without interpretation"), _in_one_language(live)),
        ("no-leader", _("Sessions without chair or moderator"), _points(relevant, "nobody-leads")),
        ("placeholder", _("Placeholders on stage"), _placeholders(live)),
        ("unconfirmed", _("People on stage who have not confirmed"), _waiting(live)),
        ("finding", _("Findings of the checks"), _others(relevant)),
    )
    return [ReadinessGroup(key, label, tuple(points)) for key, label, points in groups]


def lacks(
    agenda: Agenda, with_biography: Collection[str], with_portrait: Collection[str]
) -> list[ReadinessGroup]:
    """People on stage without a biography, and those without a photograph, given those with one."""
    groups: tuple[tuple[str, str | Promise, Collection[str]], ...] = (
        ("no-biography", _("People on stage without a biography"), with_biography),
        ("no-portrait", _("People on stage without a photograph"), with_portrait),
    )
    people = [person for person, _where in agenda.speakers.values()]
    return [
        ReadinessGroup(
            key, label, tuple(Lack(person) for person in people if person.guid not in known)
        )
        for key, label, known in groups
    ]


def standings(agenda: Agenda, groups: Iterable[ReadinessGroup]) -> list[Standing]:
    """The standing of each sub-forum, in order, and last that of sessions outside sub-forums."""
    open_in: dict[str, int] = {}
    for group in groups:
        for point in group.points:
            open_in[point.guid] = open_in.get(point.guid, 0) + 1
    live = [session for session in agenda.sessions if not session.is_cancelled]
    rows = []
    for guid in (*(sub_forum.guid for sub_forum in agenda.sub_forums), ""):
        own = [
            session
            for session in live
            if (session.sub_forum.guid if session.sub_forum else "") == guid
        ]
        counts = [open_in.get(session.guid, 0) for session in own]
        rows.append(Standing(guid, len(own), counts.count(0), sum(counts)))
    return rows


def _in_one_language(sessions: Iterable[Session]) -> Iterator[Point]:
    """Sessions with no language given, or in a single language without interpretation."""
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


def _points(findings: Iterable[Finding], key: str) -> Iterator[Point]:
    """The sessions of one check; accepted findings are not among them."""
    return (Point(finding.hit.sessions[0]) for finding in findings if finding.check.key == key)


def _others(findings: Iterable[Finding]) -> Iterator[Point]:
    """Findings without a heading of their own, with the first session of each."""
    for finding in findings:
        if finding.check.key not in _WITH_HEADING:
            yield Point(finding.hit.sessions[0], str(finding.hit.sentence))
