"""The frame of staff pages: the workspace of their edition, as organizers have it.

Staff pages lie below this app, so that their templates get it from a context processor.
"""

from collections.abc import Callable
from functools import cache

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.http import user_of
from accounts.roles import Right
from events.admin_base.zoned_admin import edition_of
from events.models import Event
from forum_portal.workspace.edition_urls import edition_url
from forum_portal.workspace.navigation import Workspace, workspace_of

# The arguments of a page that another edition can have as well: its rows are others.
_OF_ANY_EDITION = frozenset({"event_slug", "key"})


def staff_workspace(request: HttpRequest) -> dict[str, object]:
    """`workspace` for the templates of staff pages; loaded only where one shows it."""
    match, edition = request.resolver_match, edition_of(request)
    if edition is None or match is None or match.namespace != "staff":
        return {}

    def load() -> Workspace:
        return workspace_of(request, edition, admin.site._registry, _same_page(request))

    return {"workspace": SimpleLazyObject(load)}


def _same_page(request: HttpRequest) -> Callable[[Event], str]:
    """Where the page is found in another edition; else its dashboard, else its overview."""
    match = request.resolver_match
    right: Right | None = getattr(match.func, "right", None) if match else None
    is_read = request.method in ("GET", "HEAD")
    is_general = match is not None and is_read and {*match.kwargs} <= _OF_ANY_EDITION

    @cache
    def editions_with(right: Right) -> frozenset[int]:
        events = Event.objects.with_right(user_of(request), right)
        return frozenset(events.values_list("pk", flat=True))

    def url_in(event: Event) -> str:
        if match and right and is_general and event.pk in editions_with(right):
            return reverse(match.view_name, kwargs={**match.kwargs, "event_slug": event.slug})
        if event.pk in editions_with(Right.VIEW_PEOPLE):
            return reverse("staff:dashboard", args=[event.slug])
        return edition_url(event)

    return url_in
