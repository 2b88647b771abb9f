"""The page of a round of invitations: its progress and its results."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.invitations.rounds import is_late, send_now, stop_round
from delegations.models import Delegation, InvitationRound
from events.models import Event


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def invitation_round(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """Show how many letters are written, and each result; stop it, or send the rest at once."""
    shown = get_object_or_404(InvitationRound, event=event, guid=guid)
    if request.method == "POST":
        if "stop" in request.POST:
            stop_round(shown)
        elif "now" in request.POST:
            send_now(shown)
        return redirect("staff:invitation-round", event.slug, guid)
    with fallback_order(event.languages):
        return render(request, "staff/invitations/round.html", _context(event, shown))


def _context(event: Event, shown: InvitationRound) -> dict[str, object]:
    """What the page shows: the progress, and once the round has ended its results."""
    results = shown.results if not shown.is_unfinished else []
    rows = Delegation.objects.filter(event=event).select_related("organisation")
    delegations = rows.in_bulk([result["pk"] for result in results])
    outcomes = [(delegations.get(result["pk"]), result) for result in results]
    return {
        "event": event,
        "round": shown,
        "done": len(shown.results),
        "total": len(shown.delegations),
        "is_late": is_late(shown, timezone.now()),
        "refused": [outcome for outcome in outcomes if not outcome[1]["letter"]],
        "invited": [outcome for outcome in outcomes if outcome[1]["letter"]],
    }
