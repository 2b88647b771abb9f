"""The columns of an admin list: which are offered, which somebody chose, and in which order.

A choice is stored for a person and a list; an address that names columns comes before it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.text import capfirst

from core.lists.listing import ColumnChoice
from core.models import ListColumns

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:  # Django's own class takes no type arguments at run time
    ModelAdmin = admin.ModelAdmin

# The columns in an address, separated by commas.
COLUMNS_VAR = "columns"
# The button of the form that chooses them, its boxes, and the place of each.
_BUTTON, _PICKED, _PLACE = "_columns", "column", "position-"


class ColumnMenu(ModelAdmin):
    """Before a ModelAdmin: `list_display` is what everybody sees until they choose.

    `more_columns` are offered besides. The title, which links to the row, is always first.
    """

    more_columns: ClassVar[tuple[str, ...]] = ()

    @property
    def list_key(self) -> str:
        """The name by which choices for this list are stored."""
        return self.opts.label_lower

    def offered_columns(self, request: HttpRequest) -> list[str]:
        """The columns that the reader may choose, the usual ones first."""
        return [*map(str, self.list_display), *self.more_columns]

    def get_list_display(self, request: HttpRequest) -> Any:
        """The columns that are shown."""
        return self.shown_columns(request)

    def shown_columns(self, request: HttpRequest) -> list[str]:
        """The columns: of the address, else as the reader stored them, else the usual ones."""
        return self.arrange_columns(request, columns_in(request.GET))

    def arrange_columns(self, request: HttpRequest, asked: Sequence[str] | None) -> list[str]:
        """The title and the columns that are asked for, else those that the reader has."""
        offered = self.offered_columns(request)
        title, usual = self._title(offered), [name for name in offered if name in self.list_display]
        chosen = asked or self.stored_columns(request) or ()
        own = [name for name in dict.fromkeys(chosen) if name in offered and name != title]
        return [title, *own] if own else usual

    def with_columns(
        self, rows: models.QuerySet[models.Model], names: Collection[str]
    ) -> models.QuerySet[models.Model]:
        """The rows, with what the columns `names` need besides their fields."""
        return rows

    def _title(self, offered: Sequence[str]) -> str:
        links = [name for name in self.list_display_links or () if name in offered]
        return str(links[0] if links else offered[0])

    def get_list_select_related(self, request: HttpRequest) -> Any:
        """With the related rows that its columns show."""
        related = super().get_list_select_related(request)
        if not isinstance(related, list | tuple):
            return related
        shown = {*self.shown_columns(request)}
        keys = [field.name for field in self.opts.fields if field.many_to_one]
        return [*related, *(name for name in keys if name in shown and name not in related)]

    def stored_columns(self, request: HttpRequest) -> list[str] | None:
        """The columns that the reader stored, asked once for each page."""
        stored: dict[str, list[str] | None] = request.__dict__.setdefault("list_columns", {})
        if self.list_key not in stored:
            row = self._own_row(request).values_list("columns", flat=True).first()
            stored[self.list_key] = row
        return stored[self.list_key]

    def _own_row(self, request: HttpRequest) -> models.QuerySet[ListColumns]:
        reader = cast("int", request.user.pk)
        return ListColumns.objects.filter(user_id=reader, list_name=self.list_key)

    def column_choices(self, request: HttpRequest) -> tuple[ColumnChoice, ...]:
        """What the menu shows: the shown columns in their order, then the others."""
        offered = self.offered_columns(request)
        title = self._title(offered)
        shown = self.shown_columns(request)
        order = [title, *(name for name in shown if name != title)]
        order += [name for name in offered if name not in order]
        return tuple(
            ColumnChoice(
                key=name,
                label=capfirst(str(label_for_field(name, self.model, self))),
                is_shown=name in shown,
                is_title=name == title,
                position=position,
            )
            for position, name in enumerate(order)
        )

    def answer_columns(self, request: HttpRequest) -> HttpResponse | None:
        """Store the columns that the form sends, or none for the usual; None for other requests."""
        if _BUTTON not in request.POST:
            return None
        places = {choice.key: choice.position for choice in self.column_choices(request)}
        columns = picked_columns(request.POST, places)
        query = request.GET.copy()
        # Django's order names columns by their number.
        query.pop("o", None)
        query.pop(COLUMNS_VAR, None)
        if request.POST[_BUTTON] == "reset" or not columns:
            self._own_row(request).delete()
        else:
            reader = cast("int", request.user.pk)
            ListColumns.objects.update_or_create(
                user_id=reader, list_name=self.list_key, defaults={"columns": columns}
            )
            query[COLUMNS_VAR] = ",".join(columns)
        return HttpResponseRedirect(f"{request.path}?{query.urlencode(safe=',')}")


def columns_in(query: QueryDict) -> list[str] | None:
    """The columns that an address names; None where it names none."""
    names = query.get(COLUMNS_VAR, "").split(",")
    return [name for name in names if name] or None


def picked_columns(posted: QueryDict, places: Mapping[str, int]) -> list[str]:
    """The ticked columns of the form, in the order of their places; `places` are those before.

    A column that was moved to the place of another stands on the side from which it did not come.
    """

    def order(name: str) -> tuple[int, int]:
        number = posted.get(f"{_PLACE}{name}", "")
        is_place = number.isascii() and number.isdigit() and len(number) < 5
        place = int(number) if is_place else places[name]
        return place, (place > places[name]) - (place < places[name])

    ticked = dict.fromkeys(posted.getlist(_PICKED))
    return sorted((name for name in ticked if name in places), key=order)
