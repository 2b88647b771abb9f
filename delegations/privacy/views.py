"""The pages for retention periods, for the data of one person, and for erasing both."""

from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.choices import AccessKind, DataClass
from delegations.models import (
    Attendee,
)
from delegations.people.private_data import log_access
from delegations.privacy.erasure import NotDue, erase_class, erase_person, load_due_classes
from delegations.privacy.identity import load_person
from delegations.privacy.person_file import person_file
from delegations.privacy.traces import Trace, find_elsewhere, find_traces, load_exports_since
from events.models import Event


class ErasureForm(forms.Form):
    """A class of data to erase, and a confirmation."""

    kind = forms.ChoiceField(choices=DataClass.choices)
    sure = forms.BooleanField(error_messages={"required": _("Tick that you are sure.")})


class PersonDataForm(forms.Form):
    """A reason, and a confirmation for an erasure."""

    reason = forms.CharField(label=_("What do you need it for?"), max_length=300)
    sure = forms.BooleanField(label=_("Erase permanently; this cannot be undone"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_TEAM)
def retention(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """List the classes of data with their day of erasure; erase what is due."""
    today = timezone.localdate()
    form = ErasureForm(request.POST or None)
    with fallback_order(event.languages):
        if request.method == "POST" and form.is_valid():
            kind = DataClass(form.cleaned_data["kind"])
            try:
                count = erase_class(event=event, kind=kind, by=request.user, today=today)
            except NotDue:
                messages.error(request, _("This data is not yet due for erasure."))
            else:
                text = _("Erased: %(what)s (%(count)d rows).")
                messages.success(request, text % {"what": kind.label, "count": count})
            return redirect("staff:retention", event.slug)
        kept = [(due, due.is_due(today)) for due in load_due_classes(event)]
        context = {"event": event, "kept": kept, "form": form}
        status = 400 if form.errors else 200
        return render(request, "staff/privacy/retention.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_TEAM)
def person_data(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """Download everything about one person, or erase it."""
    people = Attendee.objects.of_event(event).select_related("delegation__organisation")
    person = get_object_or_404(people, guid=guid)
    form = PersonDataForm(request.POST or None)
    with fallback_order(event.languages):
        if request.method == "POST" and form.is_valid():
            if "erase" not in request.POST:
                reason = form.cleaned_data["reason"]
                log_access(attendee=person, by=request.user, kind=AccessKind.VIEW, reason=reason)
                return person_file(person)
            if form.cleaned_data["sure"]:
                return _erase(request, person, form.cleaned_data["reason"])
            form.add_error("sure", _("Tick that you are sure."))
        shown = {"traces": _traces(person), "chosen": request.POST.getlist("chosen")}
        context = {"event": event, "person": person, "form": form, **shown}
        status = 400 if form.errors else 200
        return render(request, "staff/privacy/person_data.html", context, status=status)


def _traces(person: Attendee) -> list[tuple[Trace, str]]:
    """The texts that may still name the person, each with the URL of its admin page, or none."""
    event = person.delegation.event
    return [(trace, _page_of(trace.row)) for trace in find_traces(event, load_person(person))]


def _page_of(row: Model) -> str:
    if not admin.site.is_registered(type(row)):
        return ""
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def _erase(request: AuthenticatedHttpRequest, person: Attendee, reason: str) -> HttpResponse:
    """Erase the person, and show once what remains: that names them, so it must not be stored."""
    chosen = set(request.POST.getlist("chosen"))
    context = {
        "event": person.delegation.event,
        "delegation": person.delegation,
        "traces": [(trace, page) for trace, page in _traces(person) if trace.key not in chosen],
        "elsewhere": list(find_elsewhere(person)),
        "exports": load_exports_since(person),
        "has_letter": person.delegation.nomination_letters.exists(),
    }
    erase_person(attendee=person, by=request.user, reason=reason, chosen=chosen)
    return render(request, "staff/privacy/person_erased.html", context)
