"""The office's buttons on replies to the invitation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest, user_of
from accounts.roles import Right
from core.text.numbers import read_guid
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.decisions.replies import note_replies, undo_reply
from delegations.decisions.services import AlreadyDecided
from delegations.models import InvitationReply
from events.models import Event


def note_selected_replies(request: HttpRequest, event: Event) -> None:
    """Note the replies that were ticked, and say how many there were."""
    guids = [guid for text in request.POST.getlist("reply") if (guid := read_guid(text))]
    count = note_replies(event=event, guids=guids, by=user_of(request))
    if count:
        text = ngettext(
            "%d reply has been acknowledged.", "%d replies have been acknowledged.", count
        )
        messages.success(request, text % count)
    else:
        messages.warning(request, _("Select the replies you want to acknowledge."))


@require_POST
@staff_page(Right.EDIT_PEOPLE)
def reply(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """Note or undo one reply."""
    rows = InvitationReply.objects.filter(delegation__event=event)
    reply = get_object_or_404(rows.select_related("delegation__organisation"), guid=guid)
    if request.POST.get("step") == "undo":
        _undo(request, event, reply)
    elif note_replies(event=event, guids=[guid], by=request.user):
        messages.success(request, _("The reply has been acknowledged."))
    else:
        messages.warning(
            request, _("Somebody else has decided in the meantime. Please check again.")
        )
    return redirect("staff:delegation", event.slug, reply.delegation.code)


def _undo(request: AuthenticatedHttpRequest, event: Event, reply: InvitationReply) -> None:
    try:
        undo_reply(reply=reply, by=request.user)
    except AlreadyDecided:
        messages.warning(
            request,
            _("The delegation’s status has changed since this reply. Change the status directly."),
        )
        return
    with fallback_order(event.languages):
        text = _("The reply of %s has been undone. The delegation can reply again.")
        messages.success(request, text % reply.delegation.organisation)
