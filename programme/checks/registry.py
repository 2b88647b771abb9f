"""The registry of checks: each app registers its own when it is ready. Knows no database."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from programme.agenda.values import Agenda
from programme.checks.finding import SEVERITY_ORDER, Check, Finding
from programme.checks.known import Known

# Loads what the checks of one app know of an event, in a number of queries that does not grow.
FactsLoader = Callable[[Any], object]

_checks: dict[str, Check] = {}
_loaders: dict[str, FactsLoader] = {}


class AlreadyRegistered(Exception):
    """The key of a check or the namespace of an app is already taken."""


def register(
    checks: Iterable[Check], *, namespace: str = "", load_facts: FactsLoader | None = None
) -> None:
    """Add checks, from `AppConfig.ready()`.

    What `load_facts` returns for an event is `Known.more[namespace]` when they run.
    Raises AlreadyRegistered.
    """
    added = list(checks)
    keys = [check.key for check in added]
    if len({*keys, *_checks}) < len(keys) + len(_checks):
        raise AlreadyRegistered(", ".join(keys))
    if load_facts is not None:
        if not namespace or namespace in _loaders:
            raise AlreadyRegistered(namespace or "a loader needs a namespace")
        _loaders[namespace] = load_facts
    _checks.update((check.key, check) for check in added)


def registered() -> Mapping[str, Check]:
    """Return all checks by key, in the order in which they were registered."""
    return MappingProxyType(_checks)


def loaders() -> Mapping[str, FactsLoader]:
    """Return the registered loaders of facts, by namespace."""
    return MappingProxyType(_loaders)


def run_checks(
    agenda: Agenda, known: Known, checks: Iterable[Check] | None = None
) -> list[Finding]:
    """Return all findings, the worst first, then by time. Cancelled sessions are ignored."""
    live = agenda.only(session for session in agenda.sessions if not session.is_cancelled)
    chosen = registered().values() if checks is None else checks
    findings = [Finding(check, hit) for check in chosen for hit in check.find(live, known)]
    return sorted(findings, key=_place)


def _place(finding: Finding) -> tuple[int, str, str]:
    first = min((session.start for session in finding.hit.sessions), default=None)
    order = SEVERITY_ORDER[finding.check.severity]
    # Within one zone ISO 8601 sorts by time. Findings about no session come last.
    return order, first.isoformat() if first else "~", finding.check.key
