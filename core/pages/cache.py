"""Public pages are made once and then sent as bytes.

A public page depends on its address and on the revision of what it shows, on nothing else: no
session, no cookie, no user. So its finished bytes are kept in the memory of each process, plain and
compressed, under (path, allowed query, revision). A hit costs one indexed query for the revision
and runs before all other middleware. A page that something planned will change is made again from
that moment on. Anyone who changes public content raises the revision in the same
transaction; processes share nothing but the database.
"""

import hashlib
import math
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from core.pages.compression import best_encoding
from core.pages.conditional import matches
from core.pages.errors import unavailable
from core.pages.headers import secure
from core.pages.store import Key, Page, PageStore, Rule
from core.text.languages import in_language, interface_languages, language_of_path

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Params = ParamSpec("Params")
Revision = Callable[[str | None], int | None]
Languages = Callable[[str | None], list[str]]
FreshUntil = Callable[[str | None, int | None, float], float | None]

# What a query value may measure, in characters: a longer one is nobody's bookmark.
_LONGEST_VALUE = 100
# Made again for each answer, or meaningless in a kept one.
_NOT_KEPT = frozenset({"content-length", "content-encoding", "etag", "vary", "date"})
# Said by Django of the reader, where the address names no language: true of one reader only.
_OF_THE_READER = frozenset({"content-language"})


@dataclass(frozen=True, slots=True)
class _Made:
    """Facts about a finished page, passed from the view to the middleware."""

    rule: Rule
    revision: int | None
    varies: bool
    fresh_until: float


store = PageStore(settings.PAGE_CACHE_BYTES)


@cache
def _current_revision() -> Revision:
    return cast("Revision", import_string(settings.PAGE_CACHE_REVISION))


@cache
def _fresh_until() -> FreshUntil:
    return cast("FreshUntil", import_string(settings.PAGE_CACHE_FRESH_UNTIL))


@cache
def _languages() -> Languages:
    return cast("Languages", import_string(settings.PAGE_LANGUAGES))


