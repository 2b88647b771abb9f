"""A list that is not of attendees: counts, rosters, changes. Page and files show one value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.files.spreadsheets import Column


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows, ready to show; `notes` are rules of counting and the like, one a line."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    notes: Sequence[str] = ()
    # Whether it holds what few may see: then it leaves the portal with a reason only.
    is_sensitive: bool = False


def counted_words(counts: Iterable[tuple[object, int]]) -> str:
    """Counts in one cell: “Delegate 4 · Adviser 2”; nothing of what there is none of."""
    return " · ".join(f"{label} {count}" for label, count in counts if count)
