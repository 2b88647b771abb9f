"""The form for merging two records: one choice for each field that differs."""

from dataclasses import dataclass

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.history import value_in_words
from delegations.duplicates.merge_rules import is_secret, relations_to_person
from delegations.duplicates.merge_steps import (
    BOTH,
    JOINED,
    KEPT,
    OTHER,
    ModelField,
    differing_fields,
    fields_of,
    key_of,
    propose_choice,
)
from delegations.models import Attendee, PersonalLink

_CONTACTS = frozenset({"attendee.email", "attendee.phone"})


@dataclass(frozen=True, slots=True)
class Sight:
    """What the user may see of two people."""

    contacts: bool
    sensitive: bool

    def allows(self, field: ModelField) -> bool:
        """Whether the values of a field may be shown."""
        if is_secret(field):
            return self.sensitive
        return self.contacts or key_of(field) not in _CONTACTS


class MergeForm(forms.Form):
    """One choice for each field that differs. Fields hidden from the user follow the default."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=300)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        kept: Attendee,
        other: Attendee,
        sight: Sight,
        initial: dict[str, str],
    ) -> None:
        super().__init__(data, initial=initial)
        self.same: list[tuple[str, str]] = []
        for ours, theirs in _load_rows(kept, other):
            different = differing_fields(ours, theirs)
            for field in filter(sight.allows, different):
                self._ask(field, ours, theirs)
            self.same += [
                (_label(field), shown)
                for field in fields_of(type(ours))
                if field not in different
                and sight.allows(field)
                and (shown := _describe_value(field, ours))
            ]

    def _ask(self, field: ModelField, ours: models.Model, theirs: models.Model) -> None:
        key = key_of(field)
        choices = [
            (KEPT, _describe_value(field, ours) or "–"),
            (OTHER, _describe_value(field, theirs) or "–"),
        ]
        values = getattr(ours, field.attname), getattr(theirs, field.attname)
        if key in JOINED and all(values):
            choices.append((BOTH, _("Both, one below the other")))
        self.fields[key] = forms.ChoiceField(
            label=_label(field),
            choices=choices,
            initial=propose_choice(key, *values),
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one of them.")},
        )

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields with a choice."""
        return [self[name] for name in self.fields if name != "seen"]

    @property
    def choices(self) -> dict[str, str]:
        """The answers: KEPT, OTHER or BOTH, by field."""
        answers: dict[str, str] = getattr(self, "cleaned_data", {})
        return {name: answer for name, answer in answers.items() if name != "seen"}

    def look_again(self, seen: str) -> None:
        """Show the records as they have been changed in the meantime, with an error."""
        self.data = {**{name: self.data[name] for name in self.data}, "seen": seen}
        self.add_error(
            None, _("One of the two records has been changed in the meantime. Please check again.")
        )


def _load_rows(kept: Attendee, other: Attendee) -> list[tuple[models.Model, models.Model]]:
    """The pairs of rows to be merged: the people, and the rows of which each person has one.

    A personal link is kept or removed as a whole.
    """
    pairs: list[tuple[models.Model, models.Model]] = [(kept, other)]
    for field in relations_to_person().values():
        if isinstance(field, models.OneToOneField) and field.model is not PersonalLink:
            rows = field.model._base_manager.filter(**{f"{field.name}__in": (kept, other)})
            of_whom = {getattr(row, field.attname): row for row in rows}
            if len(of_whom) == 2:
                pairs.append((of_whom[kept.pk], of_whom[other.pk]))
    return pairs


def _label(field: ModelField) -> str:
    return str(capfirst(str(field.verbose_name)))


def _describe_value(field: ModelField, row: models.Model) -> str:
    value = getattr(row, field.attname)
    if isinstance(field, models.FileField):
        return _("a photograph") if value else ""
    return value_in_words(field, row, value)
