"""The guard of the pages of focal points and of own entries: a session that opened a link.

Every request checks that access is not revoked. A session may hold both kinds of link.
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
from django.utils import timezone

from core.text.languages import in_language, own_name
from core.text.translated import fallback_order
from delegations.access.mailed_links import Link, open_link
from delegations.models import FocalPoint, PersonalLink
from events.visitors import LanguageLink

KEY, OWN_KEY, PENDING = "focal_point", "own_entry", "focal_link"
FocalView = Callable[..., HttpResponseBase]
_L = TypeVar("_L", FocalPoint, PersonalLink)


def open_session(request: HttpRequest, link: Link) -> HttpResponse:
    """Store the link in the session, under a new session key, and redirect to its pages."""
    request.session.cycle_key()
    request.session.pop(PENDING, None)
    is_own = isinstance(link, PersonalLink)
    request.session[OWN_KEY if is_own else KEY] = [link.guid.hex, link.generation]
    return redirect_to_pages(link)


def redirect_to_pages(link: Link) -> HttpResponse:
    """Redirect to the pages that this link opens."""
    if isinstance(link, PersonalLink):
        return redirect("own:entry", guid=link.attendee.guid)
    return redirect("focal:overview")


def find_focal_point(request: HttpRequest) -> FocalPoint | None:
    """The focal point of this session, if access is not revoked."""
    return _open(request, KEY, FocalPoint)


def find_personal_link(request: HttpRequest) -> PersonalLink | None:
    """The link to an own entry in this session, if access is not revoked."""
    return _open(request, OWN_KEY, PersonalLink)


def _open(request: HttpRequest, key: str, kind: type[_L]) -> _L | None:
    kept = request.session.get(key)
    if not isinstance(kept, list) or len(kept) != 2:
        return None
    return open_link(kind, UUID(hex=kept[0]), kept[1])


def focal_page(view: FocalView) -> FocalView:
    """Pass `(request, focal_point)` to the view, in their language; redirect others to the door."""

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        focal_point = find_focal_point(request)
        if focal_point is None:
            return redirect("focal-door")
        return _in_their_language(request, focal_point, view, kwargs)

    return wrapped


def own_page(view: FocalView) -> FocalView:
    """Pass `(request, link)` to the view of an own entry; redirect others to the door.

    The URL names the entry, so a page that somebody else left open in this browser is no longer
    found and does not write into another entry.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, guid: UUID, **kwargs: object) -> HttpResponseBase:
        link = find_personal_link(request)
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
        in_language(link.language),
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
    """Render a page of the delegation or of an own entry, with a choice of languages."""
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
