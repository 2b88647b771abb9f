"""Two records side by side: for each field that differs, whose value stays."""

from dataclasses import dataclass

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.history import value_in_words
from delegations.duplicates.merge_rules import is_secret, relations
from delegations.duplicates.merge_steps import (
    BOTH,
    JOINED,
    KEPT,
    OTHER,
    ModelField,
    differing,
    fields_of,
    key_of,
    proposed,
)
from delegations.models import Attendee, PersonalLink

_CONTACTS = frozenset({"attendee.email", "attendee.phone"})


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see of two people."""

    contacts: bool
    sensitive: bool

    def allows(self, one: ModelField) -> bool:
        """Whether the values of a field may be shown."""
        if is_secret(one):
            return self.sensitive
        return self.contacts or key_of(one) not in _CONTACTS


class MergeForm(forms.Form):
    """One choice for each field that differs. What may not be seen is not asked: the rule holds."""

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
        for ours, theirs in _rows(kept, other):
            different = differing(ours, theirs)
            for one in filter(sight.allows, different):
                self._ask(one, ours, theirs)
            self.same += [
                (_label(one), shown)
                for one in fields_of(type(ours))
                if one not in different and sight.allows(one) and (shown := _shown(one, ours))
            ]

    def _ask(self, one: ModelField, ours: models.Model, theirs: models.Model) -> None:
        key = key_of(one)
        choices = [(KEPT, _shown(one, ours) or "–"), (OTHER, _shown(one, theirs) or "–")]
        values = getattr(ours, one.attname), getattr(theirs, one.attname)
        if key in JOINED and all(values):
            choices.append((BOTH, _("Both, one below the other")))
        self.fields[key] = forms.ChoiceField(
            label=_label(one),
            choices=choices,
            initial=proposed(key, *values),
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one of them.")},
        )

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields that are asked about."""
        return [self[name] for name in self.fields if name != "seen"]

    @property
    def choices(self) -> dict[str, str]:
        """Whose value each field gets, as far as it was answered."""
        answers: dict[str, str] = getattr(self, "cleaned_data", {})
        return {name: answer for name, answer in answers.items() if name != "seen"}

    def look_again(self, seen: str) -> None:
        """What stands on the page from now on is what was changed meanwhile."""
        self.data = {**{name: self.data[name] for name in self.data}, "seen": seen}
        self.add_error(
            None, _("One of the two records has been changed in the meantime. Please check again.")
        )


def _rows(kept: Attendee, other: Attendee) -> list[tuple[models.Model, models.Model]]:
    """The rows of which one is made of two: the people, and what each has one of.

    A personal link is kept or not: nobody chooses its parts.
    """
    found: list[tuple[models.Model, models.Model]] = [(kept, other)]
    for field in relations().values():
        if isinstance(field, models.OneToOneField) and field.model is not PersonalLink:
            rows = field.model._base_manager.filter(**{f"{field.name}__in": (kept, other)})
            of_whom = {getattr(row, field.attname): row for row in rows}
            if len(of_whom) == 2:
                found.append((of_whom[kept.pk], of_whom[other.pk]))
    return found


def _label(one: ModelField) -> str:
    return str(capfirst(str(one.verbose_name)))


def _shown(one: ModelField, row: models.Model) -> str:
    value = getattr(row, one.attname)
    if isinstance(one, models.FileField):
        return _("a photograph") if value else ""
    return value_in_words(one, row, value)
