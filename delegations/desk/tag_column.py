"""Tags of the office as a column and a filter of the attendee list."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Right
from delegations.lists.added_columns import AddedColumn
from delegations.lists.list_column import ListColumn, ListFacts, MakeCell
from delegations.models import Tag
from delegations.people.tags import load_tags
from events.models import Event

_ANY = "any"


def _render(facts: ListFacts) -> MakeCell:
    tags = facts.more["tags"]
    return lambda pk: tags.get(pk, "")


def tag_facts(event: Event, people: Collection[int] | None) -> dict[int, str]:
    """Load the tags of everybody, or of `people`, by primary key, with one query."""
    by_person: dict[int, list[str]] = {}
    rows = Tag.objects.filter(attendee__delegation__event=event).order_by("name")
    if people is not None:
        rows = rows.filter(attendee__in=people)
    for attendee, name in rows.values_list("attendee_id", "name"):
        by_person.setdefault(attendee, []).append(name)
    return {pk: ", ".join(names) for pk, names in by_person.items()}


def tag_choices(event: Event) -> list[tuple[str, str | Promise]]:
    """Any tag, and those of the edition."""
    return [(_ANY, _("any tag")), *((name, name) for name in load_tags(event))]


def tag_filter(event: Event, chosen: Collection[str]) -> Q:
    """A condition on Attendee: with one of these tags, or with any."""
    tags = Tag.objects.filter(attendee__delegation__event=event)
    if _ANY not in chosen:
        tags = tags.filter(name__in=chosen)
    return Q(pk__in=tags.values("attendee_id"))


# What the office notes for itself: readers who change nothing do not see it.
TAGS = AddedColumn(
    column=ListColumn("tags", _("Tags"), ("pk",), _render, width=24, right=Right.EDIT_PEOPLE),
    facts=tag_facts,
    filter_name="tag",
    filter_label=_("Tag"),
    filter_group=_("People"),
    choices=tag_choices,
    condition=tag_filter,
)
