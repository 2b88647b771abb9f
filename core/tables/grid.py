"""Rows of text cells, each with the address under which a spreadsheet program shows it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tables.numbers import is_shortened

# A programme has 300 rows and 25 columns; more than this is another kind of file.
MOST_ROWS = 5_000
# Headers, titles and what a template explains stand above the rows and count for none.
LAST_ROW = MOST_ROWS + 20
MOST_COLUMNS = 100
LONGEST_CELL = 32_767
# One long text may be repeated in every cell of a small file: all of them are kept.
MOST_CHARACTERS = 4_000_000


class TableRefused(Exception):
    """This file is not taken. The message says why, and what to do."""


class Flaw(models.TextChoices):
    """A reason why a cell cannot be read, and what to do about it."""

    FORMULA = "formula", _("This cell contains a formula without a result. Enter the value itself.")
    ERROR = "error", _("This cell contains a spreadsheet error. Enter the value itself.")
    TOO_LONG = "too-long", _("This cell contains more than 32,767 characters. Shorten it.")
    CONTROL = (
        "control",
        _("This cell contains a character that cannot be stored. Type the text again."),
    )
    LOST = "lost", _("This number has lost digits. Format the cell as text and enter it again.")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet program shows it, and the text of each cell."""

    number: int
    cells: tuple[str, ...]

    def __bool__(self) -> bool:
        return any(self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it was read: the rows that are not blank, and remarks about them.

    Cells have dates as 2023-12-07, times as 14:00, both as 2023-12-07 14:00. `is_guessed`
    says that the encoding was neither known nor chosen. `sheets` are those that are shown.
    """

    rows: tuple[Row, ...]
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    is_guessed: bool = False
    flaws: Mapping[str, Flaw] = field(default_factory=dict)
    merged: tuple[str, ...] = ()

    def without(self, columns: Collection[int], below: int) -> "Grid":
        """The same with nothing in `columns` below the row of that number."""

        def emptied(row: Row) -> Row:
            if row.number <= below:
                return row
            texts = ("" if at in columns else text for at, text in enumerate(row.cells))
            return Row(row.number, tuple(texts))

        letters = {address(column, 0)[:-1] for column in columns}
        flaws = {
            place: flaw
            for place, flaw in self.flaws.items()
            if place.rstrip("0123456789") not in letters
        }
        return replace(self, rows=tuple(filter(None, map(emptied, self.rows))), flaws=flaws)

    def as_json(self) -> "GridJson":
        """The grid as a JSON value, for storing."""
        return {
            "rows": [(row.number, row.cells) for row in self.rows],
            "sheet": self.sheet,
            "sheets": list(self.sheets),
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "is_guessed": self.is_guessed,
            "flaws": {place: flaw.value for place, flaw in self.flaws.items()},
            "merged": list(self.merged),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Grid":
        """The grid that `as_json` described."""
        return cls(
            rows=tuple(Row(number, tuple(cells)) for number, cells in data["rows"]),
            sheet=data["sheet"],
            sheets=tuple(data["sheets"]),
            encoding=data["encoding"],
            delimiter=data["delimiter"],
            is_guessed=data.get("is_guessed", False),
            flaws={place: Flaw(flaw) for place, flaw in data["flaws"].items()},
            merged=tuple(data["merged"]),
        )


class GridJson(TypedDict):
    """A grid as JSON: rows as pairs of number and cells, flaws by the name of their cell."""

    rows: Sequence[tuple[int, Sequence[str]]]
    sheet: str
    sheets: Sequence[str]
    encoding: str
    delimiter: str
    is_guessed: bool
    flaws: Mapping[str, str]
    merged: Sequence[str]


def address(column: int, row: int) -> str:
    """The name of a cell: column 0 of row 7 is A7."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def unreadable(text: str) -> Flaw | None:
    """Why a text cannot be kept as it is, or None."""
    if len(text) > LONGEST_CELL:
        return Flaw.TOO_LONG
    if is_shortened(text):
        return Flaw.LOST
    kept = (char in "\t\n\r" or not (char < " " or "\ud800" <= char <= "\udfff") for char in text)
    return None if text.isprintable() or all(kept) else Flaw.CONTROL


class Collector:
    """Gathers rows within the limits above. Raises TableRefused where they end."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.flaws: dict[str, Flaw] = {}
        self._characters = 0

    def add(self, number: int, texts: list[str]) -> None:
        """One row; a blank one counts for nothing."""
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            return
        if number > LAST_ROW:
            raise TableRefused(
                _("This table has more than 5,000 rows. Split it into several tables.")
            )
        if len(texts) > MOST_COLUMNS:
            raise TableRefused(_("This table has more than 100 columns. Remove some."))
        for column, text in enumerate(texts):
            if flaw := unreadable(text):
                self.flaws[address(column, number)] = flaw
                texts[column] = text[:80].replace("\0", "") if flaw == Flaw.TOO_LONG else ""
        self._characters += sum(map(len, texts))
        if self._characters > MOST_CHARACTERS:
            raise TableRefused(
                _("This table contains too much text. Split it into several tables.")
            )
        self.rows.append(Row(number, tuple(texts)))
