"""The pages for inviting: choose organisations, preview the letter, send."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.tables import Grid, TableRefused
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.invitations.candidates import (
    MOST,
    Candidate,
    find_last_edition,
    find_to_invite,
    load_candidates,
    load_country_choices,
)
from delegations.invitations.forms import (
    CandidateFilterForm,
    CandidatesForm,
    InvitationTableForm,
    SendForm,
)
from delegations.invitations.invitation_states import load_invitation_states
from delegations.invitations.invitation_table import (
    FIELDS,
    add_table,
    find_unknown_values,
    plan_table,
)
from delegations.invitations.letter_years import find_other_years
from delegations.invitations.letters import InvitationVerdict, send_invitations
from delegations.invitations.new_delegations import DelegationsRefused, add_delegations
from delegations.invitations.rounds import start_round
from delegations.models import Delegation, FocalPoint, InvitationRound, LetterTemplate
from delegations.querysets import DelegationQuerySet
from events.imports.faults import group_faults
from events.imports.forms import ValuesForm
from events.models import Event


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def invitations(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """List the invitations to send; send the selected ones, each with its own result."""
    with fallback_order(event.languages):
        text = request.GET.get("q", "")[:100].strip()
        waiting = find_to_invite(_load_to_invite(event), text)
        template = LetterTemplate.objects.filter(event=event).select_related("event").first()
        data = request.POST if request.method == "POST" else None
        form = SendForm(data, template=template, delegations=waiting)
        if form.is_valid() and form.is_long:
            return _start_round(request, event, form)
        verdicts = _send(request, event, form) if form.is_valid() else []
        context = {
            "event": event,
            "template": template,
            "form": SendForm(template=template, delegations=waiting) if verdicts else form,
            "waiting": list(find_to_invite(_load_to_invite(event), text)),
            "text": text,
            "ticked": set(request.POST.getlist("delegation")),
            "verdicts": verdicts,
            **_load_situation(event, template),
        }
        status = 400 if form.errors else 200
        return render(request, "staff/invitations/list.html", context, status=status)


def _load_situation(event: Event, template: LetterTemplate | None) -> dict[str, object]:
    """How far the invitations are, and what to look at before the next are sent."""
    return {
        "states": load_invitation_states(event),
        "other_years": find_other_years(template) if template else [],
        "last_round": InvitationRound.objects.filter(event=event).first(),
    }


def _send(
    request: AuthenticatedHttpRequest, event: Event, form: SendForm
) -> list[InvitationVerdict]:
    return send_invitations(
        event=event,
        delegations=form.delegation_keys(),
        choice=form.choice,
        by=request.user,
        note=form.cleaned_data["note"],
    )


def _start_round(request: AuthenticatedHttpRequest, event: Event, form: SendForm) -> HttpResponse:
    started = start_round(
        event=event,
        delegations=form.delegation_keys(),
        choice=form.choice,
        by=request.user,
        note=form.cleaned_data["note"],
    )
    return redirect("staff:invitation-round", event.slug, started.guid)


def _load_to_invite(event: Event) -> DelegationQuerySet:
    people = FocalPoint.objects.filter(revoked_at=None)
    rows = Delegation.objects.filter(event=event).to_invite().select_related("organisation")
    return rows.prefetch_related(Prefetch("focal_points", people, to_attr="reached")).alphabetical()


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def choose(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """Choose organisations; each selected one gets a delegation to be invited."""
    with fallback_order(event.languages):
        choices = load_country_choices(request.user)
        before = find_last_edition(event, request.user)
        filters = CandidateFilterForm(request.GET, countries=choices, last=before)
        candidates = _load_candidates(request, event, filters)
        data = request.POST if request.method == "POST" else None
        form = CandidatesForm(data, candidates=candidates[:MOST])
        if form.is_valid() and _add_delegations(request, event, form):
            return redirect("staff:invitations", event.slug)
        context = {
            "event": event,
            "filters": filters,
            "form": form,
            "rows": list(form.rows()),
            "has_more": len(candidates) > MOST,
            "most": MOST,
        }
        return render(
            request, "staff/invitations/choose.html", context, status=400 if form.errors else 200
        )


def _load_candidates(
    request: AuthenticatedHttpRequest, event: Event, filters: CandidateFilterForm
) -> list[Candidate]:
    wanted = filters.cleaned_data if filters.is_valid() else {}
    return load_candidates(
        event,
        request.user,
        kind=wanted.get("kind", ""),
        country=wanted.get("country", ""),
        text=wanted.get("q", ""),
        came_last=wanted.get("last", False),
    )


def _add_delegations(request: AuthenticatedHttpRequest, event: Event, form: CandidatesForm) -> bool:
    try:
        made = add_delegations(event=event, invitees=form.invitees(), by=request.user)
    except DelegationsRefused as error:
        for place, why in sorted(error.faults.items(), reverse=True):
            form.add_code_error(place, why)
        return False
    _report_added(request, len(made))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def table(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """Check a table of organisations cell by cell, preview it, then enter all rows."""
    form = InvitationTableForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"event": event, "fields": FIELDS}
    with fallback_order(event.languages):
        if request.method == "POST" and form.is_valid():
            try:
                values = _values_form(request, event, form.grid)
                if "add" in request.POST and form.is_reviewed:
                    count = add_table(
                        event=event, grid=form.grid, by=request.user, choices=values.choices
                    )
                    if count:
                        _report_added(request, count)
                        return redirect("staff:invitations", event.slug)
                context |= _check_table(request, event, form.grid, values)
            except TableRefused as refused:
                context["refused"] = str(refused)
            form = form.for_correction()
        context["form"] = form
        has_errors = form.errors or context.get("refused") or context.get("faults")
        status = 400 if has_errors else 200
        return render(request, "staff/invitations/table.html", context, status=status)


def _values_form(request: AuthenticatedHttpRequest, event: Event, grid: Grid) -> ValuesForm:
    """What is chosen for values that are not known."""
    form = ValuesForm(request.POST, find_unknown_values(event, grid, request.user), {})
    form.is_valid()
    return form


def _check_table(
    request: AuthenticatedHttpRequest, event: Event, grid: Grid, values: ValuesForm
) -> dict[str, object]:
    mapping, plan = plan_table(event, grid, request.user, values.choices)
    return {
        "mapping": mapping,
        "plan": plan,
        "values": values,
        "faults": group_faults(plan, FIELDS),
    }


def _report_added(request: AuthenticatedHttpRequest, count: int) -> None:
    text = ngettext(
        "%(count)d delegation has been added to the invitation list.",
        "%(count)d delegations have been added to the invitation list.",
        count,
    )
    messages.success(request, text % {"count": count})
