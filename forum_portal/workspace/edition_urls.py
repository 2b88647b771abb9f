"""The organizers' pages of one edition, below /admin/<edition>/.

The same pages stand below /admin/ for all editions of a person. Which of the two an address is, the
middleware decides; every link that a page of an edition reverses stays in that edition, so that two
tabs can be two editions.
"""

from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLResolver, get_resolver, path, reverse
from django.utils import timezone

from accounts.http import user_of
from events.choices import EventStatus
from events.models import Event

_ADMIN = "admin/"


class EditionMiddleware:
    """Answers an address that names an edition by the pages of that edition.

    Somebody with no part in the edition gets the answer to an address that does not exist.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set `request.edition` and `request.urlconf`."""
        _start, *parts = request.path_info.split("/")
        if len(parts) > 2 and parts[0] == "admin" and parts[1] not in reserved_words():
            events = Event.objects.for_member(user_of(request))
            if named := events.filter(slug=parts[1]).first():
                request.edition = named  # type: ignore[attr-defined]
                # Nobody but its members finds an edition: the admin site need not ask again.
                request.works_here = True  # type: ignore[attr-defined]
                request.urlconf = urls_within(named.slug)
        return self.get_response(request)


@cache
def reserved_words() -> frozenset[str]:
    """The words that follow /admin/ in URLs of the admin itself, so that no edition has them."""
    return frozenset(str(entry.pattern).split("/")[0] for entry in _admin().url_patterns)


@cache
def urls_within(slug: str) -> Any:
    """Every address of the portal, those of the admin below the edition `slug`.

    Django asks for a module or what looks like one, and keeps a resolver for each.
    """
    root, admin = get_resolver(), _admin()
    patterns, names = admin.url_patterns, (admin.app_name, admin.namespace)
    own = path(f"{_ADMIN}{slug}/", (patterns, *names))
    addresses: Any = ModuleType(f"{__name__}.{slug}")
    addresses.urlpatterns = [own if entry is admin else entry for entry in root.url_patterns]
    for code in (400, 403, 404, 500):
        setattr(addresses, f"handler{code}", root.resolve_error_handler(code))
    return addresses


def _admin() -> URLResolver:
    entries = (entry for entry in get_resolver().url_patterns if isinstance(entry, URLResolver))
    return next(entry for entry in entries if str(entry.pattern) == _ADMIN)


def edition_url(edition: Event, name: str = "admin:index", *arguments: object) -> str:
    """The address of an organizers' page within `edition`."""
    return reverse(name, urls_within(edition.slug), args=arguments)


def current_edition(request: HttpRequest) -> Event | None:
    """The person's edition that is on or comes next, else their newest; None without any."""
    events = Event.objects.for_member(user_of(request))
    coming = events.exclude(status=EventStatus.ARCHIVED).filter(end_date__gte=timezone.now().date())
    return coming.last() or events.first()
