"""A column of the attendee list, for people, files and programs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any, TypedDict, TypeVar, Unpack

from django.utils.functional import Promise
from django.utils.translation import gettext

from accounts.roles import Right
from core.files.spreadsheets import BIRTHDAY, Column
from core.json_types import JsonObject, JsonValue
from core.text.dates import day_without_time
from core.text.whole_days import day_or_moment

# The column that the list itself counts.
NUMBER = "number"
_BY_KIND: dict[str, JsonObject] = {
    "text": {"type": "string"},
    "number": {"type": "integer"},
    "date": {"type": ["string", "null"], "format": "date"},
    BIRTHDAY: {"type": ["string", "null"], "format": "date"},
    "datetime": {"type": ["string", "null"], "format": "date-time"},
}
BOOLEAN: JsonObject = {"type": "boolean"}
# A moment whose time is not known is a day.
DAY_OR_MOMENT: JsonObject = {
    "type": ["string", "null"],
    "anyOf": [{"format": "date-time"}, {"format": "date"}],
}


def one_of(choices: Iterable[object]) -> JsonObject:
    """JSON Schema of a text that is one of `choices`."""
    return {"type": "string", "enum": [*map(str, choices)]}


@dataclass(frozen=True, slots=True)
class ListFacts:
    """Facts that many rows share, loaded once: zone, delegations by key, facts of other apps."""

    zone: tzinfo
    delegations: Mapping[int, Mapping[str, str]]
    more: Mapping[str, Mapping[int, Any]] = field(default_factory=dict)


# Makes the cell of one person from the values of the sources.
MakeCell = Callable[..., object]
_Value = TypeVar("_Value")


def label_of(labels: Mapping[_Value, str | Promise]) -> Callable[[_Value], object]:
    """Look up the label of a value in the reader's language; a value without one is itself."""
    texts = {value: str(label) for value, label in labels.items()}
    return lambda value: texts.get(value, value)


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column. `sources` are the fields of Attendee whose values make the cell.

    `render` is called once for each list, and the function it returns once for each person.
    """

    key: str
    heading: str | Promise
    sources: tuple[str, ...]
    render: Callable[[ListFacts], MakeCell]
    kind: str = "text"
    width: int = 16
    right: Right | None = None
    # Another right that it takes, beside the first.
    also: Right | None = None
    is_default: bool = False
    # For programs: what `render` says to people, as a value, and what values there are.
    data: Callable[[ListFacts], MakeCell] | None = None
    values: Mapping[str, JsonValue] | None = None
    # What `render` and `data` read of the delegation.
    delegation_facts: tuple[str, ...] = ()
    # Sources that are no fields but worked out of others, each with its expression.
    computed: Mapping[str, object] = field(default_factory=dict, compare=False)

    @property
    def rights(self) -> frozenset[Right]:
        """The rights that seeing the column takes."""
        return frozenset(right for right in (self.right, self.also) if right)

    @property
    def has_data(self) -> bool:
        """Whether the column has content; others are filled in by hand on paper."""
        return bool(self.sources) or self.key == NUMBER

    @property
    def schema(self) -> JsonObject:
        """The JSON Schema of its values."""
        return {"title": str(self.heading), **(self.values or _BY_KIND[self.kind])}

    @property
    def is_sensitive(self) -> bool:
        """Whether exporting the column needs a reason."""
        return self.right == Right.VIEW_SENSITIVE

    @property
    def is_sealed(self) -> bool:
        """Whether the column is encrypted: only a file, exported with a reason, shows it."""
        return any(source.startswith("sensitive_data__") for source in self.sources)

    def for_file(self) -> Column:
        """The column for a file writer."""
        return Column(self.key, str(self.heading), self.kind, self.width, not self.has_data)


class ColumnOptions(TypedDict, total=False):
    """The optional attributes of a column."""

    width: int
    right: Right
    is_default: bool


def _same(facts: ListFacts) -> MakeCell:
    return lambda value: value


def _is(facts: ListFacts) -> MakeCell:
    return bool


def plain_column(
    key: str,
    heading: str | Promise,
    source: str,
    kind: str = "text",
    **options: Unpack[ColumnOptions],
) -> ListColumn:
    """A column that shows a field of Attendee as it is stored."""
    return ListColumn(key, heading, (source,), _same, kind, **options)


def delegation_column(
    key: str,
    heading: str | Promise,
    code: str = "",
    values: Mapping[str, JsonValue] | None = None,
    **options: Unpack[ColumnOptions],
) -> ListColumn:
    """A column that shows a fact of the delegation; programs get `code` where it is given."""

    def says(name: str) -> Callable[[ListFacts], MakeCell]:
        return lambda facts: {pk: row[name] for pk, row in facts.delegations.items()}.__getitem__

    return ListColumn(
        key,
        heading,
        ("delegation_id",),
        says(key),
        data=says(code or key),
        values=values,
        delegation_facts=(key, code or key),
        **options,
    )


def choice_column(
    key: str,
    heading: str | Promise,
    source: str,
    choices: Sequence[tuple[object, str | Promise]],
    **options: Unpack[ColumnOptions],
) -> ListColumn:
    """A column that shows the label of a choice; programs get its value."""

    def render(facts: ListFacts) -> MakeCell:
        return label_of(labels)

    labels = dict(choices)
    values = one_of(dict.fromkeys(["", *labels]))
    return ListColumn(key, heading, (source,), render, data=_same, values=values, **options)


def yes_no_column(
    key: str, heading: str | Promise, source: str, **options: Unpack[ColumnOptions]
) -> ListColumn:
    """A column that shows “yes” or nothing; programs get a boolean."""

    def render(facts: ListFacts) -> MakeCell:
        yes = gettext("yes")
        return lambda value: yes if value else ""

    return ListColumn(key, heading, (source,), render, data=_is, values=BOOLEAN, **options)


def moment_column(key: str, heading: str | Promise, source: str, right: Right) -> ListColumn:
    """A column that shows a date and time in the zone of the event, or a day without a time."""

    def render(facts: ListFacts) -> MakeCell:
        return lambda value: day_or_moment(value, facts.zone)

    return ListColumn(
        key,
        heading,
        (source,),
        render,
        kind="datetime",
        width=20,
        right=right,
        values=DAY_OR_MOMENT,
    )


def days_in_words(
    columns: Sequence[ListColumn | Column], rows: Iterable[Sequence[object]]
) -> list[list[object]]:
    """The cells of a page: in columns of moments, a day without a time says so."""
    has_moments = [column.kind == "datetime" for column in columns]
    return [
        [
            day_without_time(cell)
            if of_moment and isinstance(cell, date) and not isinstance(cell, datetime)
            else cell
            for of_moment, cell in zip(has_moments, row, strict=True)
        ]
        for row in rows
    ]
