"""Draw what imports what: `python -m tests.graph` writes docs/architecture-graph.md.

One diagram shows the apps; one for each app shows its folders and modules. Arrows that follow from
others are left out (transitive reduction): with all of them the diagrams cannot be read.
"""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter

from grimp import ImportGraph, build_graph

from tests.paths import ROOT

APPS = ("forum_portal", "programme", "delegations", "events", "accounts", "mail", "core")
DOCUMENT = ROOT / "docs" / "architecture-graph.md"
BEGIN, END = "<!-- begin: python -m tests.graph -->", "<!-- end -->"
# What every app has, and what Django finds by its name.
_LEFT_OUT = {"apps", "management", "migrations"}
# Words of Mermaid's own, which cannot name a node.
_RESERVED = {"call", "class", "click", "default", "end", "graph", "href", "style", "subgraph"}

Arrows = Mapping[str, set[str]]


@cache
def imports() -> ImportGraph:
    """Every import that a program runs; those for the type checker alone are no dependency."""
    return build_graph(*APPS, exclude_type_checking_imports=True, cache_dir=None)


def arrows_between_apps() -> Arrows:
    """Which app imports from which."""
    return _arrows({app: app for app in APPS})


def arrows_within(app: str) -> Arrows:
    """Which folder or module of an app imports from which."""
    children = sorted(imports().find_children(app))
    names = {child: child.removeprefix(f"{app}.") for child in children}
    return _arrows({child: name for child, name in names.items() if name not in _LEFT_OUT})


def _arrows(names: Mapping[str, str]) -> Arrows:
    """Imports between modules, each with all that is below it, under the names given to them."""
    owner = {
        below: name
        for module, name in names.items()
        for below in {module, *imports().find_descendants(module)}
    }
    arrows: dict[str, set[str]] = {name: set() for name in names.values()}
    for importer, name in owner.items():
        imported = imports().find_modules_directly_imported_by(importer)
        arrows[name] |= {owner[other] for other in imported if other in owner} - {name}
    return arrows


def circle_in(arrows: Arrows) -> list[str]:
    """Return the names along a circle of arrows, or nothing where there is none."""
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def reduced(arrows: Arrows) -> Arrows:
    """Leave out each arrow that follows from others. The arrows must not make a circle."""

    def reached(name: str) -> set[str]:
        return {end for step in arrows[name] for end in {step, *reached(step)}}

    return {
        name: {end for end in ends if not any(end in reached(other) for other in ends - {end})}
        for name, ends in arrows.items()
    }


def diagram(arrows: Arrows) -> str:
    """Write arrows as a Mermaid diagram, in alphabetical order."""
    lines = [
        f"    {_node(name)} --> {_node(end)}"
        for name, ends in sorted(reduced(arrows).items())
        for end in sorted(ends)
    ]
    linked = {name for name, ends in arrows.items() for name in {name, *ends} if ends}
    lines += [f"    {_node(name)}" for name in sorted(set(arrows) - linked)]
    return "\n".join(["```mermaid", "graph TD", *lines, "```"])


def _node(name: str) -> str:
    return f'{name}_["{name}"]' if name in _RESERVED else name


def sections() -> Iterator[tuple[str, Arrows]]:
    """Return the heading of each diagram with its arrows."""
    yield "The apps", arrows_between_apps()
    for app in APPS:
        yield f"`{app}/`", arrows_within(app)


def with_diagrams(text: str) -> str:
    """Return the text of the document with the diagrams of the code as it is now."""
    before, _begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"{DOCUMENT.name} needs the lines {BEGIN} and {END}.")
    parts = "\n\n".join(f"## {heading}\n\n{diagram(arrows)}" for heading, arrows in sections())
    return f"{before}{BEGIN}\n\n{parts}\n\n{END}{after}"


def main() -> int:
    """Write the document, or name a circle and fail."""
    for heading, arrows in sections():
        if circle := circle_in(arrows):
            print(f"{heading}: circle {' → '.join(circle)}", file=sys.stderr)
            return 1
    DOCUMENT.write_text(with_diagrams(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
