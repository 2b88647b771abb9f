"""The page of one delegation: focal points, progress, notes and letters."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.text.translated import fallback_order
from delegations.access.focal_points import (
    FocalPointExists,
    mailboxes,
    name_focal_point,
    revoke_focal_point,
    send_link,
)
from delegations.access.mailed_links import LinkUnknown
from delegations.access.staff_pages import staff_page
from delegations.choices import AWAITING_REPLY, DUE_BY, DeadlineKind, InvitationStatus
from delegations.decisions.replies import load_heads
from delegations.desk.delegation_people import people_headings, people_rows
from delegations.lists.views.row_actions import PEOPLE, bulk_menu
from delegations.models import Deadline, Delegation, FocalPoint
from delegations.people.quotas import load_uses
from delegations.registration.entries import Entry, load_entries
from delegations.registration.forms import OfficeFocalPointForm
from events.models import Event
from mail.models import OutgoingMail
from mail.querysets import OutgoingMailQuerySet

# On the page of a delegation: the newest.
MOST_MAILS = 100
_SHOWN = ("organisation", "event", "liaison_officer")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.VIEW_PEOPLE)
def delegation(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], code: str
) -> HttpResponse:
    """Show a delegation with its people and focal points, and a form for naming a focal point."""
    rows = Delegation.objects.filter(event=event).select_related(*_SHOWN)
    delegation = get_object_or_404(rows, code=code)
    may_edit = Right.EDIT_PEOPLE in rights
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    given = request.POST if request.method == "POST" else None
    form = OfficeFocalPointForm(given, initial={"language": event.source_language})
    with fallback_order(event.languages):
        if form.is_valid() and _name_focal_point(request, delegation, form):
            return redirect("staff:delegation", event.slug, code)
        sees_contacts = Right.VIEW_CONTACTS in rights
        story = _load_story(delegation)
        context = {
            **story,
            **_list_people(delegation, story["entries"], rights),
            "mails": _load_mails_to(story["focal_points"]) if sees_contacts else [],
            "form": form if may_edit else None,
            "sees_contacts": sees_contacts,
        }
        status = 400 if form.errors else 200
        return render(request, "staff/delegation/page.html", context, status=status)


def _load_story(delegation: Delegation) -> dict[str, Any]:
    """The people, focal points, steps and letters of a delegation, and its next deadline."""
    deadlines = Deadline.objects.of_delegation(delegation)
    entries = load_entries(delegation)
    coming = [entry.person for entry in entries if entry.can_withdraw]
    due = DUE_BY.get(InvitationStatus(delegation.status), "")
    return {
        "event": delegation.event,
        "delegation": delegation,
        "entries": entries,
        "lead": next((entry.person for entry in entries if entry.is_head), None),
        "places": sum(entry.takes_a_place for entry in entries),
        "uses": load_uses(delegation.event, delegation.pk, coming),
        "head_changes": delegation.head_changes.select_related("former", "new", "by"),
        "steps": delegation.status_changes.filter(attendee=None).select_related(
            "by", "by_focal_point"
        ),
        "reply": delegation.replies.select_related("by", "settled_by").first(),
        "head": load_heads([delegation.pk]).get(delegation.pk),
        "due_on": deadlines.get(due),
        "asks_reply": delegation.status in (InvitationStatus.TO_INVITE, *AWAITING_REPLY),
        "nominations": delegation.nomination_letters.select_related("by"),
        "asks_nomination": DeadlineKind.LETTER in deadlines,
        "focal_points": list(
            delegation.focal_points.select_related("named_by").order_by("revoked_at", "name")
        ),
        "letters": delegation.letters.select_related("by").newest_first(),
    }


def _list_people(
    delegation: Delegation, entries: list[Entry], rights: frozenset[Right]
) -> dict[str, Any]:
    """The people as the rows of a list, and what may be done with them."""
    event, may_edit = delegation.event, Right.EDIT_PEOPLE in rights
    return {
        "people": people_rows(event, entries, may_edit=may_edit),
        "headings": people_headings(may_edit=may_edit),
        "bulk": bulk_menu(PEOPLE, event, rights),
        "list_query": f"delegation={delegation.pk}",
        "can_export": Right.EXPORT in rights,
    }


def _load_mails_to(focal_points: list[FocalPoint]) -> OutgoingMailQuerySet:
    boxes = [box for focal_point in focal_points for box in mailboxes(focal_point)]
    return OutgoingMail.objects.to_any_of(boxes)[:MOST_MAILS]


def _name_focal_point(
    request: AuthenticatedHttpRequest, delegation: Delegation, form: OfficeFocalPointForm
) -> bool:
    try:
        person = name_focal_point(delegation=delegation, by=request.user, **form.cleaned_data)
    except FocalPointExists:
        form.add_error(
            "email", _("This address already belongs to a focal point of the delegation.")
        )
        return False
    except LinkUnknown:
        form.add_error(None, _("No link was sent: access has been revoked, or the forum is over."))
        return False
    messages.success(request, _("%s will receive an e-mail with a link.") % person)
    return True


@require_POST
@staff_page(Right.EDIT_PEOPLE)
def focal_point(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: str
) -> HttpResponse:
    """Send a focal point a new link, or revoke their access."""
    rows = FocalPoint.objects.filter(delegation__event=event).select_related("delegation")
    focal_point = get_object_or_404(rows, guid=guid)
    try:
        if request.POST.get("step") == "revoke":
            revoke_focal_point(focal_point=focal_point, by=request.user)
            messages.success(request, _("The access of %s has been revoked.") % focal_point)
        else:
            send_link(focal_point=focal_point)
            messages.success(request, _("%s will receive an e-mail with a link.") % focal_point)
    except LinkUnknown:
        messages.warning(
            request, _("No link was sent: access has been revoked, or the forum is over.")
        )
    return redirect("staff:delegation", event.slug, focal_point.delegation.code)
