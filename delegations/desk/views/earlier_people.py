"""The office's page for entering people of an earlier edition again."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.models import Delegation
from delegations.registration.earlier_people import (
    copy_people,
    find_earlier_delegation,
    load_earlier_people,
)
from delegations.registration.views.earlier_people import guids_of, tell_copied
from events.models import Event


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def earlier(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], code: str
) -> HttpResponse:
    """List people of the last edition who may be invited again; enter the selected as drafts."""
    rows = Delegation.objects.filter(event=event).select_related("organisation", "event")
    delegation = get_object_or_404(rows, code=code)
    with fallback_order(event.languages):
        if request.method == "POST":
            people = copy_people(delegation=delegation, guids=guids_of(request), by=request.user)
            tell_copied(request, people)
            return redirect("staff:delegation", event.slug, code)
        people = load_earlier_people(delegation, seen_by=request.user)
        before = find_earlier_delegation(delegation) if people else None
        context = {"event": event, "delegation": delegation, "people": people, "before": before}
        return render(request, "staff/delegation/earlier.html", context)
