"""Personal data: what is kept how long, everything about one person, and erasing either."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.db.models.fields.files import FieldFile
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
from delegations.lists.comparison import kept_about
from delegations.models import (
    Amendment,
    Attendee,
    Consent,
    HeadChange,
    Letter,
    Merge,
    PersonalLink,
    Photograph,
    SensitiveData,
    StatusChange,
    Travel,
)
from delegations.people.private import log_access
from delegations.privacy.erasers import identities_of
from delegations.privacy.erasure import NotDue, erase_class, erase_person, what_is_kept
from delegations.privacy.identity import load_person
from delegations.privacy.traces import Trace, elsewhere, exports_since, find_traces
from events.imports.keeping import traces_of
from events.models import Event
from mail.models import OutgoingMail
from programme.models import Appearance, Profile, SignUp


class ErasureForm(forms.Form):
    """One class of data, and that it is meant."""

    kind = forms.ChoiceField(choices=DataClass.choices)
    sure = forms.BooleanField(error_messages={"required": _("Tick that you are sure.")})


class PersonDataForm(forms.Form):
    """What for, and for an erasure that it is meant."""

    reason = forms.CharField(label=_("What do you need it for?"), max_length=300)
    sure = forms.BooleanField(label=_("Erase permanently; this cannot be undone"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_TEAM)
def retention(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """What is kept until when, and how much of it; what is due can be erased."""
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
        kept = [(one, one.is_due(today)) for one in what_is_kept(event)]
        context = {"event": event, "kept": kept, "form": form}
        status = 400 if form.errors else 200
        return render(request, "staff/retention.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_TEAM)
def person_data(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """Everything about one person as a file, or the end of it."""
    people = Attendee.objects.of_event(event).select_related("delegation__organisation")
    person = get_object_or_404(people, guid=guid)
    form = PersonDataForm(request.POST or None)
    with fallback_order(event.languages):
        if request.method == "POST" and form.is_valid():
            if "erase" not in request.POST:
                reason = form.cleaned_data["reason"]
                log_access(attendee=person, by=request.user, kind=AccessKind.VIEW, reason=reason)
                return _as_file(person)
            if form.cleaned_data["sure"]:
                return _erase(request, person, form.cleaned_data["reason"])
            form.add_error("sure", _("Tick that you are sure."))
        shown = {"traces": _traces(person), "chosen": request.POST.getlist("chosen")}
        context = {"event": event, "person": person, "form": form, **shown}
        status = 400 if form.errors else 200
        return render(request, "staff/person_data.html", context, status=status)


def _traces(person: Attendee) -> list[tuple[Trace, str]]:
    """What may go on naming the person, and where each is edited (or nowhere)."""
    event = person.delegation.event
    return [(one, _page_of(one.row)) for one in find_traces(event, load_person(person))]


def _page_of(row: Any) -> str:
    if not admin.site.is_registered(type(row)):
        return ""
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def _erase(request: AuthenticatedHttpRequest, person: Attendee, reason: str) -> HttpResponse:
    """Erase, and say once what is left: nothing of it may be kept, for it names the person."""
    chosen = set(request.POST.getlist("chosen"))
    context = {
        "event": person.delegation.event,
        "delegation": person.delegation,
        "traces": [(one, page) for one, page in _traces(person) if one.key not in chosen],
        "elsewhere": list(elsewhere(person)),
        "exports": exports_since(person),
        "has_letter": person.delegation.nomination_letters.exists(),
    }
    erase_person(attendee=person, by=request.user, reason=reason, chosen=chosen)
    return render(request, "staff/person_erased.html", context)


def _as_file(person: Attendee) -> HttpResponse:
    """All rows about a person, for them to have (GDPR art. 15 and 20, PIPL art. 45)."""
    own: dict[str, Any] = {"attendee": person}
    known = identities_of(person)
    rows: list[Iterable[Any]] = [
        [person],
        SensitiveData.objects.filter(**own),
        Travel.objects.filter(**own),
        Consent.objects.filter(**own),
        StatusChange.objects.filter(**own),
        Amendment.objects.filter(**own),
        PersonalLink.objects.filter(**own),
        Photograph.objects.filter(**own),
        Attendee.history.filter(id__in=known.pks),
        Merge.objects.filter(kept=person),
        HeadChange.objects.filter(Q(former=person) | Q(new=person)),
        Profile.objects.filter(**own),
        Appearance.objects.filter(**own),
        SignUp.objects.filter(**own),
        OutgoingMail.objects.filter(recipient__in=_mailboxes(person, known.guids)),
        _letters_to(person),
    ]
    found: dict[str, list[Any]] = {}
    for group in rows:
        for row in group:
            fields = {one.name: one.value_from_object(row) for one in row._meta.concrete_fields}
            found.setdefault(row._meta.label_lower, []).append(fields)
    found["delegations.listversion"] = list(kept_about(person, known.pks))
    found["imports"] = traces_of(person.delegation.event, known.pks)
    body = json.dumps(found, ensure_ascii=False, indent=2, default=_plain)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{person.guid}.json"'
    return response


def _letters_to(person: Attendee) -> list[Letter]:
    """Invitations that were mailed to the person, who registers the delegation too."""
    letters = Letter.objects.filter(event=person.delegation.event) if person.email else []
    address = person.email.lower()
    return [one for one in letters if address in {to["email"].lower() for to in one.recipients}]


def _mailboxes(person: Attendee, guids: Iterable[UUID]) -> list[str]:
    """Under what the outbox keeps what the person was sent."""
    links = PersonalLink.objects.filter(attendee=person)
    return [*(guid.hex for guid in guids), *(link.mailbox for link in links)]


def _plain(value: Any) -> Any:
    """What JSON does not know: texts by language, moments, countries; files and what is in them."""
    if isinstance(value, FieldFile):
        return {"name": value.name, "content": _content(value)} if value else ""
    return dict(value) if isinstance(value, Mapping) else str(value)


def _content(file: FieldFile) -> str:
    """What is in a file, as text; of one that is lost, nothing."""
    try:
        with file.open("rb") as opened:
            return b64encode(opened.read()).decode()
    except OSError:
        return ""
