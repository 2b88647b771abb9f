"""The guard of the API: a valid token opens what its owner may see at this moment."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.roles import Right
from core.pages.errors import RETRY_AFTER
from core.text.languages import in_language
from core.text.translated import fallback_order
from delegations.api.problems import Problem, read_only
from delegations.api.tokens import find_token, use_token
from delegations.lists.columns import columns_for
from delegations.lists.list_column import ListColumn
from delegations.models import ApiToken
from events.former_addresses import find_event
from events.models import Event
from events.permissions import lacks_second_factor, rights_of

_REALM = 'Bearer realm="forum"'


@dataclass(frozen=True, slots=True)
class Access:
    """The event, rights and columns that a token opens at this moment."""

    token: ApiToken
    event: Event
    rights: frozenset[Right]

    @property
    def columns(self) -> dict[str, ListColumn]:
        """The columns of the token that its owner may still see, by key."""
        own = set(self.token.columns)
        return {key: column for key, column in columns_for(self.rights).items() if key in own}


ApiView = Callable[[HttpRequest, Access], HttpResponse]


def api_page(view: ApiView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Pass `(request, access)` to the view instead of a slug; answer failures with a problem."""

    @read_only
    @wraps(view)
    def wrapped(request: HttpRequest, event_slug: str) -> HttpResponse:
        with in_language("en"):
            try:
                access = _admit(request, event_slug)
                with fallback_order(access.event.languages), timezone.override(access.event.zone):
                    return view(request, access)
            except Problem as problem:
                return problem.response()
            except (OperationalError, InterfaceError):
                return Problem(
                    HTTPStatus.SERVICE_UNAVAILABLE,
                    "The database is not responding.",
                    headers={"Retry-After": str(RETRY_AFTER)},
                ).response()

    return wrapped


def _admit(request: HttpRequest, event_slug: str) -> Access:
    token, now = _token(request), timezone.now()
    if wait := use_token(token=token, at=now):
        raise Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            "This token has been used too often in the current minute.",
            headers={"Retry-After": str(wait)},
        )
    is_named = token.event.slug == event_slug
    if not is_named and find_event(event_slug, Event.objects.all()) != token.event:
        raise Problem(HTTPStatus.NOT_FOUND, "This token is not for this event.")
    rights = rights_of(token.owner, token.event)
    if not {Right.VIEW_PEOPLE, Right.EXPORT} <= rights:
        raise Problem(HTTPStatus.FORBIDDEN, "The owner of this token may not export lists.")
    if lacks_second_factor(token.owner):
        raise Problem(HTTPStatus.FORBIDDEN, "The owner of this token needs a second factor.")
    return Access(token, token.event, rights)


def _token(request: HttpRequest) -> ApiToken:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        detail = "Send a token in the header Authorization: Bearer …"
        raise Problem(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": _REALM})
    token = find_token(secret.strip(), timezone.now())
    if token is None:
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            "This token is unknown, expired or revoked.",
            headers={"WWW-Authenticate": f'{_REALM}, error="invalid_token"'},
        )
    return token
