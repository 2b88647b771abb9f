"""Redirect a former URL to the present URL of its page."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, reverse

from accounts.roles import Right
from core.pages.cache import query_names
from events.former_addresses import arguments_today, redirect_to_present
from events.models import Event
from events.querysets import EventQuerySet


class FormerAddressMiddleware:
    """Looks up a page under its former URLs, once it has not been found.

    The innermost middleware, so that its responses pass through all others.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Redirect if the page that was not found has moved."""
        match = request.resolver_match
        if not isinstance(exception, Http404) or match is None or "event_slug" not in match.kwargs:
            return None
        arguments = arguments_today(match.view_name, match.kwargs, _events(request, match))
        if arguments is None:
            return None
        if request.method not in ("GET", "HEAD"):
            # A form is answered where it was sent to. Mail programs that unsubscribe for their
            # reader follow no redirect (RFC 8058).
            answer: HttpResponseBase = match.func(request, **arguments)
            return answer
        return _lead(request, match, arguments)


def _events(request: HttpRequest, match: ResolverMatch) -> EventQuerySet:
    """The events whose pages of this kind the reader may see."""
    if "staff" in match.namespaces:
        return Event.objects.with_right(request.user, Right.VIEW_PEOPLE)
    return Event.objects.public()


def _lead(
    request: HttpRequest, match: ResolverMatch, arguments: dict[str, str]
) -> HttpResponseBase:
    names = query_names(match.func)
    query = request.GET.copy()
    for name in [name for name in query if names is not None and name not in names]:
        del query[name]
    path = reverse(match.view_name, kwargs=arguments)
    url = f"{path}?{query.urlencode()}" if query else path
    # What is no page for everybody is kept by nobody.
    return redirect_to_present(url) if names is not None else HttpResponsePermanentRedirect(url)
