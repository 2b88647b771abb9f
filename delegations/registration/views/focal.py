"""The pages of a delegation for its focal points: overview, entering people, submitting."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegations.access.focal_points import (
    FocalPointExists,
    TooManyFocalPoints,
    hand_over,
    name_focal_point,
)
from delegations.choices import DUE_BY, DeadlineKind, InvitationStatus
from delegations.models import Attendee, Deadline, Delegation, FocalPoint
from delegations.people.person_steps import TransitionRefused
from delegations.people.quotas import load_uses
from delegations.registration.earlier_people import find_earlier_delegation
from delegations.registration.entries import (
    Entry,
    describe_amendment,
    find_entry,
    load_entries,
    load_messages,
    preview_names,
)
from delegations.registration.forms import (
    OFFICE_FIELDS,
    FocalPointForm,
    PersonalLinkForm,
    PersonForm,
)
from delegations.registration.replies import load_reply_options
from delegations.registration.services import (
    IncompletePeople,
    RegistrationClosed,
    is_open,
    submit_people,
    take_back_amendment,
    withdraw_person,
)
from delegations.registration.views.earlier_people import guids_of
from delegations.registration.views.focal_access import focal_answer, focal_page
from delegations.registration.views.personal_links import has_mail_left, link_initial
from delegations.registration.views.save_entry import autosave, person_parts, save_entry


@require_safe
@focal_page
def overview(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """Show the people of the delegation, what they lack, and the deadlines."""
    delegation = focal_point.delegation
    entries = load_entries(delegation)
    deadlines = Deadline.objects.of_delegation(delegation)
    context = {
        "entries": entries,
        "ready": [entry for entry in entries if entry.can_submit],
        "uses": load_uses(
            delegation.event,
            delegation.pk,
            [entry.person for entry in entries if entry.can_withdraw],
        ),
        "counted": sum(entry.takes_a_place for entry in entries),
        "deadlines": [(DeadlineKind(kind).label, day) for kind, day in deadlines.items()],
        "due_on": deadlines.get(DUE_BY.get(InvitationStatus(delegation.status), "")),
        "nomination": delegation.nomination_letters.first(),
        "asks_nomination": DeadlineKind.LETTER in deadlines,
        **_load_reply(delegation, entries),
        "said": load_messages(delegation),
        "is_open": is_open(delegation),
        "has_earlier": find_earlier_delegation(delegation) is not None,
        "letter": delegation.letters.exclude(texts=[]).newest_first().first(),
    }
    return focal_answer(request, "focal/overview.html", focal_point, context)


def _load_reply(delegation: Delegation, entries: Sequence[Entry]) -> dict[str, object]:
    """The reply to the invitation, and the head of delegation that it names."""
    head = next((entry.person for entry in entries if entry.is_head), None)
    return {"options": load_reply_options(delegation), "head": head}


@require_safe
@focal_page
def add(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """Redirect to an empty form under a new identifier: sent twice, it enters one person."""
    return redirect("focal:person", guid=uuid4())


@require_http_methods(["GET", "HEAD", "POST"])
@focal_page
def person(request: HttpRequest, focal_point: FocalPoint, guid: UUID) -> HttpResponse:
    """Enter or correct a person; ask for a change once they have been submitted."""
    entry = _entry(focal_point, guid)
    form = _form(focal_point, entry, guid, request.POST if request.method == "POST" else None)
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and save_entry(request, focal_point, guid, form):
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
    status = 400 if form.errors else 200
    context = {
        "form": form,
        "entry": entry,
        "guid": guid,
        "parts": person_parts(form, OFFICE_FIELDS),
        "preview": preview_names(shown),
        "differences": describe_amendment(entry.amendment) if entry and entry.amendment else [],
        "is_open": is_open(focal_point.delegation),
        "saves": entry is None or entry.is_open,
        "link_form": PersonalLinkForm(initial=link_initial(entry, focal_point.language)),
    }
    return focal_answer(request, "focal/person.html", focal_point, context, status)


@require_POST
@focal_page
def keep(request: HttpRequest, focal_point: FocalPoint, guid: UUID) -> JsonResponse:
    """Save the input so far; answer with a preview of the name."""
    entry = _entry(focal_point, guid)
    return autosave(focal_point, guid, entry, _form(focal_point, entry, guid, request.POST))


@require_POST
@focal_page
def submit(request: HttpRequest, focal_point: FocalPoint) -> HttpResponse:
    """Submit the selected people."""
    guids = guids_of(request)
    try:
        people = submit_people(focal_point=focal_point, guids=guids)
    except IncompletePeople as error:
        names = ", ".join(error.args[0])
        messages.error(
            request, _("Nobody was submitted, because something is missing: %s.") % names
        )
    except RegistrationClosed:
        messages.error(request, _("The host office is not accepting changes from you at present."))
    else:
        text = ngettext(
            "%d person has been submitted.", "%d people have been submitted.", len(people)
        )
        if people:
            messages.success(request, text % len(people))
        else:
            messages.warning(request, _("Select the people you want to submit."))
    return redirect("focal:overview")


@require_POST
@focal_page
def withdraw(request: HttpRequest, focal_point: FocalPoint, guid: UUID) -> HttpResponse:
    """Withdraw a person."""
    entry = _entry(focal_point, guid)
    if entry is None:
        raise Http404
    try:
        note = request.POST.get("note", "")[:2000]
        withdraw_person(focal_point=focal_point, guid=guid, note=note)
    except RegistrationClosed:
        messages.error(request, _("The host office is not accepting changes from you at present."))
    except TransitionRefused:
        messages.error(request, _("%s can no longer be withdrawn.") % entry.person)
    else:
        messages.success(request, _("%s has been withdrawn.") % entry.person)
    return redirect("focal:overview")


@require_POST
@focal_page
def take_back(request: HttpRequest, focal_point: FocalPoint, guid: UUID) -> HttpResponse:
    """Take back the requested change."""
    get_object_or_404(focal_point.delegation.attendees, guid=guid)
    try:
        if take_back_amendment(focal_point=focal_point, guid=guid):
            messages.success(request, _("The change request has been withdrawn."))
    except RegistrationClosed:
        messages.error(request, _("The host office is not accepting changes from you at present."))
    return redirect("focal:overview")


@require_http_methods(["GET", "HEAD", "POST"])
@focal_page
def colleagues(request: HttpRequest, focal_point: FocalPoint) -> HttpResponseBase:
    """List the focal points; add one, or hand the role over."""
    form = FocalPointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        instead = "instead" in request.POST
        try:
            _name_colleague(focal_point, form.cleaned_data, instead=instead)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if instead:
                return redirect("focal-door")
            messages.success(
                request, _("%(name)s will receive an e-mail with a link.") % form.cleaned_data
            )
            return redirect("focal:colleagues")
    active = focal_point.delegation.focal_points.filter(revoked_at=None)
    context = {"form": form, "colleagues": active}
    return focal_answer(request, "focal/colleagues.html", focal_point, context)


def _name_colleague(focal_point: FocalPoint, values: Mapping[str, str], *, instead: bool) -> None:
    if not has_mail_left(focal_point.delegation_id):
        raise ValidationError(_("Too many links have been requested. Please try again in an hour."))
    try:
        if instead:
            hand_over(focal_point=focal_point, name=values["name"], email=values["email"])
        else:
            name_focal_point(
                delegation=focal_point.delegation,
                language=focal_point.language,
                by_focal_point=focal_point,
                name=values["name"],
                email=values["email"],
            )
    except FocalPointExists as error:
        message = _("This address already belongs to a focal point of the delegation.")
        raise ValidationError({"email": message}) from error
    except TooManyFocalPoints as error:
        message = _(
            "The delegation already has the maximum number of focal points. Contact the host "
            "office to change one."
        )
        raise ValidationError(message) from error


def _entry(focal_point: FocalPoint, guid: UUID) -> Entry | None:
    """The person with this guid in the delegation, or None; 404 for a person of another one."""
    entry = find_entry(focal_point.delegation, guid)
    if entry is None and Attendee.objects.filter(guid=guid).exists():
        raise Http404
    return entry


def _form(
    focal_point: FocalPoint, entry: Entry | None, guid: UUID, data: QueryDict | None
) -> PersonForm:
    if entry is None:
        return PersonForm(data, instance=Attendee(delegation=focal_point.delegation, guid=guid))
    # What the form writes into its row is not saved: the services do that.
    return PersonForm(data, instance=entry.person, initial=entry.wanted)
