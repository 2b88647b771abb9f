"""The pages of a person at their own entry, which show nothing else of the delegation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from delegations.access.mailed_links import LinkUnknown
from delegations.access.personal_links import finish_entry
from delegations.models import PersonalLink
from delegations.registration import services
from delegations.registration.entries import Entry, describe_amendment, find_entry, preview_names
from delegations.registration.forms import OWN_OFFICE_FIELDS, OwnForm
from delegations.registration.private_forms import private_page
from delegations.registration.views.focal_access import focal_answer, own_page
from delegations.registration.views.save_entry import autosave, person_parts, save_entry


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def entry(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Edit name, office and contacts; once submitted, ask for the change."""
    entry = _entry(link)
    form = _form(entry, request.POST if request.method == "POST" else None)
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and save_entry(request, link, link.attendee.guid, form):
        return redirect("own:entry", guid=link.attendee.guid)
    context = {
        "form": form,
        "entry": entry,
        "person": entry.person,
        "guid": link.attendee.guid,
        "parts": person_parts(form, OWN_OFFICE_FIELDS),
        "preview": preview_names(entry.person),
        "differences": describe_amendment(entry.amendment) if entry.amendment else [],
        "is_open": services.is_open(link.delegation),
        "saves": entry.is_open,
    }
    return focal_answer(request, "own/entry.html", link, context, 400 if form.errors else 200)


@require_POST
@own_page
def keep(request: HttpRequest, link: PersonalLink) -> JsonResponse:
    """Save the input so far; answer with a preview of the name."""
    entry = _entry(link)
    return autosave(link, link.attendee.guid, entry, _form(entry, request.POST))


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def private(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Edit passport, journey, needs and consents."""
    person, is_open = link.attendee, services.is_open(link.delegation)
    page = private_page(person, request.POST if request.method == "POST" else None, is_own=True)
    if request.method == "POST" and not is_open:
        messages.error(request, _("The host office is not accepting changes from you at present."))
    elif request.method == "POST" and page.is_valid() and page.save(given_by=str(person), by=None):
        messages.success(
            request,
            _(
                "Saved. Only your focal point and a few people in the host office can see these "
                "details."
            ),
        )
        return redirect("own:entry", guid=person.guid)
    context = {"person": person, "parts": page.parts, "is_open": is_open}
    status = 400 if request.method == "POST" else 200
    return focal_answer(request, "own/private.html", link, context, status)


@require_POST
@own_page
def finished(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Mark the entry as completed, for the focal point to submit."""
    try:
        finish_entry(link=link)
    except LinkUnknown:
        # The access ended in this very moment.
        return redirect("focal-door")
    messages.success(request, _("Thank you. Your focal point can see that your entry is complete."))
    return redirect("own:entry", guid=link.attendee.guid)


def _entry(link: PersonalLink) -> Entry:
    entry = find_entry(link.delegation, link.attendee.guid)
    if entry is None:
        raise Http404
    return entry


def _form(entry: Entry, data: QueryDict | None) -> OwnForm:
    # What the form writes into its row is not saved: the services do that.
    return OwnForm(data, instance=entry.person, initial=entry.wanted)
