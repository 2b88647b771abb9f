"""The office's page for sending and revoking a person's link to their own entry."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.models import Attendee
from delegations.registration.entries import find_entry
from delegations.registration.forms import PersonalLinkForm
from delegations.registration.views.personal_links import link_initial, send_or_revoke
from events.models import Event


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def person_link(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """Show the progress of a person's entry, with a form for sending the link."""
    people = Attendee.objects.of_event(event).select_related("delegation__organisation")
    person = get_object_or_404(people, guid=guid)
    with fallback_order(event.languages):
        if request.method == "POST":
            send_or_revoke(request, person, by=request.user)
            return redirect("staff:person-link", event.slug, guid)
        entry = find_entry(person.delegation, guid)
        if entry is None:
            raise Http404
        form = PersonalLinkForm(initial=link_initial(entry, event.source_language))
        context = {"event": event, "person": person, "entry": entry, "form": form}
        return render(request, "staff/delegation/person_link.html", context)
