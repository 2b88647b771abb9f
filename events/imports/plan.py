"""What an import would do with each row of a table, and with all of them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core.history import FieldChange
from core.protection.fingerprint import fingerprint
from events.choices import Verdict
from events.imports.notes import Note

_WORST_FIRST = {verdict: number for number, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What an import would do with one row of the table. `row` is the row, not yet saved.

    `beside` is a row of another model that is saved with it; `proposed` are the fields whose value
    is not in the table but proposed.
    """

    number: int
    name: str
    row: Any
    changes: list[FieldChange]
    errors: list[Note]
    warnings: list[Note]
    beside: Any = None
    proposed: frozenset[str] = frozenset()

    @property
    def has_twin(self) -> bool:
        """Whether the row resembles another one."""
        return any(note.is_twin for note in self.warnings)

    @property
    def is_new(self) -> bool:
        """Whether the row would be created."""
        return self.row is None or self.row.pk is None

    @property
    def outcome(self) -> list[object]:
        """All that a reader of the preview is told to happen to the row, as JSON."""
        return [
            self.number,
            self.verdict.value,
            None if self.is_new else self.row.pk,
            [[change.name, change.old, change.new] for change in self.changes],
            [[note.place, note.text] for note in self.errors],
        ]

    @property
    def fingerprint(self) -> str:
        """A short text that differs whenever the outcome would."""
        return fingerprint(self.outcome)

    @property
    def verdict(self) -> Verdict:
        """What the import would do with the row."""
        if self.errors:
            return Verdict.ERROR
        if self.is_new:
            return Verdict.CREATE
        return Verdict.CHANGE if self.changes else Verdict.UNCHANGED


@dataclass(frozen=True)
class Plan:
    """Everything that an import would do."""

    rows: list[PlannedRow]
    notes: list[str] = field(default_factory=list)

    @property
    def by_urgency(self) -> list[PlannedRow]:
        """Errors, new rows, changes, then the rest; each in the order of the table."""
        return sorted(self.rows, key=lambda row: (_WORST_FIRST[row.verdict], row.number))

    @cached_property
    def counts(self) -> dict[Verdict, int]:
        """The number of rows with each verdict."""
        verdicts = [row.verdict for row in self.rows]
        return {verdict: verdicts.count(verdict) for verdict in Verdict}

    @property
    def has_errors(self) -> bool:
        """Whether any row has an error: then nothing is written."""
        return bool(self.counts[Verdict.ERROR])

    @property
    def errors(self) -> list[Note]:
        """The errors, in the order of the table."""
        return [note for row in self.rows for note in row.errors]

    @property
    def to_write(self) -> list[PlannedRow]:
        """The rows that would be saved."""
        return [row for row in self.rows if row.verdict in (Verdict.CREATE, Verdict.CHANGE)]

    def without(self, numbers: Collection[int]) -> "Plan":
        """The plan of all other rows."""
        return Plan([row for row in self.rows if row.number not in numbers], self.notes)

    @property
    def can_be_applied(self) -> bool:
        """Whether there are no errors and something to do."""
        return not self.has_errors and bool(self.to_write)

    @cached_property
    def fingerprint(self) -> str:
        """A short text that differs whenever the outcome would."""
        return fingerprint([row.outcome for row in self.rows])
