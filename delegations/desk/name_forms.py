"""The form that confirms the parts of many names."""

from collections.abc import Iterator, Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from delegations.models import Attendee
from delegations.people.name_parts import possible_parts, whole_name
from delegations.protocol.names import FAMILY_FIRST
from delegations.protocol.whole_names import NameParts

# Not confirmed now: the person stays on the page.
_LATER = ""


class NamePartsForm(forms.Form):
    """For each person one choice of the family name among the words of the whole name."""

    def __init__(self, data: QueryDict | None, people: Sequence[Attendee]) -> None:
        super().__init__(data)
        self._ways: dict[str, tuple[Attendee, dict[str, NameParts]]] = {}
        for person in people:
            name, ways = f"name-{person.pk}", possible_parts(person)
            by_value = {"|".join((way.family, way.given, way.order)): way for way in ways}
            self._ways[name] = (person, by_value)
            self.fields[name] = forms.ChoiceField(
                label=whole_name(person),
                required=False,
                widget=forms.RadioSelect,
                choices=[
                    *((value, _in_words(way)) for value, way in by_value.items()),
                    (_LATER, _("decide later")),
                ],
                initial=next(iter(by_value), _LATER),
            )

    def rows(self) -> Iterator[tuple[Attendee, forms.BoundField]]:
        """Each person with the choice."""
        for name, (person, _by_value) in self._ways.items():
            yield person, self[name]

    @property
    def parts(self) -> dict[int, NameParts]:
        """The parts that were chosen, by person. Only for a valid form."""
        return {
            person.pk: by_value[value]
            for name, (person, by_value) in self._ways.items()
            if (value := self.cleaned_data[name])
        }


def _in_words(way: NameParts) -> str:
    """What is the family name, and where it stands."""
    if not way.family:
        return _("no family name")
    if way.order == FAMILY_FIRST:
        return _("%(family)s (first), %(given)s") % {"family": way.family, "given": way.given}
    return _("%(family)s (last), %(given)s") % {"family": way.family, "given": way.given}
