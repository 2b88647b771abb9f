"""The focal points' page for entering people of the last edition again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.text.numbers import read_guid
from delegations.models import Attendee, FocalPoint
from delegations.registration.earlier_people import (
    copy_people,
    find_earlier_delegation,
    load_earlier_people,
)
from delegations.registration.services import QuotaExceeded, RegistrationClosed, is_open
from delegations.registration.views.focal_access import focal_answer, focal_page
from delegations.registration.views.save_entry import too_many


@require_http_methods(["GET", "HEAD", "POST"])
@focal_page
def earlier(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """List people of the last edition who may be invited again; enter the selected as drafts."""
    delegation = focal_point.delegation
    if request.method == "POST":
        try:
            people = copy_people(
                delegation=delegation, guids=guids_of(request), by_focal_point=focal_point
            )
        except RegistrationClosed:
            messages.error(
                request, _("The host office is not accepting changes from you at present.")
            )
        except QuotaExceeded as error:
            messages.error(request, too_many(error))
        else:
            tell_copied(request, people)
        return redirect("focal:overview")
    context = {
        "people": load_earlier_people(delegation),
        "before": find_earlier_delegation(delegation),
        "is_open": is_open(delegation),
    }
    return focal_answer(request, "focal/earlier.html", focal_point, context)


def guids_of(request: HttpRequest) -> set[UUID]:
    """The identifiers of the selected people; malformed ones are ignored."""
    return {guid for text in request.POST.getlist("person") if (guid := read_guid(text))}


def tell_copied(request: HttpRequest, people: list[Attendee]) -> None:
    """Add a message with the number of entered people."""
    if not people:
        messages.warning(
            request, _("Nobody was added. Select people who are not yet in this delegation.")
        )
        return
    text = ngettext(
        "%d person has been added as a draft. Check the name and office title.",
        "%d people have been added as drafts. Check their names and office titles.",
        len(people),
    )
    messages.success(request, text % len(people))
