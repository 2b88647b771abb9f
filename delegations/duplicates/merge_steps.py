"""The steps of a merge: moving, removing, changing and creating rows.

Every relation that leads to a person has a rule in `RULES`; apps above this one add theirs. A
relation without a rule stops every merge: nothing is lost because nobody thought of it. A rule
changes rows through `Merging` alone, which remembers each step, so that it can be shown and undone.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypedDict

from django.core import serializers
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import User
from core.models import Authored
from delegations.models import (
    Amendment,
    Attendee,
    Consent,
    Merge,
    SensitiveAccess,
    SensitiveData,
    StatusChange,
    Travel,
    VisaLetter,
)

KEPT, OTHER, BOTH = "kept", "other", "both"
MOVED, REMOVED, CHANGED, CREATED = "moved", "removed", "changed", "created"
# Fields without a choice: identity, authors, and derived fields.
_NOT_CHOSEN = frozenset(
    {
        "id",
        "guid",
        "attendee",
        "created_at",
        "updated_at",
        "updated_by",
        "is_head",
        "listed_name",
        "sort_key",
        "search_text",
        "function_order",
        "portrait_digest",
        "digest",
    }
)
# A file that is replaced is gone: no step back brings it.
_NOT_UNDONE = frozenset({"portrait", "portrait_digest"})
# Where both have written something, both stay.
JOINED = frozenset({"attendee.office_note"})

# Describes a row of one model without the name of the person.
RowWords = Callable[[Any], str]
WORDS: dict[type[models.Model], RowWords] = {
    StatusChange: lambda row: " → ".join(row.status_labels),
    Amendment: lambda row: f"{row.get_state_display()}: {timezone.localtime(row.at):%Y-%m-%d}",
    SensitiveData: lambda row: "",
    Travel: lambda row: "",
    Consent: lambda row: f"{row.get_purpose_display()}: {'✓' if row.given else '–'}",
    SensitiveAccess: lambda row: str(row),
    VisaLetter: lambda row: row.number,
    Merge: lambda row: row.merged_name,
}

# A field of a model, whatever it holds.
ModelField: TypeAlias = "models.Field[Any, Any]"


class SerializedRow(TypedDict):
    """A row as Django serializes it."""

    model: str
    pk: int
    fields: dict[str, object]


class CannotMerge(Exception):
    """The two records cannot be merged as they are; the message says what to do first."""


@dataclass(slots=True)
class Step:
    """One change of one row by a merge; `note` gives a reason that is not obvious."""

    kind: str
    row: models.Model
    description: str
    note: str | Promise = ""
    through: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Merging:
    """A merge of `other` into `kept`. `choices` maps a field to the record whose value is kept."""

    kept: Attendee
    other: Attendee
    by: User
    choices: Mapping[str, str]
    steps: list[Step] = field(default_factory=list)
    # Work for the end, when everything has its place.
    afterwards: list[Callable[[], object]] = field(default_factory=list)

    def move(self, row: models.Model, name: str = "attendee", note: str | Promise = "") -> None:
        """Let a row refer to the kept record."""
        # Some rows are known by the person they hang on.
        pk = row.pk
        setattr(row, name, self.kept)
        if hasattr(type(row), "history"):
            self._save(row)
        else:
            models.QuerySet(type(row)).filter(pk=pk).update(**{name: self.kept})
        self.steps.append(Step(MOVED, row, describe_row(row), note, through=name))

    def remove(self, row: models.Model, note: str | Promise) -> None:
        """Delete a row that the kept record does not need."""
        before = snapshot(row)
        before["fields"] |= {name: "" for name in _NOT_UNDONE if name in before["fields"]}
        self.steps.append(Step(REMOVED, row, describe_row(row), note, before={**before}))
        if isinstance(row, Authored):
            row.deleted_by = self.by
        row.delete()
        row.pk = before["pk"]

    def change(self, row: models.Model, note: str | Promise = "", **values: Any) -> None:
        """Change fields of a row."""
        before = snapshot(row)["fields"]
        for name, value in values.items():
            setattr(row, name, value)
        self._save(row)
        after = snapshot(row)["fields"]
        names = [name for name in values if name not in _NOT_UNDONE and before[name] != after[name]]
        if names:
            kept, now = ({name: state[name] for name in names} for state in (before, after))
            self.steps.append(Step(CHANGED, row, describe_row(row), note, before=kept, after=now))

    def create(self, row: models.Model) -> None:
        """Save a new row."""
        row.save()
        self.steps.append(Step(CREATED, row, describe_row(row)))

    def choice_for(self, key: str, kept: object, other: object) -> str:
        """The record whose value a field gets: as chosen, else by default."""
        asked = self.choices.get(key, "")
        allowed = (KEPT, OTHER, BOTH) if key in JOINED else (KEPT, OTHER)
        return asked if asked in allowed else propose_choice(key, kept, other)

    def values_from_other(self, kept: models.Model, other: models.Model) -> dict[str, Any]:
        """The values that the kept row takes from the other row, by field."""
        values = {}
        for changed in differing_fields(kept, other):
            key = key_of(changed)
            ours, theirs = getattr(kept, changed.attname), getattr(other, changed.attname)
            choice = self.choice_for(key, ours, theirs)
            if choice == OTHER:
                values[changed.name] = getattr(other, changed.name)
            elif choice == BOTH:
                values[changed.name] = f"{ours}\n{theirs}"
        return values

    def _save(self, row: models.Model) -> None:
        if isinstance(row, Authored):
            row.updated_by = self.by
        row.save()


def snapshot(row: models.Model) -> SerializedRow:
    """The key and the fields of a row, as JSON values."""
    state: SerializedRow = serializers.serialize("python", [row])[0]
    state["fields"] = {
        name: dict(value) if isinstance(value, Mapping) else value
        for name, value in state["fields"].items()
    }
    return state


def describe_row(row: models.Model) -> str:
    """Describe a row without naming the person."""
    describe = WORDS.get(type(row))
    return describe(row) if describe else str(row)


def fields_of(model: type[models.Model]) -> Iterator[ModelField]:
    """The fields of a model for which a merge chooses a value."""
    return (field for field in model._meta.concrete_fields if field.name not in _NOT_CHOSEN)


def key_of(field: ModelField) -> str:
    """The name of a field in a form: model and field."""
    return f"{field.model._meta.model_name}.{field.name}"


def differing_fields(kept: models.Model, other: models.Model) -> list[ModelField]:
    """The fields in which two rows differ."""
    return [
        field
        for field in fields_of(type(kept))
        if (getattr(kept, field.attname) or "") != (getattr(other, field.attname) or "")
    ]


def propose_choice(key: str, kept: object, other: object) -> str:
    """The default choice for a field: the value that is not empty."""
    if kept and other and key in JOINED:
        return BOTH
    return OTHER if other and not kept else KEPT
