"""Who gets to the pages of a delegation: whoever opened a link, as long as access stands."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from core.languages import own_name
from core.translated import fallback_order
from delegations.models import FocalPoint
from delegations.services import open_focal_point
from events.visitors import LanguageLink

KEY, PENDING = "focal_point", "focal_link"
FocalView = Callable[..., HttpResponseBase]


def enter(request: HttpRequest, focal_point: FocalPoint) -> None:
    """Remember in the session whose delegation is open; the session gets a new key."""
    request.session.cycle_key()
    request.session.pop(PENDING, None)
    request.session[KEY] = [focal_point.guid.hex, focal_point.generation]


def who_is_here(request: HttpRequest) -> FocalPoint | None:
    """The focal point of this session, if access still stands."""
    kept = request.session.get(KEY)
    if not isinstance(kept, list) or len(kept) != 2:
        return None
    return open_focal_point(UUID(hex=kept[0]), kept[1])


def focal_page(view: FocalView) -> FocalView:
    """Give the view `(request, focal_point)`, in their language; others are led to the door."""

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        focal_point = who_is_here(request)
        if focal_point is None:
            return redirect("focal-door")
        if (asked := request.GET.get("language", "")) in dict(settings.LANGUAGES):
            FocalPoint.objects.filter(pk=focal_point.pk).update(language=asked)
            return redirect(request.path)
        event = focal_point.delegation.event
        with (
            translation.override(focal_point.language),
            fallback_order(event.languages),
            timezone.override(event.zone),
        ):
            return view(request, focal_point, **kwargs)

    return wrapped


def focal_answer(
    request: HttpRequest,
    template: str,
    focal_point: FocalPoint,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """A page of the delegation, with the ways to its other languages."""
    delegation = focal_point.delegation
    languages = [
        LanguageLink(code, own_name(code), f"?language={code}", code == focal_point.language)
        for code, _name in settings.LANGUAGES
    ]
    shared = {
        "event": delegation.event,
        "delegation": delegation,
        "focal_point": focal_point,
        "languages": languages,
    }
    return render(request, template, {**shared, **context}, status=status)
