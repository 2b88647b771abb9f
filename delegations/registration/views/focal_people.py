"""The focal points' page for a person's link to their own entry."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from delegations.models import FocalPoint
from delegations.registration.services import is_open
from delegations.registration.views.focal_access import focal_page
from delegations.registration.views.personal_links import send_or_revoke


@require_POST
@focal_page
def personal_link(request: HttpRequest, focal_point: FocalPoint, guid: UUID) -> HttpResponse:
    """Send a person the link to their own entry, or revoke it."""
    person = get_object_or_404(focal_point.delegation.attendees, guid=guid)
    if is_open(focal_point.delegation):
        send_or_revoke(request, person, by_focal_point=focal_point)
    else:
        messages.error(request, _("The host office is not accepting changes from you at present."))
    return redirect("focal:person", guid=guid)
