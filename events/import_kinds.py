"""The kinds of tables that can be imported. Apps register theirs when they are loaded.

Below the models, which need the names of kinds: a kind refers to its models and functions, this
module to none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils.functional import Promise

from accounts.roles import Right
from core.tables import Field
from core.text.languages import with_interface

if TYPE_CHECKING:
    from accounts.models import User
    from events.imports.plan import PlannedRow
    from events.imports.rows import Planner
    from events.imports.values import Options
    from events.models import Event, ImportBatch
    from events.querysets import EventQuerySet

# The rows to save, in the name of somebody. Returns what undoing needs to know of a row beside
# its history, by its number.
Write: TypeAlias = "Callable[[list[PlannedRow], User], Mapping[int, Mapping[str, object]]]"
# What was done to each row, and in whose name to take it back.
Undo: TypeAlias = "Callable[[list[Mapping[str, Any]], User], None]"
# Why rows stay as they are, by primary key: of an import, for somebody, those of the rows by key.
Stays: TypeAlias = "Callable[[ImportBatch, User, Mapping[int, Any]], dict[int, str]]"


def _nothing_stays(_batch: object, _by: object, _rows: Mapping[int, object]) -> dict[int, str]:
    return {}


def _nothing_follows(_event: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class TableKind:
    """One kind of table. `event_path` leads from a row of `model` to its event.

    `planner` compares a table with what is there, for an event and somebody; `rows` are the rows
    for a file. `right` is what one needs to see such imports, `events` those into which somebody
    may import. `write` and `undo` replace what is done for each row alone; `follow` is done after
    both, once. `values` are what cells can say, by field, to choose from where one says something
    else; `adds` is, by field, the kind to which an unknown value may be added as a row. Exports
    leave out the fields `apart`. The cells of a table that `is_personal` are kept no longer than
    they are needed, and columns whose header holds a word of `never` not at all.
    """

    key: str
    label: str | Promise
    model: type[Model]
    event_path: str
    fields: tuple[Field, ...]
    planner: "Callable[[Event, User], Planner]"
    rows: "Callable[[Event], Iterator[Mapping[str, object]]]"
    right: Right
    events: "Callable[[User | AnonymousUser], EventQuerySet]"
    stays: Stays = _nothing_stays
    write: "Write | None" = None
    undo: "Undo | None" = None
    follow: "Callable[[Event], None]" = _nothing_follows
    values: "Callable[[Event], Mapping[str, Options]] | None" = None
    adds: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()
    is_personal: bool = False
    never: tuple[str, ...] = ()

    def fields_for(self, event: "Event") -> tuple[Field, ...]:
        """Its fields, of texts those in the languages of the event and of the interface."""
        languages = with_interface(event.languages)
        return tuple(
            field for field in self.fields if not field.language or field.language in languages
        )


KINDS: dict[str, TableKind] = {}


def register(kinds: Iterable[TableKind]) -> None:
    """Register these kinds of tables for import."""
    KINDS.update((kind.key, kind) for kind in kinds)


def kind_choices() -> list[tuple[str, str | Promise]]:
    """The kinds, as choices of a model field."""
    return [(kind.key, kind.label) for kind in KINDS.values()]
