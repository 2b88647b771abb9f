"""Views of an admin list: filters, search, order and columns under a name.

Some are ready; an app that knows whose the list is adds those that people saved. A view is what an
address asks for, so it shows everybody their own rows and no others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, PAGE_VAR
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise

from core.lists.admin_columns import COLUMNS_VAR, ColumnMenu, columns_in
from core.lists.listing import ListView

if TYPE_CHECKING:
    from core.lists.faceted_list import FacetedList

# The view of a page, by its key.
VIEW_VAR = "view"
# What an address says that is no part of a view.
_PASSING = (VIEW_VAR, PAGE_VAR, ALL_VAR, ERROR_FLAG)


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A view: `query` is that of an address, without the view itself.

    `pk` is set where somebody saved it; `may_edit`: whether the reader may rename or delete it.
    """

    key: str
    label: str | Promise
    query: str
    is_teams: bool = False
    may_edit: bool = False
    pk: int | None = None


class ViewMenu(ColumnMenu):
    """Before a ModelAdmin: `ready_views` are offered where the list has their filters."""

    ready_views: ClassVar[tuple[NamedQuery, ...]] = ()

    def saved_views(self, request: HttpRequest) -> Sequence[NamedQuery]:
        """The views that the reader or the team saved, where somebody can save them."""
        return ()

    def saves_views(self, request: HttpRequest) -> bool:
        """Whether the reader can save a view."""
        return False

    def may_share_views(self, request: HttpRequest) -> bool:
        """Whether the reader can save a view for the team."""
        return False

    def load_views(self, request: HttpRequest, changes: "FacetedList") -> list[ListView]:
        """Each view with the number of its rows: one query for all counts."""
        offered = {name for spec in changes.filter_specs for name in spec.expected_parameters()}
        ready = [view for view in self.ready_views if {*QueryDict(view.query)} <= offered]
        views = [*ready, *self.saved_views(request)]
        counts = changes.count_queries(request, [view.query for view in views])
        here = request.GET.get(VIEW_VAR)
        return [
            ListView(
                key=view.key,
                label=str(view.label),
                url=f"?{urlencode({VIEW_VAR: view.key})}{'&' if view.query else ''}{view.query}",
                count=count,
                is_here=view.key == here,
                is_changed=self._state(request, view.query) != self.view_state(request),
                is_teams=view.is_teams,
                may_edit=view.may_edit,
                pk=view.pk,
            )
            for view, count in zip(views, counts, strict=True)
        ]

    def view_state(self, request: HttpRequest) -> str:
        """What the page shows as a query that a view can store, its columns named."""
        return self._state(request, request.GET.urlencode())

    def _state(self, request: HttpRequest, query: str) -> str:
        asked = QueryDict(query, mutable=True)
        columns = self.arrange_columns(request, columns_in(asked))
        asked[COLUMNS_VAR] = ",".join(columns[1:])
        pairs = ((name, value) for name, values in asked.lists() for value in values)
        return urlencode(sorted(_lasting(pairs)))


def _lasting(pairs: Iterable[tuple[str, object]]) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in pairs if name not in _PASSING and value]
