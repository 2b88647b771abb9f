"""The lists as JSON."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict

from core.text.languages import in_language
from delegations.api.access import Access, api_page
from delegations.api.delegation_fields import FIELDS
from delegations.api.json_pages import check_columns, check_names, load_page, page_response
from delegations.api.openapi import FOR_PEOPLE, document
from delegations.api.problems import Problem, read_only, wrong_parameters
from delegations.lists.attendee_list import AttendeeList, ListPaginator
from delegations.lists.delegation_forms import DelegationFilterForm
from delegations.lists.forms import AttendeeFilterForm, filter_fields
from delegations.lists.list_request import filter_form, load_list_facts, requested_list


@api_page
def attendees(request: HttpRequest, access: Access) -> HttpResponse:
    """Answer with a page of attendees; filters, orders and columns are those of the staff page."""
    form, wanted = _requested_list(request.GET, access)
    page = load_page(request, lambda size: ListPaginator(wanted, size))
    people: Any = page.object_list
    keys = dict(people.values_list("pk", "delegation_id"))
    facts = load_list_facts(access.event, wanted.columns, keys)
    return page_response(
        request,
        access,
        page,
        list(wanted.data(facts, people, first=page.start_index())),
        more={"left_out": wanted.left_out()},
        list_name=wanted.name,
        filters=form.in_words(),
        order=" ".join(order for order in (wanted.order, wanted.then) if order),
        columns=[column.key for column in wanted.columns],
        has_sensitive_columns=any(column.is_sensitive for column in wanted.columns),
    )


def _requested_list(query: QueryDict, access: Access) -> tuple[AttendeeFilterForm, AttendeeList]:
    """The form filled in from `query`, and the list it describes. Raises Problem."""
    if not access.columns:
        raise Problem(HTTPStatus.FORBIDDEN, "This token is not for the list of attendees.")
    check_names(query, set(filter_fields()) - set(FOR_PEOPLE))
    check_columns(query, access)
    form = filter_form(query, access.event, access.rights, access.columns)
    if not form.is_valid():
        raise wrong_parameters(form)
    wanted = requested_list(form)
    if not form.cleaned_data["columns"]:
        wanted = replace(wanted, columns=list(form.available.values()))
    return form, wanted


@api_page
def delegations(request: HttpRequest, access: Access) -> HttpResponse:
    """Answer with a page of delegations; filters and orders are those of the staff page."""
    if not access.token.with_delegations:
        raise Problem(HTTPStatus.FORBIDDEN, "This token is not for the list of delegations.")
    form = DelegationFilterForm(request.GET)
    check_names(request.GET, set(form.fields) - set(FOR_PEOPLE))
    if not form.is_valid():
        raise wrong_parameters(form)
    rows = form.rows(access.event)
    page = load_page(request, lambda size: Paginator(rows, size))
    return page_response(
        request,
        access,
        page,
        [{field.key: field.value(row) for field in FIELDS} for row in page.object_list],
        list_name="delegations",
        filters=form.in_words(),
        order=form.chosen_order,
        columns=[field.key for field in FIELDS],
        has_sensitive_columns=False,
    )


@read_only
def openapi(request: HttpRequest) -> JsonResponse:
    """Answer with the description of the API. It names no people, so that anybody may read it."""
    with in_language("en"):
        return JsonResponse(document())
