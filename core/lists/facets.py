"""The filters of a change list: Django's own, which can also say “is not” and “empty”.

The address says `kind__exact__not=meal` where Django says `kind__exact=meal`. Values that occur are
read once for each page, and all facets are counted together.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.contrib import admin
from django.contrib.admin import FieldListFilter, ListFilter, RelatedOnlyFieldListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import (
    build_q_object_from_lookup_parameters,
    get_fields_from_path,
)
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext

# What follows the name of a filter whose value its rows must not have, and of one for no text.
NOT = f"{LOOKUP_SEP}not"
EMPTY = f"{LOOKUP_SEP}isempty"

Choices = list[tuple[str, Any]]

if TYPE_CHECKING:
    _FieldFilter = FieldListFilter
else:  # stands before one of Django's filters
    _FieldFilter = object


class CountingList(Protocol):
    """A change list that counts its facets together."""

    def counts_of(self, request: HttpRequest, spec: ListFilter) -> Mapping[str, int]:
        """How many rows each value of `spec` has, with all other filters as they are."""


class CountedTogether(_FieldFilter):
    """Before a filter: its counts come with those of all others."""

    request: HttpRequest

    def get_facet_queryset(self, changelist: ChangeList) -> Any:
        """The counts by name, from the list that counts them together."""
        return cast("CountingList", changelist).counts_of(self.request, self)


class Negatable(CountedTogether):
    """Before a filter by a value: the same value can also be the one that rows must not have.

    Django's filter reads the value as its own; only the condition is turned round.
    """

    value_suffix = f"{LOOKUP_SEP}exact"

    def __init__(
        self,
        field: Any,
        request: HttpRequest,
        params: dict[str, list[str]],
        model: type[models.Model],
        model_admin: Any,
        field_path: str,
    ) -> None:
        name = f"{field_path}{self.value_suffix_of(field)}"
        self.not_name = f"{name}{NOT}"
        self.is_null = f"{field_path}{LOOKUP_SEP}isnull"
        refused = params.pop(self.not_name, None)
        if refused:
            params[name] = refused
        is_filled = (params.get(self.is_null) or [""])[-1] == "False"
        self.is_negated = bool(refused) or is_filled
        super().__init__(field, request, params, model, model_admin, field_path)
        self._is_refusing = bool(refused)

    def value_suffix_of(self, field: Any) -> str:
        """What Django adds to the name of `field` in an address."""
        return self.value_suffix

    def expected_parameters(self) -> list[str | None]:
        """Those of Django's filter, and the negated one."""
        return [*super().expected_parameters(), self.not_name]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[models.Model]
    ) -> models.QuerySet[models.Model] | None:
        """The rows with the value, or all others."""
        if not self._is_refusing:
            return super().queryset(request, queryset)
        try:
            refused = cast("dict[str, Iterable[object]]", self.used_parameters)
            return queryset.exclude(build_q_object_from_lookup_parameters(refused))
        except (ValueError, ValidationError) as error:
            raise IncorrectLookupParameters(error) from error


def once(request: HttpRequest, name: str, load: Callable[[], Any]) -> Any:
    """What `load` gives, asked once for each page: each count of a facet makes filters again."""
    values: dict[str, Any] = request.__dict__.setdefault("facet_values", {})
    if name not in values:
        values[name] = load()
    return values[name]


class OccurringRows(Negatable, RelatedOnlyFieldListFilter):
    """The related rows that occur in the list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display = SafeString(gettext("Empty"))

    def value_suffix_of(self, field: Any) -> str:
        """The key of the related row."""
        return f"{LOOKUP_SEP}{field.target_field.name}{LOOKUP_SEP}exact"

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Choices:
        """The rows as value and label."""
        load = super().field_choices
        choices: Choices = once(
            request, str(self.field_path), lambda: load(field, request, model_admin)
        )
        return choices


class Emptiable(Negatable):
    """Before a filter by a text: “empty” is one of its values."""

    lookup_val: Any

    def __init__(
        self,
        field: Any,
        request: HttpRequest,
        params: dict[str, list[str]],
        model: type[models.Model],
        model_admin: Any,
        field_path: str,
    ) -> None:
        self.empty_name = f"{field_path}{EMPTY}"
        asked = (params.pop(self.empty_name, None) or [""])[-1]
        super().__init__(field, request, params, model, model_admin, field_path)
        self.empty = models.Q(**{field_path: ""})
        self.may_be_empty = field.blank and field.empty_strings_allowed
        self.is_empty = asked in ("True", "False")
        if self.is_empty:
            self.used_parameters[self.empty_name] = asked == "True"
            self.is_negated = asked == "False"

    def expected_parameters(self) -> list[str | None]:
        """Those of the values, and that of “empty”."""
        return [*super().expected_parameters(), self.empty_name]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[models.Model]
    ) -> models.QuerySet[models.Model] | None:
        """The rows with the value, without it, or with none."""
        if not self.is_empty:
            return super().queryset(request, queryset)
        return queryset.exclude(self.empty) if self.is_negated else queryset.filter(self.empty)

    def get_facet_counts(self, pk_attname: str, filtered_qs: Any) -> dict[str, models.Count]:
        """A count for each value, and for “empty”."""
        counts: dict[str, models.Count] = super().get_facet_counts(pk_attname, filtered_qs)
        empty = {"empty__c": models.Count(pk_attname, filter=self.empty)}
        return counts | empty if self.may_be_empty else counts

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Django's choices, then “empty”."""
        choices = iter(super().choices(changelist))
        every = next(choices)
        yield {**every, "selected": every["selected"] and not self.is_empty}
        yield from choices
        if self.may_be_empty:
            label = gettext("Empty")
            if changelist.add_facets:
                label += f" ({self.get_facet_queryset(changelist)['empty__c']})"
            yield {
                "selected": self.is_empty,
                "query_string": changelist.get_query_string({self.empty_name: "True"}),
                "display": label,
            }


class ChoiceFacet(Emptiable, admin.ChoicesFieldListFilter):
    """The choices of a field."""


class OccurringValues(Emptiable, admin.AllValuesFieldListFilter):
    """The values that occur in the list."""

    value_suffix = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display = SafeString(gettext("Empty"))
        values = self.lookup_choices
        self.lookup_choices = once(
            self.request,
            str(self.field_path),
            lambda: [value for value in values if value != "" or not self.may_be_empty],
        )


class BooleanFacet(CountedTogether, admin.BooleanFieldListFilter):
    """Yes or no."""


class DateFacet(CountedTogether, admin.DateFieldListFilter):
    """Since when."""


def facet_of(model: type[models.Model], name: str) -> tuple[str, type[FieldListFilter]]:
    """The filter of a field, as `list_filter` takes it."""
    field = get_fields_from_path(model, name)[-1]
    if field.is_relation:
        return name, OccurringRows
    if getattr(field, "choices", None):
        return name, ChoiceFacet
    if isinstance(field, models.BooleanField):
        return name, BooleanFacet
    return name, DateFacet if isinstance(field, models.DateField) else OccurringValues
