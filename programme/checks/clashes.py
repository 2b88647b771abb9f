"""What clashes in the draft, and what would clash if sessions stood elsewhere. Saves nothing."""

from collections.abc import Iterable

from events.models import Event
from programme.agenda.values import Agenda, Session, in_order
from programme.checks import Finding, Severity, completeness, run_checks
from programme.checks.load_known import load_known


def clashes_in(event: Event, draft: Agenda, instead: Iterable[Session] = ()) -> list[Finding]:
    """What the checks find with the sessions `instead` in the place of those of the same guid.

    What is unfinished is left out, and so is what only few may be told.
    """
    changed = {one.guid: one for one in instead}
    sessions = in_order(changed.get(session.guid, session) for session in draft.sessions)
    found = run_checks(draft.only(sessions), load_known(event))
    return [
        one.without_private()
        for one in found
        if one.check.severity != Severity.NOTE
        and one.check not in completeness.CHECKS
        and one.check.right is None
    ]


def clashes_by_session(found: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The same by the guid of each session that it is about."""
    by_session: dict[str, list[Finding]] = {}
    for finding in found:
        for session in finding.hit.sessions:
            by_session.setdefault(session.guid, []).append(finding)
    return by_session


def new_clashes(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """Those of `after` that were not there: of another check or between other sessions."""
    known = {_key(finding) for finding in before}
    return [finding for finding in after if _key(finding) not in known]


def _key(finding: Finding) -> tuple[str, frozenset[str]]:
    return finding.check.key, frozenset(session.guid for session in finding.hit.sessions)
