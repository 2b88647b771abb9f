"""The guard of staff pages: only members of the event's team with the right find them."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.http import AuthenticatedHttpRequest, user_of
from accounts.roles import Right
from core.text.translated import fallback_order
from events.models import Event
from events.permissions import rights_of

StaffView = Callable[..., HttpResponseBase]


def staff_page(right: Right) -> Callable[[StaffView], Callable[..., HttpResponseBase]]:
    """Give the view `(request, event, rights)` instead of a slug.

    Redirects to the login page. Without `Right.VIEW_PEOPLE` in this event: 404, as for an event
    that does not exist. With it but without `right`: 403.
    """

    def decorate(view: StaffView) -> Callable[..., HttpResponseBase]:
        @login_required
        @wraps(view)
        def wrapped(request: HttpRequest, event_slug: str, **kwargs: object) -> HttpResponseBase:
            user = user_of(request)
            events = Event.objects.with_right(user, Right.VIEW_PEOPLE)
            event = get_object_or_404(events, slug=event_slug)
            rights = rights_of(user, event)
            if right not in rights:
                raise PermissionDenied
            # As on organizers' pages: the frame of both asks for it.
            request.edition = event  # type: ignore[attr-defined]
            request.held_rights = rights  # type: ignore[attr-defined]
            with timezone.override(event.zone), fallback_order(event.languages):
                return view(cast("AuthenticatedHttpRequest", request), event, rights, **kwargs)

        wrapped.right = right  # type: ignore[attr-defined]
        return cast("Callable[..., HttpResponse]", wrapped)

    return decorate
