"""A table of the office: counts, rosters, changes. Page and files show the same value."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from core.files.spreadsheets import Column


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows, ready to show; `notes` are lines below them, such as counting rules."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    notes: Sequence[str] = ()
    # Whether it holds what few may see: then it leaves the portal with a reason only.
    is_sensitive: bool = False
    # The keys of columns that the page shows as dots, because they are stored encrypted.
    sealed: Collection[str] = ()
    # Where the first cell of each row leads on the page; empty if nowhere.
    links: Sequence[str] = ()


def format_counts(counts: Iterable[tuple[object, int]]) -> str:
    """Counts in one cell, without zeros: “Delegate 4 · Adviser 2”."""
    return " · ".join(f"{label} {count}" for label, count in counts if count)
