"""A page of a list as JSON, with an ETag."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from http import HTTPStatus
from types import MappingProxyType
from typing import TypedDict, TypeVar, Unpack

from django import forms
from django.conf import settings
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from core.pages.conditional import matches
from delegations.api.access import Access
from delegations.api.problems import Problem, wrong_parameters
from delegations.choices import ListFormat
from delegations.lists.export_log import log_export
from delegations.lists.needed_columns import find_leaks

USUAL_SIZE, MOST_ROWS = 200, 1000
_Row = TypeVar("_Row", bound=Model)


class ListRecord(TypedDict):
    """What the log of exports says about a list that a program reads."""

    list_name: str
    filters: Mapping[str, str]
    order: str
    columns: Sequence[str]
    has_sensitive_columns: bool


class PageForm(forms.Form):
    """The number and the size of a page."""

    page = forms.IntegerField(required=False, min_value=1)
    page_size = forms.IntegerField(required=False, min_value=1, max_value=MOST_ROWS)

    def clean(self) -> dict[str, object]:
        """Refuse empty values: no form sends these parameters, so an empty one is a mistake."""
        for name in [field for field in self.fields if self.data.get(field) == ""]:
            self.add_error(name, self.fields[name].error_messages["invalid"])
        return self.cleaned_data


def check_names(query: QueryDict, names: Iterable[str]) -> None:
    """Refuse unknown parameters: a misspelt filter would find everybody. Raises Problem."""
    known = {*names, *PageForm.base_fields}
    errors = [
        {"parameter": name, "detail": "This parameter does not exist."}
        for name in query
        if name not in known
    ]
    if errors:
        raise Problem(HTTPStatus.BAD_REQUEST, "Some parameters are unknown.", errors=errors)


def check_columns(query: QueryDict, access: Access) -> None:
    """Refuse filters and orders that would reveal columns outside the token. Raises Problem."""
    errors = [
        {
            "parameter": name,
            "detail": f"This reveals columns that are not in the token: {', '.join(keys)}.",
        }
        for name, keys in find_leaks(query, access.columns)
    ]
    if errors:
        detail = "Some parameters reveal more than the token may read."
        raise Problem(HTTPStatus.BAD_REQUEST, detail, errors=errors)


def load_page(request: HttpRequest, paginator: Callable[[int], "Paginator[_Row]"]) -> "Page[_Row]":
    """The requested page. Raises Problem if there is no such page."""
    form = PageForm(request.GET)
    if not form.is_valid():
        raise wrong_parameters(form)
    pages = paginator(form.cleaned_data["page_size"] or USUAL_SIZE)
    try:
        return pages.page(form.cleaned_data["page"] or 1)
    except InvalidPage as error:
        raise Problem(HTTPStatus.NOT_FOUND, "This list has no such page.") from error


def page_response(
    request: HttpRequest,
    access: Access,
    page: "Page[_Row]",
    rows: Sequence[Mapping[str, object]],
    more: Mapping[str, object] = MappingProxyType({}),
    **record: Unpack[ListRecord],
) -> HttpResponse:
    """Answer with a page of rows and `more` facts about the list; 304 if the client has it already.

    `record` goes into the log of exports first: once an hour for all pages of the same list.
    """
    body = _encode_page(request, access, page, {**more, "rows": rows}, record["list_name"])
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if matches(request.headers.get("If-None-Match", ""), etag):
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        _log(access, page.paginator.count, _log_key(request, access), **record)
        response = HttpResponse(body, content_type="application/json")
    response.headers["ETag"] = etag
    return response


def _log(access: Access, row_count: int, once: str, **record: Unpack[ListRecord]) -> None:
    log_export(
        event=access.event,
        by=access.token.owner,
        file_format=ListFormat.JSON,
        row_count=row_count,
        reason=access.token.reason,
        token=access.token,
        once=once,
        **record,
    )


def _encode_page(
    request: HttpRequest,
    access: Access,
    page: "Page[_Row]",
    about: Mapping[str, object],
    list_name: str,
) -> bytes:
    content = {
        "event": access.event.slug,
        "list": list_name,
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "next": _next_url(request, page),
        **about,
    }
    return json.dumps(
        content, ensure_ascii=False, separators=(",", ":"), default=_json_default
    ).encode()


def _next_url(request: HttpRequest, page: "Page[_Row]") -> str | None:
    if not page.has_next():
        return None
    query = request.GET.copy()
    query["page"] = str(page.number + 1)
    return f"{settings.PUBLIC_ORIGIN}{request.path}?{query.urlencode()}"


def _log_key(request: HttpRequest, access: Access) -> str:
    """A key that is equal for all pages of a list read with one token and query within one hour."""
    chosen = {name: request.GET.getlist(name) for name in request.GET}
    for name in PageForm.base_fields:
        chosen.pop(name, None)
    hour = int(timezone.now().timestamp()) // 3600
    text = json.dumps([access.token.pk, request.path, chosen, hour], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _json_default(value: object) -> str:
    if isinstance(value, date):  # and moments, with their offset
        return value.isoformat()
    return str(value)
