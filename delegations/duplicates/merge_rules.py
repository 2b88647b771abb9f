"""One rule for each relation to a person: what a merge does with its rows."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.protection.encrypted import SealedTextField
from delegations.choices import AmendmentState, ConsentPurpose
from delegations.duplicates.merge_steps import WORDS, CannotMerge, Merging, ModelField, RowWords
from delegations.models import (
    Amendment,
    Attendee,
    HeadChange,
    Merge,
    NotSame,
    SensitiveData,
    Travel,
)

_NEEDS_YES = {
    "diet": ConsentPurpose.DIET_HEALTH,
    "diet_note": ConsentPurpose.DIET_HEALTH,
    "health_note": ConsentPurpose.DIET_HEALTH,
    "religious_needs": ConsentPurpose.RELIGIOUS_NEEDS,
}
Relation: TypeAlias = "models.ForeignObject[Any, Any]"
# Each rule names the model of its rows.
Rule = Callable[[Merging, Any], None]


def move_rows(merging: Merging, rows: Iterable[models.Model]) -> None:
    """Move all rows to the kept record."""
    for row in rows:
        merging.move(row)


def merge_row(merging: Merging, rows: Iterable[models.Model]) -> None:
    """Merge rows of which each person has one: move a single row; of two, choose each field."""
    for theirs in rows:
        ours = models.QuerySet(type(theirs)).filter(attendee=merging.kept).first()
        if ours is None:
            merging.move(theirs)
            continue
        values = merging.values_from_other(ours, theirs)
        merging.remove(theirs, _("both have one: each field as chosen"))
        merging.change(ours, **values)


def _merge_sensitive_data(merging: Merging, rows: Iterable[SensitiveData]) -> None:
    """Merge sensitive data, and clear what the person's last answer refuses."""
    merge_row(merging, rows)
    row = SensitiveData.objects.filter(attendee=merging.kept).first()
    answers = dict(merging.kept.consents.order_by("at", "pk").values_list("purpose", "given"))
    refused = [name for name, purpose in _NEEDS_YES.items() if answers.get(purpose) is False]
    if row is not None and any(getattr(row, name) for name in refused):
        merging.change(row, _("the last answer was no"), **dict.fromkeys(refused, ""))


def _move_amendments(merging: Merging, rows: models.QuerySet[Amendment]) -> None:
    if rows.filter(state=AmendmentState.WAITING).exists():
        raise CannotMerge(
            _("The delegation has requested a change to %s. Decide on it first.") % merging.other
        )
    move_rows(merging, rows)


def _merge_not_same(merging: Merging, rows: Iterable[NotSame]) -> None:
    """Let the kept record differ from everybody from whom the other one differs."""
    for row in rows:
        partner = row.second_id if row.first_id == merging.other.pk else row.first_id
        merging.remove(row, _("applies to both"))
        first, second = sorted((partner, merging.kept.pk))
        known = NotSame.objects.filter(first=first, second=second)
        if first != second and not known.exists():
            merging.create(NotSame(first_id=first, second_id=second, by=row.by))


def _move_merges(merging: Merging, rows: Iterable[Merge]) -> None:
    for row in rows:
        merging.move(row, "kept")


def _move_former_head(merging: Merging, rows: Iterable[HeadChange]) -> None:
    for row in rows:
        merging.move(row, "former")


def _move_new_head(merging: Merging, rows: Iterable[HeadChange]) -> None:
    for row in rows:
        merging.move(row, "new")


# By the name of the field that leads to a person, in the order in which they are followed.
RULES: dict[str, Rule] = {
    "delegations.StatusChange.attendee": move_rows,
    "delegations.Consent.attendee": move_rows,
    "delegations.Amendment.attendee": _move_amendments,
    "delegations.SensitiveData.attendee": _merge_sensitive_data,
    "delegations.Travel.attendee": merge_row,
    "delegations.SensitiveAccess.attendee": move_rows,
    "delegations.VisaLetter.attendee": move_rows,
    "delegations.Merge.kept": _move_merges,
    "delegations.HeadChange.former": _move_former_head,
    "delegations.HeadChange.new": _move_new_head,
    "delegations.NotSame.first": _merge_not_same,
    "delegations.NotSame.second": _merge_not_same,
}


def add_rules(
    rules: Mapping[str, Rule], descriptions: Mapping[type[models.Model], RowWords]
) -> None:
    """Add rules for relations of a higher app, and descriptions of its rows."""
    RULES.update(rules)
    WORDS.update(descriptions)


def relations_to_person() -> dict[str, Relation]:
    """Every relation to a person, by the label of its field; records of history are left out."""
    relations = {}
    for field in Attendee._meta.get_fields(include_hidden=True):
        is_back = field.auto_created and field.is_relation and not field.concrete
        if is_back and not hasattr(field.related_model, "history_object"):
            field_ = field.field  # type: ignore[union-attr]
            relations[f"{field_.model._meta.label}.{field_.name}"] = field_
    return relations


def relations_without_rule() -> set[str]:
    """The relations that have no rule."""
    return set(relations_to_person()) - set(RULES)


def is_secret(field: ModelField) -> bool:
    """Whether seeing a field takes the right to sensitive data."""
    return isinstance(field, SealedTextField) or field.model in (SensitiveData, Travel)
