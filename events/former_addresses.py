"""Where an address leads today whose words have changed since somebody kept it.

Asked only where the address itself leads nowhere. What an address names beside the event is found
by a finder, which apps register under the name of the address.
"""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone

from core.pages.headers import allow_other_sites
from events.former_slugs import kind_of
from events.models import Event, FormerAddress, NewsItem, Page
from events.querysets import AddressedQuerySet, EventQuerySet, FormerAddressQuerySet


class HasAddress(Protocol):
    """A row with a slug in the URLs of its event."""

    event: Event
    slug: str


# From an event and the slug in the address to the slug of today and its event's; None for nothing.
Finder = Callable[[Event, str], tuple[str, str] | None]

_Row = TypeVar("_Row", bound=Model)


def find_event(slug: str, events: EventQuerySet) -> Event | None:
    """The one of `events` that has this name, or else the last of them that had it."""
    named = events.filter(slug=slug).first()
    if named is not None:
        return named
    return _last_holder(events, FormerAddress.objects.filter(slug=slug))


def find_row(rows: AddressedQuerySet[_Row], event: Event, slug: str) -> _Row | None:
    """The one of `rows` that has this name in the event, or the last that had it; None for none.

    A row that had it may be in another event now: `rows` are those that may be found, of any.
    """
    named = rows.filter(event=event, slug=slug).first()
    if named is not None:
        return named
    return _last_holder(rows, FormerAddress.objects.filter(event=event, slug=slug))


def _last_holder(rows: QuerySet[_Row], former: FormerAddressQuerySet) -> _Row | None:
    # Most addresses that lead nowhere never led anywhere: one quick query.
    for guid in former.filter(kind=kind_of(rows.model)).values_list("guid", flat=True):
        if holder := rows.filter(guid=guid).first():
            return holder
    return None


def place_of(row: HasAddress | None) -> tuple[str, str] | None:
    """The result of a finder: the slugs of the event and of the row."""
    return (row.event.slug, row.slug) if row is not None else None


def _page(event: Event, slug: str) -> tuple[str, str] | None:
    rows = Page.objects.filter(is_published=True, event__in=Event.objects.public())
    return place_of(find_row(rows.select_related("event"), event, slug))


def _news(event: Event, slug: str) -> tuple[str, str] | None:
    rows = NewsItem.objects.published(timezone.now()).filter(event__in=Event.objects.public())
    return place_of(find_row(rows.select_related("event"), event, slug))


# By the name of an address that has a `slug` beside its `event_slug`.
FINDERS: dict[str, Finder] = {"events:page": _page, "events:news-item": _news}


def arguments_today(
    name: str, arguments: Mapping[str, str], events: EventQuerySet
) -> dict[str, str] | None:
    """The arguments of the address `name` that lead where `arguments` once led.

    Only to one of `events`, those that the reader may see. None where they are the same.
    """
    event = find_event(arguments["event_slug"], events)
    if event is None:
        return None
    found = {**arguments, "event_slug": event.slug}
    finder = FINDERS.get(name)
    if finder and (place := finder(event, arguments["slug"])):
        found["event_slug"], found["slug"] = place
    return found if found != arguments else None


def redirect_to_present(url: str) -> HttpResponse:
    """A redirect for visitors and for programs on other sites.

    Asked for again each time: what has the old name later must be found under it.
    """
    response = HttpResponsePermanentRedirect(url)
    response.headers["Cache-Control"] = "public, no-cache"
    return allow_other_sites(response)
