"""What the forms of the lists of people and delegations share: filters that stand in a URL."""

from collections.abc import Collection, Sequence
from typing import ClassVar

from django import forms

from core.form_fields import form_field
from core.text.numbers import read_guid
from core.widgets import AnyOfField
from delegations.lists.filters.words import filter_in_words

Choices = Sequence[tuple[str, object]]


class TickedField(AnyOfField):
    """Ticked people, by identifier; an unknown identifier finds nobody."""

    def valid_value(self, value: str) -> bool:
        """Whether this is an identifier."""
        return read_guid(value) is not None


class FilterForm(forms.Form):
    """Filters of several values each, of which any will do.

    Each can be turned round (`is_not`), and some can ask for what is empty (`is_empty`): both are
    fields whose values are names of filters.
    """

    # Filters that are not turned round: their other value says as much.
    never_not: ClassVar[Collection[str]] = ()

    def filter_names(self) -> Sequence[str]:
        """Every filter by its parameter, in the order in which people read them."""
        raise NotImplementedError

    @property
    def of_the_menu(self) -> list[forms.BoundField]:
        """The fields that the menu of filters shows below them."""
        return []

    def filters_set(self) -> list[str]:
        """The filters that narrow the list, by parameter. Only for a valid form."""
        chosen = self.cleaned_data
        is_set = {name for name in self.filter_names() if chosen.get(name)} | {*chosen["is_empty"]}
        return [name for name in self.filter_names() if name in is_set]

    def filter_in_words(self, name: str) -> str:
        """One filter that is set: its values joined by “or”, with “not” before them if turned."""
        return filter_in_words(self, name)

    def choose(self, name: str, choices: Choices) -> None:
        """Let a field offer these choices."""
        form_field(self, name, forms.ChoiceField).choices = choices

    def choices_of(self, name: str) -> Choices:
        """The choices of a field; none for one that the form does not have."""
        return [*getattr(self.fields.get(name), "choices", ())]

    def offer_senses(self, empty: Collection[str]) -> None:
        """Offer “is not” for the filters that the reader has, and “empty” for those in `empty`."""
        offered = [
            (name, self.fields[name].label) for name in self.filter_names() if name in self.fields
        ]
        self.choose("is_not", offered)
        self.choose("is_empty", [pair for pair in offered if pair[0] in empty])
