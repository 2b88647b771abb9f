"""Lists of Django's admin that are filtered and searched by what they declare, and by nothing else.

Django lets an address filter a list by any field of its own model: anyone who sees a
row could read a field that its page hides from them, letter by letter.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from core.lists.admin_export import ExportMenu
from core.lists.admin_listing import merge_filters, read_listing, read_ways
from core.lists.admin_views import ViewMenu
from core.lists.faceted_list import FacetedList
from core.lists.facets import EMPTY, NOT, facet_of
from core.lists.listing import Listing
from core.lists.peek import PeekedRows
from core.text.calendar import names_known_year
from core.text.folding import search_terms, searchable
from core.text.numbers import row_number
from core.translated_field import TranslatedField

# Ways to filter by a day; none of them is offered for anything else.
_OF_DAYS = frozenset({"year", "gte", "lt"})


class DeclaredLists(PeekedRows, ViewMenu, ExportMenu):
    """Before a ModelAdmin: `list_filter`, `date_hierarchy` and `search_fields` are all there is.

    Where one of `search_fields` is translated, or `folds_search` is set, all of them are searched
    in every language, as visitors search: without accents, kinds of apostrophes and so on. The
    texts of all rows are read for it, so such a list is one of hundreds of rows.
    """

    folds_search: ClassVar[bool] = False
    # Each value of a filter says how many rows it has.
    show_facets = admin.ShowFacets.ALWAYS

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list in the frame that all lists share; filters that came together, one by one."""
        query = merge_filters(request.GET)
        if query is not None and request.method == "GET":
            return redirect(f"{request.path}?{query}" if query else request.path)
        if request.method == "POST" and (answer := self.answer_menus(request)) is not None:
            return answer  # type: ignore[return-value]  # a file is sent in pieces
        _forget_what_is_no_row(request)
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        response = super().changelist_view(request, title | (extra_context or {}))
        if isinstance(response, TemplateResponse) and response.context_data:
            changes = response.context_data.get("cl")
            listing = self.read_head(request, changes) if changes else None
            response.context_data["listing"] = listing
        return response

    def answer_menus(self, request: HttpRequest) -> HttpResponseBase | None:
        """The answer to a form of the head; None for any other request."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return self.answer_columns(request) or self.answer_export(request)

    def read_head(self, request: HttpRequest, changes: FacetedList) -> Listing:
        """The head of the list, with its menus."""
        head = read_listing(changes)
        return replace(
            head,
            columns=self.column_choices(request),
            exports_rows=not self.has_people,
            export_url=self.people_export_url(request) if self.has_people else "",
            views=tuple(self.load_views(request, changes)),
            saves_views=self.saves_views(request),
            shares_views=self.may_share_views(request),
            ways=read_ways(request, changes, head),
        )

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        """A list that counts its facets together."""
        return FacetedList

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """The declared filters, each of which can also say “is not”."""
        return [
            facet_of(self.model, declared) if isinstance(declared, str) else declared
            for declared in super().get_list_filter(request)
        ]

    def lookup_allowed(
        self, lookup: str, value: object, request: HttpRequest | None = None
    ) -> bool:
        """Whether an address may filter by `lookup`: only as a filter of the list itself does."""
        if request is None or lookup not in self._declared_lookups(request):
            return False
        return lookup.rpartition(LOOKUP_SEP)[2] not in _OF_DAYS or names_known_year(str(value))

    def _declared_lookups(self, request: HttpRequest) -> Iterator[str]:
        for declared in self.get_list_filter(request):
            if isinstance(declared, tuple):
                yield from _filter_lookups(self.model, str(declared[0]))
            else:
                yield declared.parameter_name
        if self.date_hierarchy:
            yield from (f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day"))

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[models.Model], search_term: str
    ) -> tuple[models.QuerySet[models.Model], bool]:
        """The rows that say every word that is asked for."""
        names = self.get_search_fields(request)
        terms = search_terms(search_term)
        if not terms or not (self.folds_search or _has_translated(self.model, names)):
            return super().get_search_results(request, queryset, search_term)
        texts = self._load_texts(request, names)
        hits = {pk for pk, text in texts.items() if all(term in text for term in terms)}
        return queryset.filter(pk__in=hits), False

    def _load_texts(self, request: HttpRequest, names: Iterable[str]) -> dict[object, str]:
        """What each row says, by its key: read once for each page, which searches several times."""
        kept: dict[str, dict[object, str]] = request.__dict__.setdefault("searched_texts", {})
        if self.opts.label not in kept:
            rows = self.get_queryset(request).order_by().values_list("pk", *names)
            kept[self.opts.label] = {pk: _searchable_text(values) for pk, *values in rows}
        return kept[self.opts.label]


def _forget_what_is_no_row(request: HttpRequest) -> None:
    """Take ticks of anything but a row's number away: Django would look for them all the same."""
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
    rows = [value for value in ticked if row_number(value) is not None]
    if rows != ticked:
        posted = request.POST.copy()
        posted.setlist(ACTION_CHECKBOX_NAME, rows)
        request.POST = posted  # type: ignore[assignment]


def _filter_lookups(model: type[models.Model], name: str) -> Iterator[str]:
    """The query parameters that Django's own filters use for a field."""
    field = get_fields_from_path(model, name)[-1]
    yield f"{name}__isnull"
    if isinstance(field, models.ForeignKey):
        key = f"{name}__{field.target_field.name}__exact"
        yield from (key, f"{key}{NOT}")
        return
    yield from (name, f"{name}{NOT}", f"{name}__exact", f"{name}__exact{NOT}", f"{name}{EMPTY}")
    if isinstance(field, models.DateField):
        yield from (f"{name}__gte", f"{name}__lt")


def _has_translated(model: type[models.Model], names: Iterable[str]) -> bool:
    fields = (get_fields_from_path(model, name)[-1] for name in names)
    return any(isinstance(field, TranslatedField) for field in fields)


def _searchable_text(values: Iterable[object]) -> str:
    texts = (value.values() if isinstance(value, Mapping) else (value or "",) for value in values)
    return searchable(*(str(text) for part in texts for text in part))
