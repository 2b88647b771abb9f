"""The pages for deciding on submitted people and requested changes."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.decisions.forms import DecisionForm
from delegations.decisions.queue import describe_waiting, load_submitted, load_waiting_amendments
from delegations.decisions.replies import load_waiting_replies
from delegations.decisions.reply_views import note_selected_replies
from delegations.decisions.services import (
    AlreadyDecided,
    CannotAmend,
    accept_amendment,
    decide_people,
    refuse_amendment,
)
from delegations.models import Amendment
from delegations.people.delegation_steps import ReasonMissing
from delegations.people.person_steps import NotAgreed
from delegations.querysets import AttendeeQuerySet
from delegations.registration.entries import describe_amendment
from events.models import Event

PAGE_ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def queue(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """Show the submitted people; decide on the selected ones."""
    by_rank = request.GET.get("order") == "precedence"
    people = load_submitted(event, by_rank=by_rank)
    form = DecisionForm(request.POST if request.method == "POST" else None, people=people)
    with fallback_order(event.languages):
        if "note-replies" in request.POST:
            note_selected_replies(request, event)
            return redirect(request.get_full_path())
        if request.method == "POST" and form.is_valid() and _decide(request, event, form):
            return redirect(request.get_full_path())
        context = {
            **_load_page(event, people, request.GET.get("page")),
            "event": event,
            "form": form,
            "ticked": set(request.POST.getlist("person")),
            "by_rank": by_rank,
            "query": request.GET.urlencode(),
        }
        status = 400 if form.errors else 200
        return render(request, "staff/decisions/queue.html", context, status=status)


def _load_page(event: Event, people: AttendeeQuerySet, number: str | None) -> dict[str, object]:
    """One page of the submitted people; all replies and requested changes."""
    page = Paginator(people, PAGE_ROWS).get_page(number)
    return {
        "page": page,
        "people": describe_waiting(event, list(page.object_list)),
        "amendments": [(row, describe_amendment(row)) for row in load_waiting_amendments(event)],
        "replies": load_waiting_replies(event),
    }


def _decide(request: AuthenticatedHttpRequest, event: Event, form: DecisionForm) -> bool:
    try:
        people = decide_people(
            event=event,
            people=list(form.cleaned_data["person"]),
            to=form.to,
            by=request.user,
            delegation_note=form.cleaned_data["delegation_note"],
            office_note=form.cleaned_data["office_note"],
        )
    except AlreadyDecided:
        form.add_error(
            "person", _("Somebody else has decided in the meantime. Please check again.")
        )
        return False
    except NotAgreed as error:
        text = _("%s has refused consent to registration. Ask them, or refuse the registration.")
        form.add_error("person", text % error)
        return False
    count = len(people)
    text = ngettext("%(count)d person: %(status)s.", "%(count)d people: %(status)s.", count)
    messages.success(request, text % {"count": count, "status": form.to.label})
    return True


@require_POST
@staff_page(Right.EDIT_PEOPLE)
def amendment(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """Accept or refuse a change that a delegation asks for."""
    rows = Amendment.objects.filter(attendee__delegation__event=event)
    amendment = get_object_or_404(rows.select_related("attendee"), guid=guid)
    try:
        if request.POST.get("decision") == "accept":
            person = accept_amendment(amendment=amendment, by=request.user)
            messages.success(request, _("%s has been changed.") % person)
        else:
            note = request.POST.get("note", "")[:2000]
            refuse_amendment(amendment=amendment, by=request.user, note=note)
            messages.success(
                request, _("The change has been refused. %s stays as it was.") % amendment.attendee
            )
    except AlreadyDecided:
        messages.warning(
            request, _("Somebody else has decided in the meantime. Please check again.")
        )
    except ReasonMissing:
        messages.error(request, _("Give a reason for refusing. The delegation will read it."))
    except CannotAmend as error:
        messages.error(request, str(error))
    return redirect("staff:queue", event.slug)
