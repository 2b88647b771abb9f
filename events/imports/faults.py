"""The faults of a table, grouped by kind: a thousand are read as a few lines."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.tables import Field
from events.imports.notes import Note
from events.imports.plan import Plan

# So many of one kind are named each; the tabs lead to all rows.
_MOST_NAMED = 50
_MOST_PLACES = 12
_CELL = re.compile(r"(?:.*!)?([A-Z]+)([0-9]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NamedNote:
    """A fault with the name of its row."""

    name: str
    note: Note


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """The faults of one kind in one column. `label` is the field of the column."""

    label: object
    faults: list[NamedNote]

    @property
    def count(self) -> int:
        """The number of cells with this fault."""
        return len(self.faults)

    @property
    def text(self) -> str:
        """The message; if there are several wordings, the first."""
        return self.faults[0].note.text

    @property
    def values(self) -> str:
        """The unknown texts with their numbers, if there are several."""
        texts = Counter(fault.note.value for fault in self.faults if fault.note.value)
        more = "…" if len(texts) > _MOST_PLACES else ""
        named = [f"{text[:40]} ({count})" for text, count in texts.most_common(_MOST_PLACES)]
        return ", ".join(named) + more if len(texts) > 1 else ""

    @property
    def is_varied(self) -> bool:
        """Whether the messages differ."""
        return len({fault.note.text for fault in self.faults}) > 1

    @property
    def places(self) -> str:
        """The cells; consecutive ones as a range."""
        places = _ranges(fault.note.place for fault in self.faults)
        more = "…" if len(places) > _MOST_PLACES else ""
        return ", ".join(places[:_MOST_PLACES]) + more

    @property
    def named(self) -> list[NamedNote]:
        """The first faults, which are listed."""
        return self.faults[:_MOST_NAMED]

    @property
    def more(self) -> int:
        """The number of faults that are not in `named`."""
        return max(0, self.count - _MOST_NAMED)


def group_faults(plan: Plan, fields: Sequence[Field]) -> list[FaultGroup]:
    """The faults of a plan by column and kind, the most frequent first."""
    return _group(((row.name, note) for row in plan.rows for note in row.errors), fields)


def group_warnings(plan: Plan, fields: Sequence[Field]) -> list[FaultGroup]:
    """The warnings of a plan, grouped as its faults are."""
    return _group(((row.name, note) for row in plan.rows for note in row.warnings), fields)


def _group(notes: Iterable[tuple[str, Note]], fields: Sequence[Field]) -> list[FaultGroup]:
    labels = {part: field.label for field in reversed(fields) for part in _names(field.key)}
    groups: dict[tuple[str, str], list[NamedNote]] = defaultdict(list)
    for name, note in notes:
        groups[note.key, note.kind].append(NamedNote(name, note))
    fault_groups = [
        FaultGroup(labels.get(key, ""), faults) for (key, _kind), faults in groups.items()
    ]
    return sorted(fault_groups, key=lambda group: -group.count)


def _names(key: str) -> tuple[str, str]:
    return key.partition(".")[0], key


def _ranges(places: Iterable[str]) -> list[str]:
    ranges: list[tuple[str, int, int]] = []
    for place in places:
        match = _CELL.fullmatch(place)
        column, number = (match[1], int(match[2])) if match else (place, 0)
        if ranges and number and ranges[-1][0] == column and ranges[-1][2] == number - 1:
            ranges[-1] = (column, ranges[-1][1], number)
        else:
            ranges.append((column, number, number))
    return [_range_name(*span) for span in ranges]


def _range_name(column: str, first: int, last: int) -> str:
    if not first:
        return column
    return f"{column}{first}" if first == last else f"{column}{first}:{column}{last}"
