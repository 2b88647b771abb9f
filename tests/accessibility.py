"""What axe-core finds on a page that is open in a browser."""

from pathlib import Path
from typing import Any

import axe_playwright_python

_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
# Two rules of WCAG 2.1 and 2.2 run only if they are named; all others of WCAG, A and AA, and the
# best practices run by themselves. What passes is not described: a quarter of the time.
# A block of the planner bears its title, and says “08:30 to 18:00” where it shows “08:30–18:00”.
_RUN = """
const spoken = (rule, node) => rule.id === "label-content-name-mismatch"
  && node.html.startsWith('<button class="planner-block');
axe.run(document, {
  preload: false,
  resultTypes: ["violations"],
  rules: {"target-size": {enabled: true}, "label-content-name-mismatch": {enabled: true}},
}).then(result => result.violations
  .filter(rule => rule.impact !== 'minor' || rule.tags.some(tag => tag.startsWith('wcag')))
  .map(rule => ({...rule, nodes: rule.nodes.filter(node => !spoken(rule, node))}))
  .filter(rule => rule.nodes.length)
  .map(rule => `${rule.id} (${rule.impact}): ${rule.nodes[0].html.slice(0, 200)}`))
"""
_IS_WIDE = "document.documentElement.scrollWidth > window.innerWidth"


def violations(page: Any) -> list[str]:
    """Violations of WCAG 2.2 A and AA, others of moderate impact or above, and a page too wide."""
    faults: list[str] = page.evaluate(f"{_AXE};{_RUN}")
    return faults + (["scrolls sideways"] if page.evaluate(_IS_WIDE) else [])
