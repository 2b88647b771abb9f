"""Checks: problems in an agenda. They warn and never forbid. Knows no database.

Checks read the same `Agenda` value as the pages, and what only the office knows (`Known`).
`docs/checks.md` lists them and says how an app adds its own.
"""

from programme.checks.finding import Check, Finding, Hit, Severity
from programme.checks.known import Known
from programme.checks.registry import register, registered, run_checks

__all__ = ["Check", "Finding", "Hit", "Known", "Severity", "register", "registered", "run_checks"]
