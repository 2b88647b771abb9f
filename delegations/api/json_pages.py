"""A page of a list as JSON, with what tells whether it has changed."""

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
from delegations.lists.needed_columns import unseen

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
    """Which page of a list, and how long pages are."""

    page = forms.IntegerField(required=False, min_value=1)
    page_size = forms.IntegerField(required=False, min_value=1, max_value=MOST_ROWS)

    def clean(self) -> dict[str, object]:
        """No form sends these: what is empty is a slip of the pen."""
        for name in [one for one in self.fields if self.data.get(one) == ""]:
            self.add_error(name, self.fields[name].error_messages["invalid"])
        return self.cleaned_data


def check_names(query: QueryDict, names: Iterable[str]) -> None:
    """Refuse a parameter that means nothing: a filter with a slip of the pen would find all."""
    known = {*names, *PageForm.base_fields}
    errors = [
        {"parameter": name, "detail": "This parameter does not exist."}
        for name in query
        if name not in known
    ]
    if errors:
        raise Problem(HTTPStatus.BAD_REQUEST, "Some parameters are unknown.", errors=errors)


def check_columns(query: QueryDict, access: Access) -> None:
    """Refuse filters and orders that would tell what no column of the token says."""
    errors = [
        {
            "parameter": name,
            "detail": f"This reveals columns that are not in the token: {', '.join(keys)}.",
        }
        for name, keys in unseen(query, access.columns)
    ]
    if errors:
        detail = "Some parameters reveal more than the token may read."
        raise Problem(HTTPStatus.BAD_REQUEST, detail, errors=errors)


def asked_page(request: HttpRequest, paginator: Callable[[int], "Paginator[_Row]"]) -> "Page[_Row]":
    """The page asked for; one beyond the last does not exist."""
    form = PageForm(request.GET)
    if not form.is_valid():
        raise wrong_parameters(form)
    pages = paginator(form.cleaned_data["page_size"] or USUAL_SIZE)
    try:
        return pages.page(form.cleaned_data["page"] or 1)
    except InvalidPage as error:
        raise Problem(HTTPStatus.NOT_FOUND, "This list has no such page.") from error


def answer(
    request: HttpRequest,
    access: Access,
    page: "Page[_Row]",
    rows: Sequence[Mapping[str, object]],
    more: Mapping[str, object] = MappingProxyType({}),
    **record: Unpack[ListRecord],
) -> HttpResponse:
    """The page, with `more` about the list. 304 if the reader has it already.

    `record` goes into the log of exports first: once an hour for all pages of the same list.
    """
    body = _body(request, access, page, {**more, "rows": rows}, record["list_name"])
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if matches(request.headers.get("If-None-Match", ""), etag):
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        _log(access, page.paginator.count, _once(request, access), **record)
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


def _body(
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
        "next": _next(request, page),
        **about,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _next(request: HttpRequest, page: "Page[_Row]") -> str | None:
    if not page.has_next():
        return None
    query = request.GET.copy()
    query["page"] = str(page.number + 1)
    return f"{settings.PUBLIC_ORIGIN}{request.path}?{query.urlencode()}"


def _once(request: HttpRequest, access: Access) -> str:
    """The same for every page of a list with the same token, choice and hour."""
    chosen = {name: request.GET.getlist(name) for name in request.GET}
    for name in PageForm.base_fields:
        chosen.pop(name, None)
    hour = int(timezone.now().timestamp()) // 3600
    said = json.dumps([access.token.pk, request.path, chosen, hour], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, date):  # and moments, with their offset
        return value.isoformat()
    return str(value)
