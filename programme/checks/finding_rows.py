"""Findings as the organizers' pages show them, in their language and with links."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.text.dates import moment_range
from core.text.translated import fallback_order
from delegations.models import Attendee
from delegations.querysets import AttendeeQuerySet
from events.models import Event
from programme.checks import Finding, Severity
from programme.checks.finding import SEVERITY_ORDER
from programme.checks.review import Review
from programme.models import AcceptedFinding, Session
from programme.querysets import SessionQuerySet

SEVERITY_LABELS: dict[str, Promise] = {
    Severity.ERROR: _("Error"),
    Severity.WARNING: _("Warning"),
    Severity.NOTE: _("Note"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A session or person in a finding; `url` is empty if the user may not change it."""

    label: str
    when: str
    url: str
    guid: str


@dataclass(frozen=True, slots=True)
class Row:
    """One finding, ready to be shown."""

    finding: Finding
    sentence: str
    private: str
    severity: str
    sessions: list[Link]
    people: list[Link]
    accepted: AcceptedFinding | None = None

    @property
    def label(self) -> str | Promise:
        """What the check is about."""
        return self.finding.check.label


@dataclass(frozen=True, slots=True)
class Group:
    """The open findings of one check."""

    severity: str
    label: str | Promise
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Rows:
    """The findings of an event or of one session."""

    open: list[Row]
    accepted: list[Row]

    @property
    def counts(self) -> list[tuple[Severity, Promise, int]]:
        """The number of open findings of each severity, the worst first, without zeros."""
        counts = Counter(row.finding.check.severity for row in self.open)
        return [
            (severity, SEVERITY_LABELS[severity], counts[severity])
            for severity in Severity
            if counts[severity]
        ]

    @property
    def groups(self) -> list[Group]:
        """The open findings by check, the worst first."""
        by_check: dict[str, list[Row]] = {}
        for row in self.open:
            by_check.setdefault(row.finding.check.key, []).append(row)
        groups = [Group(rows[0].severity, rows[0].label, rows) for rows in by_check.values()]
        return sorted(
            groups, key=lambda group: SEVERITY_ORDER[group.rows[0].finding.check.severity]
        )


def load_rows(user: User, event: Event, review: Review) -> Rows:
    """Return what a page shows of `review`, with two queries for the URLs that `user` may open."""
    urls = _Urls(user, event)
    with fallback_order(event.languages):
        return Rows(
            [_row(finding, urls) for finding in review.open],
            [_row(finding, urls, accepted) for finding, accepted in review.accepted],
        )


class _Urls:
    """The URLs at which sessions and people are changed; empty where the user may not open them."""

    def __init__(self, user: User, event: Event) -> None:
        sessions = Session.objects.visible_to(user).filter(event=event)
        people = Attendee.objects.visible_to(user).filter(appearances__session__event=event)
        self.sessions = _by_guid(sessions)
        self.people = _by_guid(people.order_by().distinct())

    def session(self, guid: str) -> str:
        return _url("programme_session", self.sessions.get(guid))

    def person(self, guid: str) -> str:
        return _url("delegations_attendee", self.people.get(guid))


def _by_guid(rows: SessionQuerySet | AttendeeQuerySet) -> dict[str, int]:
    return {str(guid): pk for guid, pk in rows.values_list("guid", "pk")}


def _url(model: str, pk: int | None) -> str:
    return reverse(f"admin:{model}_change", args=[pk]) if pk else ""


def _row(finding: Finding, urls: _Urls, accepted: AcceptedFinding | None = None) -> Row:
    hit = finding.hit
    moments = (moment_range(session.start, session.end) for session in hit.sessions)
    sessions = (
        Link(str(session.title), moment, urls.session(session.guid), session.guid)
        for session, moment in zip(hit.sessions, moments, strict=True)
    )
    people = (Link(person.name, "", urls.person(person.guid), person.guid) for person in hit.people)
    return Row(
        finding=finding,
        sentence=str(hit.sentence),
        private=str(hit.private),
        severity=str(SEVERITY_LABELS[finding.check.severity]),
        sessions=list(sessions),
        people=list(people),
        accepted=accepted,
    )
