"""The change list that all admin lists share."""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from django.contrib.admin import ListFilter
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, SEARCH_VAR, ChangeList
from django.db import models
from django.http import HttpRequest, QueryDict

from core.lists.admin_columns import COLUMNS_VAR
from core.lists.admin_views import VIEW_VAR

# What an address says that is no filter.
_OF_THE_HEAD = (COLUMNS_VAR, VIEW_VAR)


class FacetedList(ChangeList):
    """A change list that counts its facets together: one query, and one for each that is set."""

    # A ModelAdmin with the menus of the head.
    model_admin: Any
    _counts: dict[int, Mapping[str, int]] | None = None

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self._request = request
        super().__init__(request, *args)
        shown = self.model_admin.shown_columns(request)
        if self.model_admin.stored_columns(request) and COLUMNS_VAR not in self.params:
            # Links of the page show the reader's own columns to others too.
            self.params[COLUMNS_VAR] = ",".join(shown[1:])
            self.filter_params[COLUMNS_VAR] = [self.params[COLUMNS_VAR]]

    def get_filters_params(self, params: Any = None) -> Any:
        """What filters: neither columns nor the name of a view do."""
        filters = super().get_filters_params(params)
        return {name: value for name, value in filters.items() if name not in _OF_THE_HEAD}

    def apply_select_related(
        self, qs: models.QuerySet[models.Model]
    ) -> models.QuerySet[models.Model]:
        """The rows with what their columns need: Django asks for it before it orders them."""
        rows: models.QuerySet[models.Model] = super().apply_select_related(qs)
        columns = self.model_admin.shown_columns(self._request)
        with_columns: models.QuerySet[models.Model] = self.model_admin.with_columns(rows, columns)
        return with_columns

    def counts_of(self, request: HttpRequest, spec: ListFilter) -> Mapping[str, int]:
        """How many rows each value of `spec` has, with all other filters as they are."""
        if self._counts is None:
            self._counts = dict(self._count(request))
        return self._counts[id(spec)]

    def _count(self, request: HttpRequest) -> "dict[int, Mapping[str, int]]":
        counts: dict[int, Mapping[str, int]] = {}
        unset = [spec for spec in self.filter_specs if not spec.used_parameters]
        for spec in self.filter_specs:
            if spec.used_parameters:
                # `get_queryset` makes its filters again: those of the page stay.
                rows = copy(self).get_queryset(request, spec.expected_parameters())
                counts |= self._count_together([spec], rows)
        return counts | self._count_together(unset, self.queryset)

    def _count_together(
        self, specs: list[Any], rows: models.QuerySet[models.Model]
    ) -> dict[int, Mapping[str, int]]:
        wanted = {id(spec): spec.get_facet_counts(self.pk_attname, rows) for spec in specs}
        aggregates = {
            f"f{number}_{name}": count
            for number, counts in enumerate(wanted.values())
            for name, count in counts.items()
        }
        values = rows.order_by().aggregate(**aggregates) if aggregates else {}
        return {
            key: {name: values[f"f{number}_{name}"] for name in counts}
            for number, (key, counts) in enumerate(wanted.items())
        }

    def count_queries(self, request: HttpRequest, queries: Sequence[str]) -> list[int | None]:
        """How many rows each query of an address has: one query. None for one that is refused."""
        rows = [self._rows_of(request, query) for query in queries]
        counts = {
            f"q{number}": models.Count(
                "pk", filter=models.Q(pk__in=matches.order_by().values("pk"))
            )
            for number, matches in enumerate(rows)
            if matches is not None
        }
        values = self.root_queryset.order_by().aggregate(**counts) if counts else {}
        return [values.get(f"q{number}") for number in range(len(rows))]

    def _rows_of(self, request: HttpRequest, query: str) -> models.QuerySet[models.Model] | None:
        asked, other = QueryDict(query), copy(self)
        other.params, other.filter_params = dict(asked.items()), dict(asked.lists())
        other.query = asked.get(SEARCH_VAR, "")
        for name in (PAGE_VAR, ORDER_VAR):
            other.params.pop(name, None)
            other.filter_params.pop(name, None)
        try:
            return other.get_queryset(request)
        except (IncorrectLookupParameters, DisallowedModelAdminLookup):
            return None
