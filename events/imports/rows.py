"""What an import would do with each row, and all its faults, by cell."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeAlias, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from core.history import compare_records
from core.tables import Flaw, Grid, Row, address
from core.text.folding import looks, tidy
from core.text.translated import TranslatedText
from events.imports.lookup import Lookup, value_key
from events.imports.notes import Note
from events.imports.plan import PlannedRow

# What values mean that are not known, by field and `value_key`.
Choices: TypeAlias = Mapping[tuple[str, str], str]
_Value = TypeVar("_Value")


class Planner(Protocol):
    """Compares the rows of a table with the rows of an event."""

    def prepare(self, readers: list["RowReader"]) -> None:
        """Load what all rows need, in a few queries."""

    def plan(self, cells: "RowReader") -> PlannedRow:
        """Plan the change that one row makes."""


class RowReader:
    """The cells of one row by field, and the faults found in them."""

    def __init__(
        self, row: Row, columns: Mapping[int, str], grid: Grid, choices: Choices | None = None
    ) -> None:
        self.number = row.number
        self.errors: list[Note] = []
        self.warnings: list[Note] = []
        self.faulty: set[str] = set()
        self.proposed: set[str] = set()
        self._empty: set[str] = set()
        self._row = row
        self._columns = {key: column for column, key in columns.items() if key}
        self._sheet, self._choices = grid.sheet, choices or {}
        self.keys = tuple(self._columns)
        for key, column in self._columns.items():
            if flaw := grid.flaws.get(address(column, row.number)):
                text = str(Flaw(flaw).label)
                self.errors.append(Note(self._place(column), text, key=key, kind=flaw))
                self.faulty.add(key)

    @property
    def is_blank(self) -> bool:
        """Whether no field has a text."""
        return not any(self.text(key) for key in self._columns)

    def says_only(self, samples: Mapping[str, frozenset[str]]) -> bool:
        """Whether each cell is what `samples` has for its field: a row of the template."""
        texts = {key: text for key in self._columns if (text := self.text(key))}
        return len(texts) > 1 and all(text in samples[key] for key, text in texts.items())

    def has(self, key: str) -> bool:
        """Whether the table has a column for this field."""
        return key in self._columns

    def text(self, key: str) -> str:
        """The text of a field; empty if there is no such column or cell."""
        column = self._columns.get(key)
        if column is None or column >= len(self._row.cells) or key in self._empty:
            return ""
        return tidy(self._row.cells[column])

    def leave_empty(self, key: str) -> None:
        """Read the cell of a field as if it were empty."""
        self._empty.add(key)

    def error(self, key: str, message: object, /, **values: object) -> None:
        """Add an error at the cell of a field; without such a column, at the first cell."""
        self.faulty.add(key)
        text = str(message) % values if values else str(message)
        self.errors.append(Note(self._of(key), text, key=key, kind=str(message)))

    def unknown(self, key: str, text: str, lookup: Lookup[Any], *, is_short: bool = True) -> None:
        """Add an error for a text that `lookup` does not contain."""
        self.faulty.add(key)
        message = lookup.unknown(text, is_short=is_short)
        self.errors.append(Note(self._of(key), message, key=key, kind="unknown", value=text))

    def meaning(self, key: str, text: str, lookup: Lookup[Any]) -> str:
        """The value chosen for a text that `lookup` does not contain, or else the text itself."""
        if not text or lookup.find(text):
            return text
        return self._choices.get((key, value_key(text)), text)

    def chosen(self, key: str, text: str) -> str | None:
        """What somebody chose for `text` in a field, if anything."""
        return self._choices.get((key, text))

    def warn(self, key: str, message: object, /, **values: object) -> None:
        """Add a warning at a cell."""
        text = str(message) % values if values else str(message)
        self.warnings.append(Note(self._of(key), text, key=key, kind=str(message)))

    def warn_of_twin(self, key: str, message: object, /, **values: object) -> None:
        """Warn that the row resembles another one."""
        text = str(message) % values
        self.warnings.append(Note(self._of(key), text, is_twin=True, key=key, kind=str(message)))

    def texts(self, key: str, old: Mapping[str, str], most: int | None) -> TranslatedText:
        """A translated text: languages that have a column are taken from the table."""
        texts = dict(old)
        for name in self._columns:
            base, _dot, code = name.partition(".")
            if base == key:
                text = self.text(name)
                # A kind of space or of line end that a file has lost is no change.
                is_same = looks(text) == looks(old.get(code, ""))
                texts[code] = old.get(code, "") if is_same else text
                self._measure(name, text, most)
        return TranslatedText(texts)

    def _measure(self, key: str, text: str, most: int | None) -> None:
        if most is not None and len(text) > most:
            message = _("At most %(most)d characters; this text has %(count)d. Shorten it.")
            self.error(key, message, most=most, count=len(text))

    def plain(self, key: str, old: str, most: int | None = None) -> str:
        """A text without a language."""
        text = self.text(key)
        self._measure(key, text, most)
        return old if not self.has(key) or looks(text) == looks(old) else text

    def number_or(self, key: str, old: int | None) -> int | None:
        """A whole number of at most nine digits, or nothing."""
        text = self.text(key).replace(" ", "")
        if not self.has(key) or not text:
            return old if not self.has(key) else None
        if not text.isdecimal() or len(text) > 9:
            self.error(key, _("“%(text)s” is not a whole number. Write it in digits."), text=text)
            return old
        return int(text)

    def word(self, key: str, lookup: Lookup[_Value], old: _Value) -> _Value:
        """A value that `lookup` contains; an empty cell keeps the old one."""
        text = self.meaning(key, self.text(key), lookup)
        if not text:
            return old
        matches = lookup.find(text)
        if not matches:
            self.unknown(key, self.text(key), lookup)
        return matches[0] if matches else old

    def check(self, row: models.Model, names: Mapping[str, str], exclude: Iterable[str]) -> None:
        """Report what the form would refuse; `names` maps fields of the row to other columns."""
        if self.errors:
            return
        try:
            row.clean_fields(exclude=set(exclude))
            row.clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    self.error(names.get(name, name), message)

    def check_fields(self, row: models.Model, fields: Iterable[str]) -> None:
        """Report what the form would refuse in these fields, besides known errors."""
        columns = {field.name: field for field in row._meta.concrete_fields}
        for name in fields:
            field = columns[name]
            value = getattr(row, field.attname)
            if name in self.faulty or (field.blank and value in field.empty_values):
                continue
            try:
                field.clean(value, row)
            except ValidationError as error:
                for message in error.messages:
                    self.error(name, message)

    def planned(self, old: models.Model | None, row: models.Model, name: str) -> PlannedRow:
        """The planned row, with its changes from `old`."""
        changes = []
        if not self.errors:
            # The code of a new session is made up when it is saved.
            left_out = ("event", "session", "code") if old is None else ()
            changes = [field for field in compare_records(old, row) if field.name not in left_out]
        notes = (self.errors, self.warnings)
        return PlannedRow(self.number, name, row, changes, *notes, None, frozenset(self.proposed))

    def place_of(self, key: str) -> str:
        """The cell of a field, as shown in a note."""
        return self._of(key)

    def _of(self, key: str) -> str:
        of_language = (index for name, index in self._columns.items() if name.startswith(f"{key}."))
        return self._place(self._columns.get(key, next(of_language, 0)))

    def _place(self, column: int) -> str:
        place = address(column, self.number)
        return f"{self._sheet}!{place}" if self._sheet else place
