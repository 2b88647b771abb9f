"""The page with passport, journey, needs and consents of one person, for focal points."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delegations.models import FocalPoint
from delegations.registration import services
from delegations.registration.private_forms import private_page
from delegations.registration.views.focal_access import focal_answer, focal_page


@require_http_methods(["GET", "HEAD", "POST"])
@focal_page
def private(request: HttpRequest, focal_point: FocalPoint, guid: UUID) -> HttpResponse:
    """Show and save the data that only the delegation and few in the office see."""
    people = focal_point.delegation.attendees.select_related("delegation__event")
    person = get_object_or_404(people, guid=guid)
    is_open = services.is_open(focal_point.delegation)
    page = private_page(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not is_open:
        messages.error(request, _("The host office is not accepting changes from you at present."))
    elif (
        request.method == "POST"
        and page.is_valid()
        and page.save(given_by=focal_point.name, by=None)
    ):
        messages.success(
            request, _("Saved. Only a few people in the host office can see these details.")
        )
        return redirect("focal:overview")
    context = {"person": person, "parts": page.parts, "is_open": is_open}
    status = 400 if request.method == "POST" else 200
    return focal_answer(request, "focal/private.html", focal_point, context, status)