def public_page(
    *, query: Iterable[str] = (), heavy: bool = False
) -> Callable[
    [Callable[Concatenate[HttpRequest, Params], HttpResponse]],
    Callable[Concatenate[HttpRequest, Params], HttpResponse],
]:
    """Mark a view as public: GET and HEAD, kept by revision of its `event_slug` argument.

    `query` names the parameters that the view reads; all others make no difference. An answer that
    the view has declared by `set_cacheable` not to be cacheable is public but not kept.
    Of a `heavy` page the view answers at once, made or not: its readers do not wait in line.
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, Params], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, Params], HttpResponse]:
        names = tuple(sorted(query))

        @wraps(view)
        def public_view(
            request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs
        ) -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                return HttpResponseNotAllowed(["GET", "HEAD"])
            scope = kwargs.get("event_slug")
            rule = Rule(str(scope) if scope else None, names, heavy)
            # Read before the page is made: a change meanwhile leaves a page of the old revision,
            # never an old page under the new revision.
            begun, revision = time.time(), _current_revision()(rule.scope)
            code = _language(request)
            with in_language(code, _instead_of(code, rule)):
                response = view(request, *args, **kwargs)
            if response.status_code == 200:
                _describe(response, rule, revision, begun)
            return response

        public_view.query_names = names  # type: ignore[attr-defined]
        return public_view

    return decorate


def set_cacheable(response: HttpResponse, is_cacheable: bool) -> None:
    """Say whether an answer of a public view may be stored: a search by free text may not."""
    response.page_cacheable = is_cacheable  # type: ignore[attr-defined]


def set_fresh_until(response: HttpResponse, moment: datetime | None) -> None:
    """Say when an answer of a public view is to be made again, though nobody changes anything."""
    response.page_fresh_until = moment  # type: ignore[attr-defined]


def query_names(view: Callable[..., object]) -> tuple[str, ...] | None:
    """The query parameters that a public view reads; None for a view that is not public."""
    return getattr(view, "query_names", None)


def _describe(response: HttpResponse, rule: Rule, revision: int | None, begun: float) -> None:
    response.headers.setdefault("Cache-Control", "public, no-cache")
    # Here only the view has spoken: what middleware adds is not about the page.
    planned = _fresh_until()(rule.scope, revision, begun) or math.inf
    own: datetime | None = getattr(response, "page_fresh_until", None)
    until = min(planned, own.timestamp() if own else math.inf)
    made = _Made(rule, revision, "Vary" in response.headers, until)
    response.public_page = made  # type: ignore[attr-defined]


def _language(request: HttpRequest) -> str:
    # That of the address, or else always the same: never that of the reader.
    return language_of_path(request.path_info) or settings.LANGUAGE_CODE


def _instead_of(code: str, rule: Rule) -> Sequence[str]:
    # Asked for only where the interface needs one: a query.
    return () if code in interface_languages() else _languages()(rule.scope)


class PageCacheMiddleware:
    """Answer from memory where possible. Must come before all other middleware."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.revision = _current_revision()
        self._rendering: dict[Key, threading.Lock] = {}
        self._guard = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from memory, or let the portal make the page."""
        if request.method not in ("GET", "HEAD") or self._must_redirect(request):
            return self.get_response(request)
        # Before the revision is read: what changes later is not in this answer.
        second = int(time.time())
        rule = store.rule(request.path)
        if rule is None:
            return self._render(request, second)
        try:
            request.get_host()  # an address that is not ours is refused further in
            key = _key(request, rule, self.revision(rule.scope))
        except (DatabaseError, InterfaceError):
            return secure(unavailable())
        except Exception:  # noqa: BLE001  (whatever is wrong is answered where Django answers it)
            return self.get_response(request)
        if key is None:
            return self._render(request, second)
        page = store.get(key, time.time())
        if page is not None:
            return _for_everybody(_answer(request, page), second)
        if rule.is_heavy:
            return self._render(request, second)
        return self._render_once(request, key, second)

    def _must_redirect(self, request: HttpRequest) -> bool:
        return bool(settings.SECURE_SSL_REDIRECT) and not request.is_secure()

    def _render_once(self, request: HttpRequest, key: Key, second: int) -> HttpResponseBase:
        # After a release everybody asks for the same page: one thread makes it, the others wait.
        with self._guard:
            lock = self._rendering.setdefault(key, threading.Lock())
        try:
            with lock:
                page = store.get(key, time.time())
                if page is None:
                    return self._render(request, second)
                return _for_everybody(_answer(request, page), second)
        finally:
            with self._guard:
                self._rendering.pop(key, None)

    def _render(self, request: HttpRequest, second: int) -> HttpResponseBase:
        response = self.get_response(request)
        made = getattr(response, "public_page", None)
        # What came to another end further out than the view is not the page that the view made.
        if (
            not isinstance(made, _Made)
            or not isinstance(response, HttpResponse)
            or response.status_code != 200
        ):
            return response
        page = _page(request, response, made.fresh_until)
        key = _key(request, made.rule, made.revision)
        if key is None or not _may_be_kept(response, made):
            return _answer(request, page)
        store.put(request.path, made.rule, key, page)
        return _for_everybody(_answer(request, page), second)


def _for_everybody(response: HttpResponse, second: int) -> HttpResponse:
    """Let the proxy keep a public page until the `second` of the clock in which it was asked ends.

    deploy/nginx/forum.conf reads this header. nginx counts whole seconds: a page that it may keep
    *for* a second is shown for up to two.
    """
    if settings.TRUSTED_PROXY_COUNT and response.status_code == 200:
        response.headers["X-Accel-Expires"] = f"@{second}"
    return response


def _key(request: HttpRequest, rule: Rule, revision: int | None) -> Key | None:
    if revision is None:
        return None
    pairs = []
    for name in rule.query:
        values = request.GET.getlist(name) if request.META.get("QUERY_STRING") else []
        if values and values[-1]:
            if len(values[-1]) > _LONGEST_VALUE:
                return None
            pairs.append((name, values[-1]))
    # The host is not part of it: pages link within the site or from the configured origin.
    return (request.path, rule.scope or "", tuple(pairs), revision)


def _may_be_kept(response: HttpResponse, made: _Made) -> bool:
    return (
        not made.varies
        and getattr(response, "page_cacheable", True)
        and not response.cookies
        # Somebody read the session or the user of this request after all.
        and "cookie" not in response.headers.get("Vary", "").lower()
    )


def _page(request: HttpRequest, response: HttpResponse, fresh_until: float) -> Page:
    body = response.content
    named = language_of_path(request.path_info) is not None
    dropped = _NOT_KEPT if named else _NOT_KEPT | _OF_THE_READER
    headers = [(name, value) for name, value in response.items() if name.lower() not in dropped]
    return Page(headers, body, hashlib.blake2b(body, digest_size=12).hexdigest(), fresh_until)


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    encoding = best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    etag = f'"{page.etag}-{encoding}"'
    if matches(request.META.get("HTTP_IF_NONE_MATCH", ""), etag):
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        body = page.in_encoding(encoding)
        response = HttpResponse(body)
        response.headers["Content-Length"] = str(len(body))
        if encoding != "identity":
            response.headers["Content-Encoding"] = encoding
    for name, value in page.headers:
        if response.status_code != 304 or name != "Content-Type":
            response.headers[name] = value
    response.headers["ETag"] = etag
    response.headers["Vary"] = "Accept-Encoding"
    return response
