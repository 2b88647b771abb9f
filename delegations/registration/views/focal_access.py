"""Who gets to the pages of a delegation, or to their own entry alone: anyone who opened a link.

As long as access stands. A browser may hold both: a focal point who comes too.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation

from core.text.languages import own_name
from core.text.translated import fallback_order
from delegations.access.mailed_links import Link, open_link
from delegations.models import FocalPoint, PersonalLink
from events.visitors import LanguageLink

KEY, OWN_KEY, PENDING = "focal_point", "own_entry", "focal_link"
FocalView = Callable[..., HttpResponseBase]
_L = TypeVar("_L", FocalPoint, PersonalLink)


def enter(request: HttpRequest, link: Link) -> HttpResponse:
    """Remember in the session what is open, under a new key, and lead there."""
    request.session.cycle_key()
    request.session.pop(PENDING, None)
    is_own = isinstance(link, PersonalLink)
    request.session[OWN_KEY if is_own else KEY] = [link.guid.hex, link.generation]
    return lead_in(link)


def lead_in(link: Link) -> HttpResponse:
    """To the pages that this link opens."""
    if isinstance(link, PersonalLink):
        return redirect("own:entry", guid=link.attendee.guid)
    return redirect("focal:overview")


def who_is_here(request: HttpRequest) -> FocalPoint | None:
    """The focal point of this session, if access still stands."""
    return _open(request, KEY, FocalPoint)


def whose_entry(request: HttpRequest) -> PersonalLink | None:
    """Who is at their own entry in this session, if access still stands."""
    return _open(request, OWN_KEY, PersonalLink)


def _open(request: HttpRequest, key: str, kind: type[_L]) -> _L | None:
    kept = request.session.get(key)
    if not isinstance(kept, list) or len(kept) != 2:
        return None
    return open_link(kind, UUID(hex=kept[0]), kept[1])


def focal_page(view: FocalView) -> FocalView:
    """Give the view `(request, focal_point)`, in their language; others are led to the door."""

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        focal_point = who_is_here(request)
        if focal_point is None:
            return redirect("focal-door")
        return _in_their_language(request, focal_point, view, kwargs)

    return wrapped


def own_page(view: FocalView) -> FocalView:
    """Give the view `(request, link)` of who is at their own entry; others are led to the door.

    The address names the entry: a page that was left open in this browser by somebody else is not
    there any more, and writes into nobody else's.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, guid: UUID, **kwargs: object) -> HttpResponseBase:
        link = whose_entry(request)
        if link is None:
            return redirect("focal-door")
        if link.attendee.guid != guid:
            raise Http404
        return _in_their_language(request, link, view, kwargs)

    return wrapped


def _in_their_language(
    request: HttpRequest, link: Link, view: FocalView, kwargs: dict[str, object]
) -> HttpResponseBase:
    event = link.delegation.event
    with (
        translation.override(link.language),
        fallback_order(event.languages),
        timezone.override(event.zone),
    ):
        return view(request, link, **kwargs)


def focal_answer(
    request: HttpRequest,
    template: str,
    link: Link,
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    """A page of the delegation or of an own entry, with its other languages to choose from."""
    delegation = link.delegation
    if isinstance(link, FocalPoint):
        whose, chosen_at = "focal_point", reverse("focal:language")
    else:
        whose, chosen_at = "link", reverse("own:language", args=[link.attendee.guid])
    shared = {
        "event": delegation.event,
        "delegation": delegation,
        whose: link,
        "own_languages": [
            LanguageLink(code, own_name(code), chosen_at, code == link.language)
            for code, _name in settings.LANGUAGES
        ],
    }
    return render(request, template, {**shared, **context}, status=status)
