"""What axe-core finds on a page that is open in a browser."""

from pathlib import Path
from typing import Any

import axe_playwright_python

_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
# What passes is not described: a quarter of the time.
_RUN = """
axe.run(document, {preload: false, resultTypes: ["violations"]}).then(result => result.violations
  .filter(one => one.impact !== 'minor')
  .map(one => `${one.id} (${one.impact}): ${one.nodes[0].html.slice(0, 200)}`))
"""
_IS_WIDE = "document.documentElement.scrollWidth > window.innerWidth"


def violations(page: Any) -> list[str]:
    """Violations of moderate impact or above, and a page that is wider than its window."""
    faults: list[str] = page.evaluate(f"{_AXE};{_RUN}")
    return faults + (["scrolls sideways"] if page.evaluate(_IS_WIDE) else [])
