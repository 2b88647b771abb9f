"""What axe-core finds on a page that is open in a browser."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import axe_playwright_python
from django.db import connection

Case = TypeVar("Case")

_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
_RUN = """
axe.run(document, {preload: false}).then(result => result.violations
  .filter(one => one.impact !== 'minor')
  .map(one => `${one.id} (${one.impact}): ${one.nodes[0].html.slice(0, 200)}`))
"""
_IS_WIDE = "document.documentElement.scrollWidth > window.innerWidth"


def shared_out(cases: Iterable[Case]) -> list[Case]:
    """Every second case on SQLite, the others on PostgreSQL: a page looks the same on both.

    EVERY_SCREEN=1 gives all of them to both.
    """
    if os.environ.get("EVERY_SCREEN"):
        return list(cases)
    return list(cases)[connection.vendor == "postgresql" :: 2]


def violations(page: Any) -> list[str]:
    """Violations of moderate impact or above, and a page that is wider than its window."""
    found: list[str] = page.evaluate(f"{_AXE};{_RUN}")
    return found + (["scrolls sideways"] if page.evaluate(_IS_WIDE) else [])
