"""The page of one letter for a visa: what became of it, and revoking it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.text.languages import own_name
from delegations.access.staff_pages import staff_page
from delegations.lists.tables.forms import RevokeForm, VisaLetterForm
from delegations.models import VisaLetter
from delegations.people.visa_letters import AlreadyRevoked, revoke_visa_letter
from events.models import Event

_REVOKE = "revoke"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.VIEW_SENSITIVE)
def visa_letter(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """Show one letter of the register; save what became of it, or revoke it."""
    rows = VisaLetter.objects.select_related("attendee__delegation__organisation", "log__by")
    letter = get_object_or_404(rows, event=event, guid=guid)
    may_edit, is_sent = Right.EDIT_PEOPLE in rights, request.method == "POST"
    if is_sent and not may_edit:
        raise PermissionDenied
    is_revocation = _REVOKE in request.POST
    form = VisaLetterForm(request.POST if is_sent and not is_revocation else None, instance=letter)
    revoke = RevokeForm(request.POST if is_revocation else None)
    if revoke.is_valid():
        _revoke(request, letter, revoke.cleaned_data["reason"])
        return redirect("staff:visa-letter", event.slug, guid)
    if form.is_valid():
        form.save_changes()
        messages.success(request, _("Saved."))
        return redirect("staff:table", event.slug, "visa-letter-register")
    context: dict[str, Any] = {"event": event, "letter": letter}
    context["language"] = own_name(letter.language)
    if may_edit:
        context |= {"form": form, "revoke": None if letter.revoked_at else revoke}
    status = 400 if form.errors or revoke.errors else 200
    return render(request, "staff/lists/visa_letter.html", context, status=status)


def _revoke(request: AuthenticatedHttpRequest, letter: VisaLetter, reason: str) -> None:
    try:
        revoke_visa_letter(letter=letter, by=request.user, reason=reason)
    except AlreadyRevoked:
        messages.info(request, _("Somebody else has revoked this letter in the meantime."))
    else:
        messages.success(request, _("Letter %s has been revoked.") % letter)
