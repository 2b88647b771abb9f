"""Inviting many at once: choose organisations, look at the letter, send."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.tables import TableRefused
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.invitations.candidates import (
    MOST,
    Candidate,
    candidates,
    country_choices,
    last_edition,
)
from delegations.invitations.forms import CandidateFilterForm, CandidatesForm, SendForm, TableForm
from delegations.invitations.invitation_table import FIELDS, enlist_table, plan_table
from delegations.invitations.letters import InvitationVerdict, send_invitations
from delegations.invitations.new_delegations import NotEnlisted, enlist
from delegations.models import Delegation, FocalPoint, LetterTemplate
from delegations.querysets import DelegationQuerySet
from events.models import Event


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def invitations(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """Which invitations are to be sent; sent together, each with its own verdict."""
    with fallback_order(event.languages):
        waiting = _to_invite(event)
        template = LetterTemplate.objects.filter(event=event).first()
        data = request.POST if request.method == "POST" else None
        form = SendForm(data, template=template, delegations=waiting)
        verdicts = _send(request, event, form) if form.is_valid() else []
        context = {
            "event": event,
            "template": template,
            "form": SendForm(template=template, delegations=waiting) if verdicts else form,
            "waiting": list(_to_invite(event)),
            "ticked": set(request.POST.getlist("delegation")),
            "verdicts": verdicts,
        }
        return render(
            request,
            "staff/invitations/list.html",
            context,
            status=400 if form.errors else 200,
        )


def _send(
    request: AuthenticatedHttpRequest, event: Event, form: SendForm
) -> list[InvitationVerdict]:
    return send_invitations(
        event=event,
        delegations=form.chosen(),
        choice=form.choice,
        by=request.user,
        note=form.cleaned_data["note"],
    )


def _to_invite(event: Event) -> DelegationQuerySet:
    people = FocalPoint.objects.filter(revoked_at=None)
    rows = Delegation.objects.filter(event=event).to_invite().select_related("organisation")
    return rows.prefetch_related(Prefetch("focal_points", people, to_attr="reached")).alphabetical()


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def choose(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """Choose organisations; each that is ticked gets a delegation that is to be invited."""
    with fallback_order(event.languages):
        choices = country_choices(request.user)
        before = last_edition(event, request.user)
        filters = CandidateFilterForm(request.GET, countries=choices, last=before)
        found = _found(request, event, filters)
        data = request.POST if request.method == "POST" else None
        form = CandidatesForm(data, candidates=found[:MOST])
        if form.is_valid() and _enlist(request, event, form):
            return redirect("staff:invitations", event.slug)
        context = {
            "event": event,
            "filters": filters,
            "form": form,
            "rows": list(form.rows()),
            "has_more": len(found) > MOST,
            "most": MOST,
        }
        return render(
            request, "staff/invitations/choose.html", context, status=400 if form.errors else 200
        )


def _found(
    request: AuthenticatedHttpRequest, event: Event, filters: CandidateFilterForm
) -> list[Candidate]:
    wanted = filters.cleaned_data if filters.is_valid() else {}
    return candidates(
        event,
        request.user,
        kind=wanted.get("kind", ""),
        country=wanted.get("country", ""),
        text=wanted.get("q", ""),
        came_last=wanted.get("last", False),
    )


def _enlist(request: AuthenticatedHttpRequest, event: Event, form: CandidatesForm) -> bool:
    try:
        made = enlist(event=event, invitees=form.invitees(), by=request.user)
    except NotEnlisted as error:
        for place, why in sorted(error.faults.items(), reverse=True):
            form.blame(place, why)
        return False
    _say_enlisted(request, len(made))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def table(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """Organisations from a table: checked cell by cell, shown, then entered all at once."""
    form = TableForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"event": event, "fields": FIELDS}
    status = 200
    with fallback_order(event.languages):
        if request.method == "POST" and form.is_valid():
            try:
                is_final = "add" in request.POST and form.is_reviewed
                if is_final and (
                    count := enlist_table(event=event, grid=form.grid, by=request.user)
                ):
                    _say_enlisted(request, count)
                    return redirect("staff:invitations", event.slug)
                context["mapping"], plan = plan_table(event, form.grid, request.user)
            except TableRefused as refused:
                context["refused"], status = str(refused), 400
            else:
                context["plan"], status = plan, 400 if plan.has_errors else 200
            form = form.shown()
        status = 400 if form.errors else status
        context["form"] = form
        return render(request, "staff/invitations/table.html", context, status=status)


def _say_enlisted(request: AuthenticatedHttpRequest, count: int) -> None:
    text = ngettext(
        "%(count)d delegation has been added to the invitation list.",
        "%(count)d delegations have been added to the invitation list.",
        count,
    )
    messages.success(request, text % {"count": count})
