"""Clashes in the draft, now or if sessions were moved. Saves nothing."""

from collections.abc import Iterable

from events.models import Event
from programme.agenda.values import Agenda, Session, in_order
from programme.checks import Finding, Severity, completeness, run_checks
from programme.checks.load_known import load_known


def clashes_in(event: Event, draft: Agenda, instead: Iterable[Session] = ()) -> list[Finding]:
    """Return the findings in `draft` with the sessions `instead` replacing those of the same guid.

    Notes, findings about completeness and findings that need a right of their own are left out.
    """
    changed = {session.guid: session for session in instead}
    sessions = in_order(changed.get(session.guid, session) for session in draft.sessions)
    findings = run_checks(draft.only(sessions), load_known(event))
    return [
        finding.without_private()
        for finding in findings
        if finding.check.severity != Severity.NOTE
        and finding.check not in completeness.CHECKS
        and finding.check.right is None
    ]


def clashes_by_session(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Group findings by the guid of each session that they are about."""
    by_session: dict[str, list[Finding]] = {}
    for finding in findings:
        for session in finding.hit.sessions:
            by_session.setdefault(session.guid, []).append(finding)
    return by_session


def new_clashes(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """Return the findings of `after` with a check and sessions that `before` lacks."""
    known = {_key(finding) for finding in before}
    return [finding for finding in after if _key(finding) not in known]


def _key(finding: Finding) -> tuple[str, frozenset[str]]:
    return finding.check.key, frozenset(session.guid for session in finding.hit.sessions)
