"""The faults of a table, those of one kind together: a thousand are read as a few lines."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.tables import Field
from events.imports.rows import Note, Plan

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
        """How many cells have it."""
        return len(self.faults)

    @property
    def text(self) -> str:
        """What is wrong; of several wordings the first."""
        return self.faults[0].note.text

    @property
    def values(self) -> str:
        """The texts that are not known, if these are several: each with how often it is there."""
        found = Counter(one.note.value for one in self.faults if one.note.value)
        more = "…" if len(found) > _MOST_PLACES else ""
        named = [f"{text[:40]} ({count})" for text, count in found.most_common(_MOST_PLACES)]
        return ", ".join(named) + more if len(found) > 1 else ""

    @property
    def is_varied(self) -> bool:
        """Whether not all say the same."""
        return len({one.note.text for one in self.faults}) > 1

    @property
    def places(self) -> str:
        """The cells, those below one another as a range."""
        places = _ranges(one.note.place for one in self.faults)
        more = "…" if len(places) > _MOST_PLACES else ""
        return ", ".join(places[:_MOST_PLACES]) + more

    @property
    def named(self) -> list[NamedNote]:
        """The first of them."""
        return self.faults[:_MOST_NAMED]

    @property
    def more(self) -> int:
        """How many are not among `named`."""
        return max(0, self.count - _MOST_NAMED)


def group_faults(plan: Plan, fields: Sequence[Field]) -> list[FaultGroup]:
    """The faults of a plan by column and kind, the most frequent first."""
    labels = {part: one.label for one in reversed(fields) for part in _names(one.key)}
    groups: dict[tuple[str, str], list[NamedNote]] = defaultdict(list)
    for row in plan.rows:
        for note in row.errors:
            groups[note.key, note.kind].append(NamedNote(row.name, note))
    found = [FaultGroup(labels.get(key, ""), faults) for (key, _kind), faults in groups.items()]
    return sorted(found, key=lambda one: -one.count)


def _names(key: str) -> tuple[str, str]:
    return key.partition(".")[0], key


def _ranges(places: Iterable[str]) -> list[str]:
    found: list[tuple[str, int, int]] = []
    for place in places:
        match = _CELL.fullmatch(place)
        column, number = (match[1], int(match[2])) if match else (place, 0)
        if found and number and found[-1][0] == column and found[-1][2] == number - 1:
            found[-1] = (column, found[-1][1], number)
        else:
            found.append((column, number, number))
    return [_range_name(*one) for one in found]


def _range_name(column: str, first: int, last: int) -> str:
    if not first:
        return column
    return f"{column}{first}" if first == last else f"{column}{first}:{column}{last}"
