"""Redirects from URLs whose slugs have changed.

Consulted only when the URL itself is not found. Anything that a URL names besides the event is
looked up by a finder, which apps register under the name of the URL.
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
    """Return the event in `events` with this slug, or else the last one that had it."""
    named = events.filter(slug=slug).first()
    if named is not None:
        return named
    return _last_holder(events, FormerAddress.objects.filter(slug=slug))


def find_row(rows: AddressedQuerySet[_Row], event: Event, slug: str) -> _Row | None:
    """Return the row of the event with this slug, or else the last one that had it, or None.

    A row that had the slug may have moved to another event: `rows` are the candidates of all
    events.
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
    """Return the result of a finder: the slugs of the event and of the row."""
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
    """Return the arguments of the URL `name` that replace `arguments`; None if unchanged.

    Leads only to one of `events`, those that the reader may see.
    """
    event = find_event(arguments["event_slug"], events)
    if event is None:
        return None
    current = {**arguments, "event_slug": event.slug}
    finder = FINDERS.get(name)
    if finder and (place := finder(event, arguments["slug"])):
        current["event_slug"], current["slug"] = place
    return current if current != arguments else None


def redirect_to_present(url: str) -> HttpResponse:
    """Redirect visitors and programs on other sites to the present URL.

    Not stored by browsers: a later row with the old slug must be found under it.
    """
    response = HttpResponsePermanentRedirect(url)
    response.headers["Cache-Control"] = "public, no-cache"
    return allow_other_sites(response)
