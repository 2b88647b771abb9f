"""What a column of the attendee list is, for people, files and programs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from django.utils.functional import Promise

from accounts.roles import Right
from core.spreadsheets import Column

# The column that the list itself counts.
NUMBER = "number"
_BY_KIND: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "number": {"type": "integer"},
    "date": {"type": ["string", "null"], "format": "date"},
    "datetime": {"type": ["string", "null"], "format": "date-time"},
}
BOOLEAN = {"type": "boolean"}


def one_of(choices: Iterable[Any]) -> dict[str, Any]:
    """JSON Schema of a text that is one of `choices`."""
    return {"type": "string", "enum": [*map(str, choices)]}


@dataclass(frozen=True, slots=True)
class Facts:
    """What many rows share, read once: delegations by id, the zone, and what other apps add.

    `words` are labels of choices by column and value, in the reader's language: looked up once a
    list, not once a cell.
    """

    zone: tzinfo
    delegations: Mapping[int, Mapping[str, str]]
    more: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    words: dict[str, dict[Any, str]] = field(default_factory=dict)

    def word(self, key: str, value: Any, choices: Mapping[Any, str | Promise]) -> str:
        """The label of `value` in the column `key`; the value itself where it has none."""
        if key not in self.words:
            self.words[key] = {one: str(label) for one, label in choices.items()}
        word: str = self.words[key].get(value, value)
        return word


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: `sources` are fields of Attendee, `render` makes the cell of their values."""

    key: str
    heading: str | Promise
    sources: tuple[str, ...]
    render: Callable[..., Any]
    kind: str = "text"
    width: int = 16
    right: Right | None = None
    # Another right that it takes, beside the first.
    also: Right | None = None
    is_default: bool = False
    # For programs: what `render` says to people, as a value, and what values there are.
    data: Callable[..., Any] | None = None
    values: Mapping[str, Any] | None = None
    # Sources that are no fields but worked out of others, each with its expression.
    computed: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def rights(self) -> frozenset[Right]:
        """All that somebody must have to see it."""
        return frozenset(one for one in (self.right, self.also) if one)

    @property
    def has_data(self) -> bool:
        """Whether it says something; others are filled in by hand, on paper."""
        return bool(self.sources) or self.key == NUMBER

    @property
    def schema(self) -> dict[str, Any]:
        """What a program finds in it, as JSON Schema."""
        return {"title": str(self.heading), **(self.values or _BY_KIND[self.kind])}

    @property
    def is_sensitive(self) -> bool:
        """Whether taking it out of the portal needs a reason."""
        return self.right == Right.VIEW_SENSITIVE

    @property
    def is_sealed(self) -> bool:
        """Whether it stands encrypted: only a file, taken with a reason, says what is in it."""
        return any(one.startswith("sensitive_data__") for one in self.sources)

    def for_file(self) -> Column:
        """The column as a file writer needs it."""
        return Column(self.key, str(self.heading), self.kind, self.width)
