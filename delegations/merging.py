"""What becomes of everything that hangs on a person whose record goes into another.

Every relation that leads to a person has a rule in `RULES`; apps above this one add theirs. A
relation without a rule stops every merge: nothing is lost because nobody thought of it. A rule
changes rows through `Merging` alone, which remembers each step, so that it can be shown and undone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import serializers
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.encrypted import SealedTextField
from delegations.choices import AmendmentState, ConsentPurpose
from delegations.models import (
    Amendment,
    Attendee,
    Consent,
    Merge,
    NotSame,
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
        "id", "guid", "attendee", "created_at", "updated_at", "updated_by", "is_head",
        "listed_name", "sort_key", "search_text", "function_order", "portrait_digest", "digest",
    }
)  # fmt: skip
# A file that is replaced is gone: no step back brings it.
_NOT_UNDONE = frozenset({"portrait", "portrait_digest"})
# Where both have written something, both stay.
JOINED = frozenset({"attendee.office_note"})
_NEEDS_YES = {
    "diet": ConsentPurpose.DIET_HEALTH,
    "diet_note": ConsentPurpose.DIET_HEALTH,
    "health_note": ConsentPurpose.DIET_HEALTH,
    "religious_needs": ConsentPurpose.RELIGIOUS_NEEDS,
}


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
    after: dict[str, Any] = field(default_factory=dict)


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

    def move(self, row: Any, name: str = "attendee", note: str | Promise = "") -> None:
        """Let a row hang on the person who stays."""
        # Some rows are known by the person they hang on.
        pk = row.pk
        setattr(row, name, self.kept)
        if hasattr(type(row), "history"):
            self._save(row)
        else:
            models.QuerySet(type(row)).filter(pk=pk).update(**{name: self.kept})
        self.steps.append(Step(MOVED, row, described(row), note, through=name))

    def remove(self, row: Any, note: str | Promise) -> None:
        """Take a row away, because the other one stands for both."""
        step = Step(REMOVED, row, described(row), note, before=snapshot(row))
        step.before["fields"] |= {name: "" for name in _NOT_UNDONE if name in step.before["fields"]}
        self.steps.append(step)
        row.deleted_by = self.by
        row.delete()
        row.pk = step.before["pk"]

    def change(self, row: Any, note: str | Promise = "", **values: Any) -> None:
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

    def create(self, row: Any) -> None:
        """Write a row that was not there."""
        row.save()
        self.steps.append(Step(CREATED, row, described(row)))

    def chosen(self, key: str, kept: Any, other: Any) -> str:
        """Whose value a field gets: as chosen, else as proposed."""
        asked = self.choices.get(key, "")
        allowed = (KEPT, OTHER, BOTH) if key in JOINED else (KEPT, OTHER)
        return asked if asked in allowed else proposed(key, kept, other)

    def values_from_other(self, kept: Any, other: Any) -> dict[str, Any]:
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

    def _save(self, row: Any) -> None:
        if hasattr(row, "updated_by_id"):
            row.updated_by = self.by
        row.save()


Rule = Callable[[Merging, Any], None]


def snapshot(row: models.Model) -> dict[str, Any]:
    """All fields of a row, as JSON knows them."""
    found: dict[str, Any] = serializers.serialize("python", [row])[0]
    found["fields"] = {
        name: dict(value) if isinstance(value, Mapping) else value
        for name, value in found["fields"].items()
    }
    return found


def described(row: Any) -> str:
    """A row in words, without the name of the person."""
    words = _WORDS.get(type(row))
    return words(row) if words else str(row)


def fields_of(model: type[models.Model]) -> Iterator[Any]:
    """The fields of which one value must be chosen where two rows become one."""
    return (one for one in model._meta.concrete_fields if one.name not in _NOT_CHOSEN)


def key_of(one: Any) -> str:
    """What a field is called in a form: that of which table."""
    return f"{one.model._meta.model_name}.{one.name}"


def differing(kept: Any, other: Any) -> list[Any]:
    """The fields in which two rows say something else."""
    return [
        one
        for one in fields_of(type(kept))
        if (getattr(kept, one.attname) or "") != (getattr(other, one.attname) or "")
    ]


def proposed(key: str, kept: Any, other: Any) -> str:
    """Whose value a field gets unless somebody says otherwise: the one that is not empty."""
    if kept and other and key in JOINED:
        return BOTH
    return OTHER if other and not kept else KEPT


# --- The rules ------------------------------------------------------------------------------------


def every_row(merging: Merging, rows: Iterable[Any]) -> None:
    """All of them go along."""
    for row in rows:
        merging.move(row)


def one_row(merging: Merging, rows: Any) -> None:
    """One for each person: the only one goes along, of two each field is chosen."""
    for theirs in rows:
        ours = type(theirs).objects.filter(attendee=merging.kept).first()
        if ours is None:
            merging.move(theirs)
            continue
        values = merging.values_from_other(ours, theirs)
        merging.remove(theirs, _("both have one: each field as chosen"))
        merging.change(ours, **values)


def _sensitive(merging: Merging, rows: Any) -> None:
    """The last word of the person holds for what comes together here, too."""
    one_row(merging, rows)
    row = SensitiveData.objects.filter(attendee=merging.kept).first()
    said = dict(merging.kept.consents.order_by("at", "pk").values_list("purpose", "given"))
    refused = [name for name, purpose in _NEEDS_YES.items() if said.get(purpose) is False]
    if row is not None and any(getattr(row, name) for name in refused):
        merging.change(row, _("the last answer was no"), **dict.fromkeys(refused, ""))


def _amendments(merging: Merging, rows: Any) -> None:
    if rows.filter(state=AmendmentState.WAITING).exists():
        raise CannotMerge(
            _("The delegation asks for a change of %s: decide on it first.") % merging.other
        )
    every_row(merging, rows)


def _not_same(merging: Merging, rows: Iterable[NotSame]) -> None:
    """Who is not the one is not the other either."""
    for row in rows:
        partner = row.second_id if row.first_id == merging.other.pk else row.first_id
        merging.remove(row, _("holds for both"))
        first, second = sorted((partner, merging.kept.pk))
        known = NotSame.objects.filter(first=first, second=second)
        if first != second and not known.exists():
            merging.create(NotSame(first_id=first, second_id=second, by=row.by))


def _merges(merging: Merging, rows: Iterable[Merge]) -> None:
    for row in rows:
        merging.move(row, "kept")


# By the name of the field that leads to a person, in the order in which they are followed.
RULES: dict[str, Rule] = {
    "delegations.StatusChange.attendee": every_row,
    "delegations.Consent.attendee": every_row,
    "delegations.Amendment.attendee": _amendments,
    "delegations.SensitiveData.attendee": _sensitive,
    "delegations.Travel.attendee": one_row,
    "delegations.SensitiveAccess.attendee": every_row,
    "delegations.Merge.kept": _merges,
    "delegations.NotSame.first": _not_same,
    "delegations.NotSame.second": _not_same,
}
_WORDS: dict[type[models.Model], Callable[[Any], str]] = {
    StatusChange: lambda row: " → ".join(row.status_labels),
    Amendment: lambda row: f"{row.get_state_display()}: {row.at:%Y-%m-%d}",
    SensitiveData: lambda row: "",
    Travel: lambda row: "",
    Consent: lambda row: f"{row.get_purpose_display()}: {'✓' if row.given else '–'}",
    SensitiveAccess: lambda row: str(row),
    Merge: lambda row: row.merged_name,
}


def add_rules(
    rules: Mapping[str, Rule], words: Mapping[type[models.Model], Callable[[Any], str]]
) -> None:
    """For the relations of an app above this one, and how its rows read without the person."""
    RULES.update(rules)
    _WORDS.update(words)


def relations() -> dict[str, Any]:
    """Every relation that leads to a person, by the name of its field. Records of history stay."""
    found = {}
    for one in Attendee._meta.get_fields(include_hidden=True):
        is_back = one.auto_created and one.is_relation and not one.concrete
        if is_back and not hasattr(one.related_model, "history_object"):
            field_: Any = one.field  # type: ignore[union-attr]
            found[f"{field_.model._meta.label}.{field_.name}"] = field_
    return found


def without_rule() -> set[str]:
    """Relations that nobody has decided about."""
    return set(relations()) - set(RULES)


def is_secret(one: Any) -> bool:
    """Whether a field may only be seen by the right to sensitive data."""
    return isinstance(one, SealedTextField) or one.model in (SensitiveData, Travel)
