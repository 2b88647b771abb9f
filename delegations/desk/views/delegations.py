"""The staff page with the list of delegations."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.choices import Actor, InvitationStatus
from delegations.lists.delegation_forms import DelegationFilterForm
from delegations.lists.views.row_actions import DELEGATIONS, bulk_menu
from delegations.querysets import PRECEDENCE
from events.models import Event


@require_safe
@staff_page(Right.VIEW_PEOPLE)
def delegation_list(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """List delegations (working document L2), filtered, in alphabetical order or by precedence."""
    form = DelegationFilterForm(request.GET)
    with fallback_order(event.languages):
        context = {
            "event": event,
            "delegations": form.rows(event),
            "by_rank": form.chosen_order == PRECEDENCE,
            "without_head": bool(form.cleaned_data.get("head")),
            "has_returned": bool(form.cleaned_data.get("mail")),
            "status": dict(InvitationStatus.choices).get(form.cleaned_data.get("status", "")),
            "waiting": form.cleaned_data.get("waits", ""),
            "actors": Actor.choices,
            "bulk": bulk_menu(DELEGATIONS, event, rights),
        }
        return render(request, "staff/lists/delegation_list.html", context)
