"""The lists."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils import translation

from delegations.api.access import Access, api_page
from delegations.api.delegation_fields import FIELDS
from delegations.api.json_pages import answer, asked_page, check_columns, check_names
from delegations.api.openapi import FOR_PEOPLE, document
from delegations.api.problems import Problem, read_only, wrong_parameters
from delegations.lists.attendee_list import AttendeeList, ListPaginator
from delegations.lists.delegation_forms import DelegationFilterForm
from delegations.lists.forms import AttendeeFilterForm, filter_fields
from delegations.lists.list_request import filter_form, list_facts, wanted_list


@api_page
def attendees(request: HttpRequest, access: Access) -> HttpResponse:
    """The attendee list: filters, orders and columns are those of the page for people."""
    form, wanted = _wanted(request.GET, access)
    page = asked_page(request, lambda size: ListPaginator(wanted, size))
    people: Any = page.object_list
    facts = list_facts(access.event, set(people.values_list("delegation_id", flat=True)))
    return answer(
        request,
        access,
        page,
        list(wanted.data(facts, people, first=page.start_index())),
        more={"left_out": wanted.left_out()},
        list_name=wanted.name,
        filters=form.in_words(),
        order=" ".join(one for one in (wanted.order, wanted.then) if one),
        columns=[one.key for one in wanted.columns],
        has_sensitive_columns=any(one.is_sensitive for one in wanted.columns),
    )


def _wanted(query: QueryDict, access: Access) -> tuple[AttendeeFilterForm, AttendeeList]:
    """The list that `query` asks for, and the form that says so. Raises Problem."""
    if not access.columns:
        raise Problem(HTTPStatus.FORBIDDEN, "This token is not for the list of attendees.")
    check_names(query, set(filter_fields()) - set(FOR_PEOPLE))
    check_columns(query, access)
    form = filter_form(query, access.event, access.rights, access.columns)
    if not form.is_valid():
        raise wrong_parameters(form)
    wanted = wanted_list(form)
    if not form.cleaned_data["columns"]:
        wanted = replace(wanted, columns=list(form.available.values()))
    return form, wanted


@api_page
def delegations(request: HttpRequest, access: Access) -> HttpResponse:
    """All delegations: filters and orders are those of the page for people."""
    if not access.token.with_delegations:
        raise Problem(HTTPStatus.FORBIDDEN, "This token is not for the list of delegations.")
    form = DelegationFilterForm(request.GET)
    check_names(request.GET, set(form.fields) - set(FOR_PEOPLE))
    if not form.is_valid():
        raise wrong_parameters(form)
    rows = form.rows(access.event)
    page = asked_page(request, lambda size: Paginator(rows, size))
    return answer(
        request,
        access,
        page,
        [{one.key: one.value(row) for one in FIELDS} for row in page.object_list],
        list_name="delegations",
        filters=form.in_words(),
        order=form.chosen_order,
        columns=[one.key for one in FIELDS],
        has_sensitive_columns=False,
    )


@read_only
def openapi(request: HttpRequest) -> JsonResponse:
    """What there is, for programs. It names columns and no one, so that everybody may read it."""
    with translation.override("en"):
        return JsonResponse(document())
