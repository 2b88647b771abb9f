"""What becomes of each kind of row that leads to a person: one rule for each relation."""

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
Rule = Callable[[Merging, models.QuerySet[Any]], None]


def every_row(merging: Merging, rows: Iterable[models.Model]) -> None:
    """All of them go along."""
    for row in rows:
        merging.move(row)


def one_row(merging: Merging, rows: Iterable[models.Model]) -> None:
    """One for each person: the only one goes along, of two each field is chosen."""
    for theirs in rows:
        ours = models.QuerySet(type(theirs)).filter(attendee=merging.kept).first()
        if ours is None:
            merging.move(theirs)
            continue
        values = merging.values_from_other(ours, theirs)
        merging.remove(theirs, _("both have one: each field as chosen"))
        merging.change(ours, **values)


def _sensitive(merging: Merging, rows: Iterable[SensitiveData]) -> None:
    """The last word of the person holds for what comes together here, too."""
    one_row(merging, rows)
    row = SensitiveData.objects.filter(attendee=merging.kept).first()
    said = dict(merging.kept.consents.order_by("at", "pk").values_list("purpose", "given"))
    refused = [name for name, purpose in _NEEDS_YES.items() if said.get(purpose) is False]
    if row is not None and any(getattr(row, name) for name in refused):
        merging.change(row, _("the last answer was no"), **dict.fromkeys(refused, ""))


def _amendments(merging: Merging, rows: models.QuerySet[Amendment]) -> None:
    if rows.filter(state=AmendmentState.WAITING).exists():
        raise CannotMerge(
            _("The delegation has requested a change to %s. Decide on it first.") % merging.other
        )
    every_row(merging, rows)


def _not_same(merging: Merging, rows: Iterable[NotSame]) -> None:
    """Who is not the one is not the other either."""
    for row in rows:
        partner = row.second_id if row.first_id == merging.other.pk else row.first_id
        merging.remove(row, _("applies to both"))
        first, second = sorted((partner, merging.kept.pk))
        known = NotSame.objects.filter(first=first, second=second)
        if first != second and not known.exists():
            merging.create(NotSame(first_id=first, second_id=second, by=row.by))


def _merges(merging: Merging, rows: Iterable[Merge]) -> None:
    for row in rows:
        merging.move(row, "kept")


def _as_former_head(merging: Merging, rows: Iterable[HeadChange]) -> None:
    for row in rows:
        merging.move(row, "former")


def _as_new_head(merging: Merging, rows: Iterable[HeadChange]) -> None:
    for row in rows:
        merging.move(row, "new")


# By the name of the field that leads to a person, in the order in which they are followed.
RULES: dict[str, Rule] = {
    "delegations.StatusChange.attendee": every_row,
    "delegations.Consent.attendee": every_row,
    "delegations.Amendment.attendee": _amendments,
    "delegations.SensitiveData.attendee": _sensitive,
    "delegations.Travel.attendee": one_row,
    "delegations.SensitiveAccess.attendee": every_row,
    "delegations.Merge.kept": _merges,
    "delegations.HeadChange.former": _as_former_head,
    "delegations.HeadChange.new": _as_new_head,
    "delegations.NotSame.first": _not_same,
    "delegations.NotSame.second": _not_same,
}


def add_rules(rules: Mapping[str, Rule], words: Mapping[type[models.Model], RowWords]) -> None:
    """For the relations of an app above this one, and how its rows read without the person."""
    RULES.update(rules)
    WORDS.update(words)


def relations() -> dict[str, Relation]:
    """Every relation that leads to a person, by the name of its field. Records of history stay."""
    found = {}
    for one in Attendee._meta.get_fields(include_hidden=True):
        is_back = one.auto_created and one.is_relation and not one.concrete
        if is_back and not hasattr(one.related_model, "history_object"):
            field_ = one.field  # type: ignore[union-attr]
            found[f"{field_.model._meta.label}.{field_.name}"] = field_
    return found


def without_rule() -> set[str]:
    """Relations that nobody has decided about."""
    return set(relations()) - set(RULES)


def is_secret(one: ModelField) -> bool:
    """Whether a field may only be seen by the right to sensitive data."""
    return isinstance(one, SealedTextField) or one.model in (SensitiveData, Travel)
