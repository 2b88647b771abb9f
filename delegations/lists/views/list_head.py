"""The head of the attendee list, as the list component draws it: filters, pills, menus."""

from collections.abc import Callable, Iterator, Mapping

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Right
from core.lists.listing import COLUMNS, FILTER, ColumnChoice, Listing, ListView, ValueFilter
from delegations.lists.added_columns import ADDED
from delegations.lists.forms import AttendeeFilterForm
from delegations.lists.list_request import filter_form, requested_list
from delegations.lists.needed_columns import FILTERS_NAMED, may_use
from delegations.lists.views.filter_head import pills_of, read_filters, without
from delegations.lists.views.menus import unseen
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
    (gettext_lazy("Sessions"), ()),
    (gettext_lazy("Consent"), ("consent",)),
)
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
# What the form of filters leaves as it is.
_KEPT = ("ready", "view", "person", "columns", "in_order")


def read_head(
    form: AttendeeFilterForm,
    here: QueryDict,
    views: tuple[ListView, ...],
    *,
    menu: str,
) -> Listing:
    """The head of the list that a form asks for; `here` is the query of the page.

    `menu` is the one that it draws, beside the filters where something is wrong with them; `views`
    are those of the menu of lists, or the open one alone.
    """
    menus = (menu, FILTER) if form.errors else (menu,)
    counts = reverse("staff:attendee-counts", args=[form.event.slug])
    view = next((view for view in views if view.is_here), None)
    return Listing(
        title=view.label if view else _("Attendees"),
        count=0,
        total=None,
        query=str(form["q"].value() or "") if "q" in form.fields else "",
        is_searched="q" in form.fields,
        facets=(),
        filters=tuple(filters_of(form)) if FILTER in menus else (),
        pills=tuple(pills_of(form, here)) if form.is_valid() else (),
        clear_url=without(here, *form.filter_names(), *FILTERS_NAMED, "person", "match", "since"),
        kept=tuple(_kept(form, here)),
        unseen=() if FILTER in menus else tuple(unseen(here, _KEPT)),
        here=f"?{here.urlencode()}",
        columns=tuple(columns_of(form)) if COLUMNS in menus and form.is_valid() else (),
        views=views,
        counts_url=f"{counts}?{here.urlencode()}",
        as_of=timezone.now(),
        menus=menus,
        open_menu=menu,
    )


def filters_of(form: AttendeeFilterForm) -> Iterator[ValueFilter]:
    """The filters that the reader has, by what they are about, those of added columns too."""
    groups = {str(label): [*names] for label, names in _GROUPS}
    for added in ADDED:
        groups.setdefault(str(added.filter_group), []).append(added.filter_name)
    return read_filters(form, groups.items())


def count_people(form: AttendeeFilterForm, rights: frozenset[Right]) -> Callable[[QueryDict], int]:
    """How many people the list has for another query, for the reader of this form."""

    def count(query: QueryDict) -> int:
        other = filter_form(query, form.event, rights)
        return requested_list(other).queryset().count() if other.is_valid() else 0

    return count


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


def _kept(form: AttendeeFilterForm, here: QueryDict) -> Iterator[tuple[str, str]]:
    """What the form of filters leaves as it is."""
    for name in _KEPT:
        for value in here.getlist(name):
            if value and (name != "columns" or value in form.available):
                yield name, str(value)
