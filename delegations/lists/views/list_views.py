"""The menu of lists: ready lists, office tables and saved lists, by what they are for."""

from collections.abc import Iterator, Sequence

from django.http import QueryDict
from django.urls import reverse

from core.lists.listing import ListView
from delegations.lists.ready_lists import BY_KEY, ListGroup
from delegations.lists.tables.registry import TableLink
from delegations.lists.views.saved_lists import VIEW_VAR, ListLink
from delegations.querysets import ALPHABETICAL
from events.models import Event

# What a URL says that is no part of a list.
_PASSING = frozenset({VIEW_VAR, "page", "person", "reason", "since", "csrfmiddlewaretoken"})


def views_of(
    event: Event,
    here: QueryDict,
    *,
    ready: Sequence[ListLink],
    kept: Sequence[ListLink],
    tables: Sequence[TableLink],
    open_table: str = "",
) -> tuple[ListView, ...]:
    """Every list that the reader may open, by purpose and code; `here` is the query of the page.

    `open_table` is the key of the office table whose page it is.
    """
    path = reverse("staff:attendees", args=[event.slug])
    views = [*_ready_views(path, here, ready), *_table_views(tables, open_table)]
    labels = [str(group.label) for group in ListGroup]
    views.sort(key=lambda view: (labels.index(view.group), int(view.code.removeprefix("L"))))
    return (*views, *_saved_views(path, here, kept))


def _ready_views(path: str, here: QueryDict, ready: Sequence[ListLink]) -> Iterator[ListView]:
    is_saved = bool(here.get(VIEW_VAR))
    for link in ready:
        yield ListView(
            key=link.key,
            label=str(link.label),
            url=f"{path}?{link.query}",
            count=None,
            is_here=link.is_here and not is_saved,
            is_changed=_state_of(QueryDict(link.query)) != _state_of(here),
            is_teams=False,
            may_edit=False,
            pk=None,
            group=str(BY_KEY[link.key].group.label),
            code=link.code,
        )


def _table_views(tables: Sequence[TableLink], open_table: str) -> Iterator[ListView]:
    for link in tables:
        yield ListView(
            key=f"table-{link.key}",
            label=str(link.label),
            url=link.url,
            count=None,
            is_here=link.key == open_table,
            is_changed=False,
            is_teams=False,
            may_edit=False,
            pk=None,
            group=str(link.group.label),
            code=link.code,
        )


def _saved_views(path: str, here: QueryDict, kept: Sequence[ListLink]) -> Iterator[ListView]:
    for link in kept:
        is_changed = _state_of(QueryDict(link.query)) != _state_of(here)
        asked = here.get(VIEW_VAR)
        yield ListView(
            key=f"saved-{link.key}",
            label=str(link.label),
            url=f"{path}?{VIEW_VAR}={link.key}&{link.query}",
            count=None,
            is_here=asked == link.key if asked else link.is_here,
            is_changed=is_changed,
            is_teams=link.is_teams,
            may_edit=link.pk is not None,
            pk=link.pk,
            group=str(ListGroup.SAVED.label),
        )


def _state_of(query: QueryDict) -> list[tuple[str, str]]:
    """What a list asks for, however its URL is written."""
    pairs = ((name, str(value)) for name, values in query.lists() for value in values)
    state = [
        (name, value)
        for name, value in pairs
        if value and name not in _PASSING and (name, value) != ("order", ALPHABETICAL)
    ]
    columns = [pair for pair in state if pair[0] == "columns"]
    rest = sorted(pair for pair in state if pair[0] not in ("columns", "in_order"))
    # Only with `in_order` are columns a sequence.
    return rest + (columns if "in_order" in query else sorted(columns))
