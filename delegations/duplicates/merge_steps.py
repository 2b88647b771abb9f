"""What becomes of everything that hangs on a person whose record goes into another.

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
)

KEPT, OTHER, BOTH = "kept", "other", "both"
MOVED, REMOVED, CHANGED, CREATED = "moved", "removed", "changed", "created"
# What nobody chooses: identity, authors, and what is worked out from other fields.
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
    Merge: lambda row: row.merged_name,
}

# A field of a model, whatever it holds.
ModelField: TypeAlias = "models.Field[Any, Any]"


class RowState(TypedDict):
    """A row as Django serializes it."""

    model: str
    pk: int
    fields: dict[str, object]


class CannotMerge(Exception):
    """The two cannot be made one as they are; the message says what to do first."""


@dataclass(slots=True)
class Step:
    """One thing that a merge did to one row. `note` says why, where that is not plain."""

    kind: str
    row: models.Model
    words: str
    note: str | Promise = ""
    through: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Merging:
    """A merge under way: `other` goes into `kept`. `choices` names whose value a field gets."""

    kept: Attendee
    other: Attendee
    by: User
    choices: Mapping[str, str]
    steps: list[Step] = field(default_factory=list)
    # Work for the end, when everything has its place.
    afterwards: list[Callable[[], object]] = field(default_factory=list)

    def move(self, row: models.Model, name: str = "attendee", note: str | Promise = "") -> None:
        """Let a row hang on the person who stays."""
        # Some rows are known by the person they hang on.
        pk = row.pk
        setattr(row, name, self.kept)
        if hasattr(type(row), "history"):
            self._save(row)
        else:
            models.QuerySet(type(row)).filter(pk=pk).update(**{name: self.kept})
        self.steps.append(Step(MOVED, row, described(row), note, through=name))

    def remove(self, row: models.Model, note: str | Promise) -> None:
        """Take a row away, because the other one stands for both."""
        before = snapshot(row)
        before["fields"] |= {name: "" for name in _NOT_UNDONE if name in before["fields"]}
        self.steps.append(Step(REMOVED, row, described(row), note, before={**before}))
        if isinstance(row, Authored):
            row.deleted_by = self.by
        row.delete()
        row.pk = before["pk"]

    def change(self, row: models.Model, note: str | Promise = "", **values: Any) -> None:
        """Write other values into a row that stays."""
        before = snapshot(row)["fields"]
        for name, value in values.items():
            setattr(row, name, value)
        self._save(row)
        after = snapshot(row)["fields"]
        names = [one for one in values if one not in _NOT_UNDONE and before[one] != after[one]]
        if names:
            kept, now = ({one: state[one] for one in names} for state in (before, after))
            self.steps.append(Step(CHANGED, row, described(row), note, before=kept, after=now))

    def create(self, row: models.Model) -> None:
        """Write a row that was not there."""
        row.save()
        self.steps.append(Step(CREATED, row, described(row)))

    def chosen(self, key: str, kept: object, other: object) -> str:
        """Whose value a field gets: as chosen, else as proposed."""
        asked = self.choices.get(key, "")
        allowed = (KEPT, OTHER, BOTH) if key in JOINED else (KEPT, OTHER)
        return asked if asked in allowed else proposed(key, kept, other)

    def values_from_other(self, kept: models.Model, other: models.Model) -> dict[str, Any]:
        """What the row of the person who stays gets from the row of the other, by field."""
        found = {}
        for one in differing(kept, other):
            key = key_of(one)
            ours, theirs = getattr(kept, one.attname), getattr(other, one.attname)
            choice = self.chosen(key, ours, theirs)
            if choice == OTHER:
                found[one.name] = getattr(other, one.name)
            elif choice == BOTH:
                found[one.name] = f"{ours}\n{theirs}"
        return found

    def _save(self, row: models.Model) -> None:
        if isinstance(row, Authored):
            row.updated_by = self.by
        row.save()


def snapshot(row: models.Model) -> RowState:
    """The key and the fields of a row, as JSON values."""
    found: RowState = serializers.serialize("python", [row])[0]
    found["fields"] = {
        name: dict(value) if isinstance(value, Mapping) else value
        for name, value in found["fields"].items()
    }
    return found


def described(row: models.Model) -> str:
    """A row in words, without the name of the person."""
    words = WORDS.get(type(row))
    return words(row) if words else str(row)


def fields_of(model: type[models.Model]) -> Iterator[ModelField]:
    """The fields of which one value must be chosen where two rows become one."""
    return (one for one in model._meta.concrete_fields if one.name not in _NOT_CHOSEN)


def key_of(one: ModelField) -> str:
    """What a field is called in a form: that of which table."""
    return f"{one.model._meta.model_name}.{one.name}"


def differing(kept: models.Model, other: models.Model) -> list[ModelField]:
    """The fields in which two rows say something else."""
    return [
        one
        for one in fields_of(type(kept))
        if (getattr(kept, one.attname) or "") != (getattr(other, one.attname) or "")
    ]


def proposed(key: str, kept: object, other: object) -> str:
    """Whose value a field gets unless somebody says otherwise: the one that is not empty."""
    if kept and other and key in JOINED:
        return BOTH
    return OTHER if other and not kept else KEPT
