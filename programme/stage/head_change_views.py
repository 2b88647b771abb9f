"""The page on which the desk changes the head of a delegation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedHttpRequest
from accounts.models import User
from accounts.roles import Right
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.choices import AttendeeStatus
from delegations.models import Attendee, Delegation, HeadChange
from delegations.people.person_steps import NotEligible
from events.models import Event
from programme.sign_ups.services import ElsewhereThen
from programme.stage.head_change import HeadMovedOn, change_head
from programme.stage.head_change_forms import ChooseHeadForm, HeadForm


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def head(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], code: str
) -> HttpResponse:
    """Choose the new head (`?to=&former=`), then decide on each place and seat, then save all."""
    rows = Delegation.objects.select_related("organisation", "event", "liaison_officer")
    delegation = get_object_or_404(rows, event=event, code=code)
    present = Attendee.objects.filter(delegation=delegation, is_head=True).first()
    with fallback_order(event.languages):
        chosen = ChooseHeadForm(request.GET or None, delegation=delegation, head=present)
        context: dict[str, object] = {"event": event, "delegation": delegation, "head": present}
        context["choose"] = chosen
        if not chosen.is_valid():
            status = 400 if request.GET or request.method == "POST" else 200
            return render(request, "staff/delegation/head_choose.html", context, status=status)
        may_edit = Right.EDIT_DRAFT in rights
        form = _form(request, delegation, present, chosen, may_edit_stage=may_edit)
        if form.is_valid() and (change := _change(delegation, present, chosen, form, request.user)):
            _tell(request, change)
            return redirect("staff:delegation", event.slug, code)
        context |= {"form": form, "new": chosen.cleaned_data["to"]}
        return render(
            request, "staff/delegation/head.html", context, status=400 if form.errors else 200
        )


def _form(
    request: AuthenticatedHttpRequest,
    delegation: Delegation,
    present: Attendee | None,
    chosen: ChooseHeadForm,
    *,
    may_edit_stage: bool,
) -> HeadForm:
    return HeadForm(
        request.POST if request.method == "POST" else None,
        delegation=delegation,
        head=present,
        new=chosen.cleaned_data["to"],
        leaves=chosen.cleaned_data.get("former") == AttendeeStatus.WITHDRAWN,
        may_edit_stage=may_edit_stage,
    )


def _change(
    delegation: Delegation,
    present: Attendee | None,
    chosen: ChooseHeadForm,
    form: HeadForm,
    by: User,
) -> HeadChange | None:
    try:
        if form.cleaned_data["seen"] != (str(present.guid) if present else ""):
            raise HeadMovedOn
        return change_head(
            delegation=delegation,
            to=chosen.cleaned_data["to"],
            seen=present,
            former_becomes=chosen.cleaned_data.get("former") or "delegate",
            decisions=form.decisions,
            note=form.cleaned_data["note"],
            by=by,
        )
    except HeadMovedOn:
        form.add_error(None, _("Somebody else has changed something in the meantime. Start again."))
    except NotEligible:
        form.add_error(None, _("This person is not coming, or belongs to another delegation."))
    except ElsewhereThen as error:
        text = _("The new head is elsewhere at that time: %s. Choose another option for the seat.")
        form.add_error(None, text % error)
    return None


def _tell(request: AuthenticatedHttpRequest, change: HeadChange) -> None:
    values: dict[str, object] = {"before": change.place_before, "after": change.place_after}
    place = _("Precedence: %(before)d → %(after)d.") % values
    if change.new is None:
        messages.success(request, _("The delegation has no head at present.") + " " + place)
    else:
        messages.success(request, _("%s is now head of delegation.") % change.new + " " + place)
