"""The dashboard."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.desk import overview
from delegations.lists.tables.registry import tables_for
from events.models import Event


@require_safe
@staff_page(Right.VIEW_PEOPLE)
def dashboard(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """Show live counts beside published figures, delegations by status, and pending work."""
    with fallback_order(event.languages):
        context = {
            "event": event,
            "figures": overview.load_figures(event),
            "by_status": overview.count_by_status(event),
            "attention": overview.load_attention(event, can_decide=Right.EDIT_PEOPLE in rights),
            "arrivals": overview.count_arrivals(event) if Right.VIEW_SENSITIVE in rights else [],
            "can_export": Right.EXPORT in rights,
            "can_erase": Right.EDIT_TEAM in rights,
            "tables": tables_for(event, rights),
        }
        return render(request, "staff/dashboard.html", context)
