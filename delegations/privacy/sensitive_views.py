"""The page with the sensitive data of one person, opened with a reason."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.choices import AccessKind
from delegations.models import Attendee
from delegations.people.private_data import log_access
from delegations.registration.private_forms import private_page
from events.models import Event


class ReasonForm(forms.Form):
    """The reason for opening sensitive data."""

    reason = forms.CharField(
        label=_("What do you need it for?"),
        max_length=300,
        help_text=_("Your reason is stored with your name."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.VIEW_SENSITIVE)
def sensitive(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """Ask for a reason; then show sensitive data and save changes. Each access is logged."""
    people = Attendee.objects.of_event(event).select_related("delegation__event")
    person = get_object_or_404(people, guid=guid)
    asked = ReasonForm(request.POST or None)
    with fallback_order(event.languages):
        if not asked.is_valid():
            context = {"event": event, "person": person, "form": asked}
            return render(request, "staff/privacy/sensitive_reason.html", context)
        is_save = "save" in request.POST
        page = private_page(person, request.POST if is_save else None)
        reason = asked.cleaned_data["reason"]
        kind = AccessKind.CHANGE if is_save else AccessKind.VIEW
        log_access(attendee=person, by=request.user, kind=kind, reason=reason)
        who = request.user.get_full_name()
        if is_save and page.is_valid() and page.save(given_by=who, by=request.user):
            messages.success(request, _("Saved."))
            return redirect("staff:delegation", event.slug, person.delegation.code)
        context = {"event": event, "person": person, "parts": page.parts, "reason": reason}
        return render(
            request, "staff/privacy/sensitive.html", context, status=400 if is_save else 200
        )
