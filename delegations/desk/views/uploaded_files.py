"""Files that delegations uploaded, for the office. Responses are private and never cached."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.files.uploads import attachment
from delegations.access.staff_pages import staff_page
from delegations.models import Attendee, NominationLetter
from delegations.registration.views.photographs import show_photograph
from events.models import Event


@require_safe
@staff_page(Right.VIEW_PEOPLE)
def photograph(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponseBase:
    """Answer with the photograph of a person, which the desk needs to hand out badges."""
    return show_photograph(get_object_or_404(Attendee.objects.of_event(event), guid=guid))


@require_safe
@staff_page(Right.VIEW_CONTACTS)
def nomination(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponseBase:
    """Answer with a nomination letter as a download: it contains a signature and contacts."""
    letter = get_object_or_404(_nominations(event), guid=guid)
    return attachment(letter.file, letter.file_name)


@require_POST
@staff_page(Right.EDIT_PEOPLE)
def remove_nomination(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """Delete one version of a nomination letter for good."""
    letter = get_object_or_404(_nominations(event), guid=guid)
    letter.delete()
    messages.success(request, _("This version of the letter has been removed."))
    return redirect("staff:delegation", event.slug, letter.delegation.code)


def _nominations(event: Event) -> QuerySet[NominationLetter]:
    rows = NominationLetter.objects.filter(delegation__event=event)
    return rows.select_related("delegation")
