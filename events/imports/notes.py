"""What is said about one cell of a table."""

from dataclasses import dataclass

# The kind of note about a day that could be two: the order is asked about once for the column.
DAY_ORDER = "day-order"


@dataclass(frozen=True, slots=True)
class Note:
    """A message about one cell: what is wrong and what to do. `place` is Sheet!B7, or B7.

    `is_twin`: the row resembles another one. `key` is the field, `kind` is the same for faults of
    the same sort, `value` is an unknown text.
    """

    place: str
    text: str
    is_twin: bool = False
    key: str = ""
    kind: str = ""
    value: str = ""
