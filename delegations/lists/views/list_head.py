"""The head of the attendee list, as the list component draws it: filters, pills, menus."""

from collections.abc import Iterator, Mapping, Sequence

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Right
from core.lists.listing import ColumnChoice, Listing, ListView, Pill, ValueFilter, Way
from core.widgets import AnyOfField
from delegations.lists.added_columns import ADDED
from delegations.lists.filters.conditions import EMPTY
from delegations.lists.filters.words import ANY, filter_in_words
from delegations.lists.forms import AttendeeFilterForm
from delegations.lists.list_request import filter_form, requested_list
from delegations.lists.needed_columns import FILTERS_NAMED, may_use
from delegations.querysets import (
    ALPHABETICAL,
    ARRIVAL,
    DEPARTURE,
    FUNCTION,
    HOTEL,
    PRECEDENCE,
)

_GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (gettext_lazy("People"), ("function", "rank", "status", "counted", "vip")),
    (gettext_lazy("Delegation"), ("delegation", "country")),
    (gettext_lazy("Journey"), ("arrives_on", "departs_on")),
    (gettext_lazy("Consent"), ("consent",)),
)
# Of these two, “is not” one is the other.
_YES_OR_NO = ("counted", "vip")
# The heading of a column orders the list: by what.
ORDER_OF_COLUMN: Mapping[str, str] = {
    "country": ALPHABETICAL,
    "organisation": ALPHABETICAL,
    "precedence": PRECEDENCE,
    "function": FUNCTION,
    "arrives_at": ARRIVAL,
    "departs_at": DEPARTURE,
    "hotel": HOTEL,
}


def read_head(
    form: AttendeeFilterForm, here: QueryDict, views: tuple[ListView, ...], counts_url: str
) -> Listing:
    """The head of the list that a form asks for; `here` is the query of the page."""
    view = next((view for view in views if view.is_here), None)
    return Listing(
        title=view.label if view else _("Attendees"),
        count=0,
        total=None,
        query=str(form["q"].value() or "") if "q" in form.fields else "",
        is_searched="q" in form.fields,
        facets=(),
        filters=tuple(filters_of(form)),
        pills=tuple(pills_of(form, here)) if form.is_valid() else (),
        clear_url=without(here, *_filter_parameters(form)),
        kept=tuple(_kept(form, here)),
        here=f"?{here.urlencode()}",
        columns=tuple(columns_of(form)) if form.is_valid() else (),
        views=views,
        counts_url=counts_url,
        as_of=timezone.now(),
    )


def filters_of(form: AttendeeFilterForm) -> Iterator[ValueFilter]:
    """The filters that the reader has, by what they are about."""
    added = (gettext_lazy("Sessions"), tuple(column.filter_name for column in ADDED))
    for group, names in (*_GROUPS[:-1], added, _GROUPS[-1]):
        for name in names:
            if name in form.fields:
                yield _filter(form, str(group), name)


def _filter(form: AttendeeFilterForm, group: str, name: str) -> ValueFilter:
    field, value = form.fields[name], form[name].value()
    choices = [(str(key), str(label)) for key, label in getattr(field, "choices", ()) if key]
    kind = "many" if isinstance(field, AnyOfField) else "one" if choices else "day"
    chosen = value if isinstance(value, list) else [str(value)] if value else []
    return ValueFilter(
        name=name,
        label=str(field.label),
        group=group,
        kind=kind,
        values=tuple(choices),
        chosen=tuple(text for text in chosen if text),
        can_be_not=name not in _YES_OR_NO or name == "vip",
        is_not=name in (form["is_not"].value() or ()),
        can_be_empty=name in EMPTY,
        is_empty=name in (form["is_empty"].value() or ()),
        errors=tuple(map(str, form.errors.get(name, ()))),
    )


def pills_of(form: AttendeeFilterForm, here: QueryDict) -> Iterator[Pill]:
    """What narrows a valid list, in words, each with the list without it."""
    for name in form.filters_set():
        words = {"filter": form.fields[name].label, "value": filter_in_words(form, name)}
        yield Pill(_("%(filter)s: %(value)s") % words, without(here, name))
    if form.cleaned_data["match"] == ANY and len(form.filters_set()) > 1:
        yield Pill(_("at least one filter"), without(here, "match"))
    if number := form.cleaned_data.get("since"):
        version = _("version %(number)d") % {"number": int(number)}
        words = {"filter": _("Changed since"), "value": version}
        yield Pill(_("%(filter)s: %(value)s") % words, without(here, "since"))


def ways_out(form: AttendeeFilterForm, head: Listing, rights: frozenset[Right]) -> tuple[Way, ...]:
    """How many people an empty list would have without one of its filters or its search."""
    ways = [(pill.label, pill.remove_url) for pill in head.pills]
    if head.query:
        label = _("Search: %(query)s") % {"query": head.query}
        ways.append((label, without(QueryDict(head.here.lstrip("?")), "q")))
    counted = [
        Way(label, url, _count(form, QueryDict(url.lstrip("?")), rights)) for label, url in ways
    ]
    return tuple(sorted((way for way in counted if way.count), key=lambda way: -way.count))


def _count(form: AttendeeFilterForm, query: QueryDict, rights: frozenset[Right]) -> int:
    other = filter_form(query, form.event, rights)
    return requested_list(other).queryset().count() if other.is_valid() else 0


def columns_of(form: AttendeeFilterForm) -> Iterator[ColumnChoice]:
    """The columns of a valid list in their order, then the others; the name is always first."""
    shown = [column.key for column in form.chosen_columns()]
    keys = dict.fromkeys(("name", *shown, *form.available))
    for position, key in enumerate(keys):
        if key in form.available:
            heading = str(form.available[key].heading)
            yield ColumnChoice(key, heading, key in shown, key == "name", position)


def orders_of(form: AttendeeFilterForm, here: QueryDict) -> dict[str, tuple[str, bool]]:
    """The URL that orders the list by each column that can, and whether it is in that order."""
    now = form.cleaned_data["order"] or ALPHABETICAL
    return {
        key: (f"{without(here, 'order', 'then')}&order={order}", order == now)
        for key, order in ORDER_OF_COLUMN.items()
        if may_use("order", form.seen, order)
    }


def without(here: QueryDict, *names: str) -> str:
    """The URL of the list without some of its parameters, and without their senses."""
    query = here.copy()
    for name in (*names, "page"):
        query.pop(name, None)
    for sense in FILTERS_NAMED:
        query.setlist(sense, [name for name in query.getlist(sense) if name not in names])
    return f"?{query.urlencode()}"


def _filter_parameters(form: AttendeeFilterForm) -> Sequence[str]:
    return [*(filter_.name for filter_ in filters_of(form)), *FILTERS_NAMED, "match", "since"]


def _kept(form: AttendeeFilterForm, here: QueryDict) -> Iterator[tuple[str, str]]:
    """What the form of filters leaves as it is."""
    for name in ("ready", "view", "columns", "in_order"):
        for value in here.getlist(name):
            if value and (name != "columns" or value in form.available):
                yield name, str(value)


def error_texts(form: forms.Form) -> list[str]:
    """Everything that is wrong with a form, each with the label of its field."""
    return [
        f"{form.fields[name].label}: {text}" if name in form.fields else str(text)
        for name, texts in form.errors.items()
        for text in texts
    ]
