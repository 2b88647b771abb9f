"""One clock and one order of languages for each admin page: those of the edition it is about.

`frame_of` says whose they are; the admin site activates them for the whole answer, so that forms
read what is typed by that clock too. A list of editions in several zones says the zone of each
moment.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from functools import reduce
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest, HttpResponse

from accounts.http import user_of
from accounts.roles import Right
from core.lists.faceted_list import FacetedList
from core.text.dates import moment_in
from core.text.numbers import row_number
from events.models import Event
from events.querysets import EventQuerySet

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:  # Django's own class takes no type arguments at run time
    _ModelAdmin = admin.ModelAdmin


class Frame(NamedTuple):
    """The edition that a page of the admin is about, None for several, with its zone and languages.

    The zone is None where editions are in several; the languages are in order of preference.
    """

    edition: Event | None
    zone: tzinfo | None
    languages: tuple[str, ...]


def frame_of_editions(editions: Iterable[Event]) -> Frame:
    """The frame of `editions`, the newest first."""
    events = list(editions)
    zones = {event.time_zone for event in events}
    languages = chain.from_iterable(event.languages or () for event in events)
    only = ZoneInfo(zones.pop()) if len(zones) == 1 else None
    return Frame(events[0] if len(events) == 1 else None, only, tuple(dict.fromkeys(languages)))


def edition_of(request: HttpRequest) -> Event | None:
    """The edition in which somebody works: the address names it, or its one row does."""
    edition: Event | None = getattr(request, "edition", None)
    return edition


class ZonedAdmin(_ModelAdmin):
    """Rows of editions, whose moments are typed, listed and told in the zone of their edition.

    `event_path` is empty for what has no way to an edition: its pages are in the zone of the
    reader's own.
    """

    event_path: ClassVar[str] = "event"
    view_right: ClassVar[Right]

    def frame_of(self, request: HttpRequest, arguments: Mapping[str, object]) -> Frame:
        """The zone and the languages of a page, by the `arguments` of its address."""
        key = row_number(str(arguments.get("object_id") or arguments.get("pk") or ""))
        if key is not None and self.event_path:
            return frame_of_editions(self._edition_with(key))
        events = Event.objects.with_right(user_of(request), self.view_right)
        asked = request.POST.get("event") or request.GET.get("event") or self._filtered_by(request)
        number = row_number(asked)
        if number is not None and (chosen := events.filter(pk=number)).exists():
            events = chosen
        # A list below /admin/ is of all editions, even while a filter shows one.
        return frame_of_editions(events)._replace(edition=None)

    def _edition_with(self, key: int) -> EventQuerySet:
        rows = self.model._base_manager.filter(pk=key).order_by()
        return Event.objects.filter(pk__in=rows.values(self.event_path))

    def _filtered_by(self, request: HttpRequest) -> str:
        return request.GET.get(f"{self.event_path}__id__exact") or ""

    def event_of(self, row: object) -> Event | None:
        """The edition to which a row of the list belongs."""
        path = () if self.event_path == "pk" else self.event_path.split("__")
        return cast("Event", reduce(getattr, path, row)) if self.event_path else None

    def get_list_display(self, request: HttpRequest) -> list[Any] | tuple[Any, ...]:
        """The columns; moments say their zone where the list has several."""
        columns = super().get_list_display(request)
        if not shows_several_zones(request):
            return columns
        return [
            self._with_zone(name) if isinstance(name, str) and self._is_moment(name) else name
            for name in columns
        ]

    def get_list_select_related(self, request: HttpRequest) -> bool | list[str] | tuple[str, ...]:
        """With the edition of each row, where moments are to say its zone."""
        related = super().get_list_select_related(request)
        if related is True or not shows_several_zones(request) or self.event_path in ("", "pk"):
            return related
        return (*(related or ()), self.event_path)

    def _is_moment(self, name: str) -> bool:
        fields = (
            field for field in self.model._meta.fields if isinstance(field, models.DateTimeField)
        )
        return name in {field.name for field in fields}

    def _with_zone(self, name: str) -> Callable[[object], str | None]:
        label = self.model._meta.get_field(name).verbose_name

        @admin.display(description=label, ordering=name)
        def moment(row: object) -> str | None:
            value: datetime | None = getattr(row, name)
            event = self.event_of(row)
            return moment_in(value, event.zone if event else UTC) if value else None

        return moment

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        """Offer no navigation by day if the list has several time zones."""
        return WithoutDays if shows_several_zones(request) else FacetedList

    def render_change_form(
        self, request: HttpRequest, context: dict[str, object], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """A new row is in the zone of the edition that is chosen for it."""
        context["zone_is_chosen"] = shows_several_zones(request) and kwargs.get("obj") is None
        return super().render_change_form(request, context, *args, **kwargs)


class WithoutDays(FacetedList):
    """A list that cannot be narrowed by day."""

    def __init__(self, *args: Any) -> None:
        before, after = args[:5], args[6:]
        super().__init__(*before, None, *after)


def shows_several_zones(request: HttpRequest) -> bool:
    """Whether the page has rows of editions in several zones."""
    return bool(getattr(request, "has_several_zones", False))
