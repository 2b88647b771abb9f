"""What delegations have handed in, for the office: never public, never kept on the way."""

from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from delegations.models import Attendee
from delegations.views.photographs import shown
from events.models import Event
from forum_portal.staff.access import staff_page


@require_safe
@staff_page(Right.VIEW_PEOPLE)
def photograph(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponseBase:
    """What a person looks like: the desk hands out badges by it."""
    return shown(get_object_or_404(Attendee.objects.of_event(event), guid=guid))
