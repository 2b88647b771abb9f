"""Whether the parts of a name are known: a column of the attendee list, and its filter."""

from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy

from delegations.lists.added_columns import AddedColumn
from delegations.lists.list_column import ListColumn, ListFacts, MakeCell

_NOT_KNOWN = "not-known"
_LABEL = gettext_lazy("parts not known")


def _render(facts: ListFacts) -> MakeCell:
    not_known = gettext("parts not known")
    return lambda is_known: "" if is_known else not_known


NAME_PARTS = AddedColumn(
    column=ListColumn(
        "name_parts", gettext_lazy("Parts of the name"), ("parts_known",), _render, width=16
    ),
    facts=None,
    filter_name="name_parts",
    filter_label=gettext_lazy("Parts of the name"),
    filter_group=gettext_lazy("People"),
    choices=lambda event: [(_NOT_KNOWN, _LABEL)],
    condition=lambda event, values: Q(parts_known=False),
)
