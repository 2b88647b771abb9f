"""Whether the parts of a name are known: a column of the attendee list, and its filter."""

from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy

from delegations.lists.added_columns import AddedColumn
from delegations.lists.list_column import ListColumn, ListFacts, MakeCell
from delegations.models import Attendee
from events.models import Event

_NOT_KNOWN = "not-known"
_LABEL = gettext_lazy("parts not known")


def _render(facts: ListFacts) -> MakeCell:
    names = facts.more["name_parts"]
    return lambda pk: names.get(pk, "")


def _facts(event: Event) -> dict[int, str]:
    keys = Attendee.objects.of_event(event).with_unknown_parts().values_list("pk", flat=True)
    return dict.fromkeys(keys, gettext("parts not known"))


NAME_PARTS = AddedColumn(
    column=ListColumn("name_parts", gettext_lazy("Parts of the name"), ("pk",), _render, width=16),
    facts=_facts,
    filter_name="name_parts",
    filter_label=gettext_lazy("Parts of the name"),
    filter_group=gettext_lazy("People"),
    choices=lambda event: [(_NOT_KNOWN, _LABEL)],
    condition=lambda event, values: Q(parts_known=False),
)
