"""The pages of a delegation, for its focal points: who comes, what is missing, what was decided."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegations import services
from delegations.choices import DUE_BY, OPEN_TO_DELEGATION, DeadlineKind, InvitationStatus
from delegations.forms.focal import (
    CONTACT_FIELDS,
    NAME_FIELDS,
    OFFICE_FIELDS,
    FocalPointForm,
    PersonForm,
)
from delegations.models import Attendee, FocalPoint
from delegations.quotas import uses_of
from delegations.registered import Entry, differences, entries_of, messages_of, preview_of
from delegations.views.focal_access import focal_answer, focal_page


@require_safe
@focal_page
def overview(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """Everybody of the delegation with what they lack, and what is to be done by when."""
    delegation = focal_point.delegation
    entries = entries_of(delegation)
    deadlines = delegation.event.deadlines.by_kind()
    context = {
        "entries": entries,
        "ready": [one for one in entries if one.can_submit],
        "uses": uses_of(
            delegation.event, delegation.pk, [one.person for one in entries if one.can_withdraw]
        ),
        "counted": sum(one.takes_a_place for one in entries),
        "deadlines": [(DeadlineKind(kind).label, day) for kind, day in deadlines.items()],
        "due_on": deadlines.get(DUE_BY.get(InvitationStatus(delegation.status), "")),
        "said": messages_of(delegation),
        "is_open": services.is_open(delegation),
    }
    return focal_answer(request, "focal/overview.html", focal_point, context)


@require_safe
@focal_page
def add(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """An empty form under an address of its own: sent twice, it is still one person."""
    return redirect("focal:person", guid=uuid4())


@require_http_methods(["GET", "HEAD", "POST"])
@focal_page
def person(request: HttpRequest, focal_point: FocalPoint, guid: UUID) -> HttpResponse:
    """One person: entered, corrected, or, once submitted, asked to be changed."""
    entry = _entry(focal_point, guid)
    form = _form(focal_point, entry, guid, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            saved, amendment = services.save_person(
                focal_point=focal_point, guid=guid, values=form.cleaned_data
            )
        except services.HeadExists as error:
            form.add_error("function", _("%s is the head already.") % error)
        except services.PersonMerged:
            form.add_error(None, _("The office has made this entry one with another."))
        except services.NotOpen:
            form.add_error(None, _("The office does not take changes from you at present."))
        else:
            _confirm(request, saved, amendment)
            return redirect("focal:overview")
    return _person_page(request, focal_point, entry, form, guid)


def _person_page(
    request: HttpRequest,
    focal_point: FocalPoint,
    entry: Entry | None,
    form: PersonForm,
    guid: UUID,
) -> HttpResponse:
    shown = entry.person if entry else Attendee(delegation=focal_point.delegation)
    context = {
        "form": form,
        "entry": entry,
        "guid": guid,
        "parts": [
            (_("Name"), [form[name] for name in NAME_FIELDS]),
            (_("Office"), [form[name] for name in OFFICE_FIELDS]),
            (_("Contact"), [form[name] for name in CONTACT_FIELDS]),
        ],
        "preview": preview_of(shown),
        "differences": differences(entry.amendment) if entry and entry.amendment else [],
        "is_open": services.is_open(focal_point.delegation),
        "saves": entry is None or entry.is_open,
    }
    return focal_answer(
        request, "focal/person.html", focal_point, context, 400 if form.errors else 200
    )


@require_POST
@focal_page
def keep(request: HttpRequest, focal_point: FocalPoint, guid: UUID) -> JsonResponse:
    """Save what is typed so far, if it is ours to save; say how the name will look.

    Fields that cannot be saved as they are keep their former value, and are named.
    """
    entry = _entry(focal_point, guid)
    form = _form(focal_point, entry, guid, request.POST)
    form.is_valid()
    values = {name: value for name, value in form.cleaned_data.items() if name not in form.errors}
    saved = False
    if (entry is None or entry.is_open) and _has_name(values):
        try:
            services.save_person(focal_point=focal_point, guid=guid, values=values)
            saved = True
        except (services.NotOpen, services.HeadExists):
            pass
    shown = Attendee(delegation=focal_point.delegation, **values)
    faults = {name: list(errors) for name, errors in form.errors.items()}
    return JsonResponse({"saved": saved, "faults": faults, "preview": preview_of(shown)})


@require_POST
@focal_page
def submit(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """Put the ticked people before the office."""
    guids = _guids(request.POST.getlist("person"))
    try:
        people = services.submit_people(focal_point=focal_point, guids=guids)
    except services.Incomplete as error:
        names = ", ".join(error.args[0])
        messages.error(request, _("Something is missing, so nobody was submitted: %s.") % names)
    except services.NotOpen:
        messages.error(request, _("The office does not take changes from you at present."))
    else:
        text = ngettext("%d person was submitted.", "%d people were submitted.", len(people))
        if people:
            messages.success(request, text % len(people))
        else:
            messages.warning(request, _("Tick whom you want to submit."))
    return redirect("focal:overview")


@require_POST
@focal_page
def withdraw(request: HttpRequest, focal_point: FocalPoint, guid: UUID) -> HttpResponse:
    """Somebody does not come after all."""
    entry = _entry(focal_point, guid)
    if entry is None:
        raise Http404
    try:
        note = request.POST.get("note", "")[:2000]
        services.withdraw_person(focal_point=focal_point, guid=guid, note=note)
    except services.NotOpen:
        messages.error(request, _("The office does not take changes from you at present."))
    except services.TransitionRefused:
        messages.error(request, _("%s cannot be withdrawn any more.") % entry.person)
    else:
        messages.success(request, _("%s is withdrawn.") % entry.person)
    return redirect("focal:overview")


@require_POST
@focal_page
def take_back(request: HttpRequest, focal_point: FocalPoint, guid: UUID) -> HttpResponse:
    """Ask for the change no longer."""
    get_object_or_404(focal_point.delegation.attendees, guid=guid)
    try:
        if services.take_back_amendment(focal_point=focal_point, guid=guid):
            messages.success(request, _("The change is no longer asked for."))
    except services.NotOpen:
        messages.error(request, _("The office does not take changes from you at present."))
    return redirect("focal:overview")


@require_http_methods(["GET", "HEAD", "POST"])
@focal_page
def colleagues(request: HttpRequest, focal_point: FocalPoint) -> HttpResponseBase:
    """Who else registers the delegation: somebody more, or somebody instead."""
    form = FocalPointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if "instead" in request.POST:
                services.hand_over(focal_point=focal_point, **form.cleaned_data)
                return redirect("focal-door")
            services.name_focal_point(
                delegation=focal_point.delegation, language=focal_point.language, by=None,
                **form.cleaned_data,
            )  # fmt: skip
        except services.FocalPointExists:
            form.add_error("email", _("This address is a focal point of the delegation."))
        else:
            messages.success(request, _("%(name)s gets a mail with a link.") % form.cleaned_data)
            return redirect("focal:colleagues")
    active = focal_point.delegation.focal_points.filter(revoked_at=None)
    context = {"form": form, "colleagues": active}
    return focal_answer(request, "focal/colleagues.html", focal_point, context)


def _entry(focal_point: FocalPoint, guid: UUID) -> Entry | None:
    """The person of that address in this delegation; 404 for one of another, None for nobody."""
    found = [one for one in entries_of(focal_point.delegation) if one.person.guid == guid]
    if not found and Attendee.objects.filter(guid=guid).exists():
        raise Http404
    return found[0] if found else None


def _form(focal_point: FocalPoint, entry: Entry | None, guid: UUID, data: Any) -> PersonForm:
    if entry is None:
        return PersonForm(data, instance=Attendee(delegation=focal_point.delegation, guid=guid))
    # What the form writes into its row is not saved: the services do that.
    return PersonForm(data, instance=entry.person, initial=entry.wanted)


def _has_name(values: dict[str, Any]) -> bool:
    return any(values.get(one) for one in ("given", "family", "display_name", "native_name"))


def _confirm(request: HttpRequest, person: Attendee, amendment: Any) -> None:
    if person.status in OPEN_TO_DELEGATION:
        messages.success(request, _("%s is saved, and not submitted yet.") % person)
    elif amendment is not None:
        messages.success(request, _("The office is asked to change %s.") % person)
    else:
        messages.info(request, _("Nothing differs from what the office has."))


def _guids(texts: list[str]) -> set[UUID]:
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found
