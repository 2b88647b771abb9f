"""The page of one person, and the same in short beside the attendee list."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedHttpRequest
from accounts.models import User
from accounts.roles import Right
from delegations.access.staff_pages import staff_page
from delegations.decisions.corrections import correct_person, errors_by_field
from delegations.decisions.services import AlreadyDecided
from delegations.desk.correction_form import CorrectionForm
from delegations.desk.person_page import PersonPage
from delegations.models import Attendee
from delegations.people.delegation_steps import ReasonMissing
from delegations.people.edit_conflicts import show_conflicts
from delegations.people.merge_edits import ChangedMeanwhile
from delegations.people.person_steps import NotAgreed, TransitionRefused
from delegations.registration.entries import preview_names
from delegations.registration.services import HeadExists
from events.models import Event


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.VIEW_PEOPLE)
def person(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """Show a person, with a form for people who may correct them."""
    person = _find(event, guid)
    form = _form(request, person, rights)
    if form and form.is_valid() and _save(form, request.user):
        messages.success(request, _("%s has been saved.") % _find(event, guid))
        return redirect("staff:person", event.slug, guid)
    page = PersonPage(_find(event, guid), rights)
    context = {**_context(page, form), "names": preview_names(page.person)}
    return render(request, "staff/people/page.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.VIEW_PEOPLE)
def person_peek(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """The same in short, as a fragment: also the answer to its form."""
    form = _form(request, _find(event, guid), rights)
    is_saved = bool(form and form.is_valid() and _save(form, request.user))
    person = _find(event, guid)
    if is_saved:
        form = CorrectionForm(None, instance=person, rights=rights)
    context = {**_context(PersonPage(person, rights), form), "is_saved": is_saved}
    return render(request, "staff/people/_peek.html", context, status=_status(form))


def _find(event: Event, guid: UUID) -> Attendee:
    people = Attendee.objects.of_event(event)
    return get_object_or_404(
        people.select_related("delegation__event", "delegation__organisation"), guid=guid
    )


def _form(
    request: AuthenticatedHttpRequest, person: Attendee, rights: frozenset[Right]
) -> CorrectionForm | None:
    """The form, for people who may correct others."""
    if Right.EDIT_PEOPLE not in rights:
        if request.method == "POST":
            raise PermissionDenied
        return None
    data = request.POST if request.method == "POST" else None
    return CorrectionForm(data, instance=person, rights=rights)


def _context(page: PersonPage, form: CorrectionForm | None) -> dict[str, Any]:
    return {"event": page.event, "person": page.person, "page": page, "form": form}


def _status(form: CorrectionForm | None) -> int:
    return 400 if form and form.errors else 200


def _save(form: CorrectionForm, by: User) -> bool:
    """Save a valid form; return False and add an error if it cannot be saved."""
    try:
        correct_person(
            person=form.instance,
            values=form.values,
            seen=form.seen_values,
            by=by,
            note=form.cleaned_data["note"],
        )
    except ChangedMeanwhile as error:
        show_conflicts([form], form.data, error)
    except HeadExists as error:
        form.refuse_head(error)
    except ReasonMissing:
        form.add_error("note", _("State what the delegation must change, or why you refuse."))
    except NotAgreed as error:
        text = _("%s has refused consent to registration. Ask them, or refuse the registration.")
        form.add_error("status", text % error)
    except (AlreadyDecided, TransitionRefused):
        text = _("Somebody else has decided in the meantime. Please check again.")
        form.add_error("status", text)
    except ValidationError as error:
        for name, texts in errors_by_field(error).items():
            form.add_error(name if name in form.fields else None, texts)
    else:
        return True
    return False
