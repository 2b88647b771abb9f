"""The pages with the photograph of a person, for focal points and at an own entry."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.files.uploads import photograph_response
from delegations.access.mailed_links import Link
from delegations.models import Attendee, FocalPoint, PersonalLink, Photograph
from delegations.registration.files import remove_photograph, save_photograph
from delegations.registration.forms import PhotographForm
from delegations.registration.services import RegistrationClosed, is_open
from delegations.registration.views.focal_access import focal_answer, focal_page, own_page


@require_http_methods(["GET", "HEAD", "POST"])
@focal_page
def focal_page_of(request: HttpRequest, focal_point: FocalPoint, guid: UUID) -> HttpResponse:
    """Show the photograph and the rules for it, with a form for uploading one."""
    person = _person(focal_point, guid)
    return _page(request, focal_point, person, "focal", reverse("focal:person", args=[guid]))


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def own_page_of(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Show the same page to the person."""
    person = link.attendee
    return _page(request, link, person, "own", reverse("own:entry", args=[person.guid]))


@require_safe
@focal_page
def focal_picture(request: HttpRequest, focal_point: FocalPoint, guid: UUID) -> HttpResponseBase:
    """Answer with the photograph, for a focal point."""
    return show_photograph(_person(focal_point, guid))


@require_safe
@own_page
def own_picture(request: HttpRequest, link: PersonalLink) -> HttpResponseBase:
    """Answer with the photograph, for the person."""
    return show_photograph(link.attendee)


@require_POST
@focal_page
def focal_remove(request: HttpRequest, focal_point: FocalPoint, guid: UUID) -> HttpResponse:
    """Delete the photograph."""
    _remove(request, _person(focal_point, guid))
    return redirect("focal:photograph", guid=guid)


@require_POST
@own_page
def own_remove(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Delete the photograph."""
    _remove(request, link.attendee)
    return redirect("own:photograph", guid=link.attendee.guid)


def show_photograph(person: Attendee) -> HttpResponseBase:
    """Answer with the photograph of `person`, never cached; 404 if there is none."""
    photograph = Photograph.objects.filter(attendee=person).first()
    if photograph is None:
        raise Http404
    return photograph_response(photograph.file)


def _person(focal_point: FocalPoint, guid: UUID) -> Attendee:
    people = focal_point.delegation.attendees.select_related("photograph")
    return get_object_or_404(people, guid=guid)


def _page(
    request: HttpRequest, link: Link, person: Attendee, space: str, back: str
) -> HttpResponse:
    is_sent = request.method == "POST"
    form = PhotographForm(request.POST, request.FILES) if is_sent else PhotographForm()
    if is_sent and form.is_valid():
        try:
            save_photograph(attendee=person, file=form.cleaned_data["file"])
        except RegistrationClosed:
            form.add_error(None, _("The host office is not accepting changes from you at present."))
        else:
            messages.success(request, _("The photograph has been saved."))
            return redirect(back)
    context: dict[str, object] = {
        "form": form,
        "person": person,
        "photograph": Photograph.objects.filter(attendee=person).first(),
        "is_open": is_open(link.delegation),
        "back": back,
        "picture": reverse(f"{space}:picture", args=[person.guid]),
        "remove": reverse(f"{space}:remove-photograph", args=[person.guid]),
    }
    return focal_answer(
        request, "focal/photograph.html", link, context, 400 if form.errors else 200
    )


def _remove(request: HttpRequest, person: Attendee) -> None:
    try:
        if remove_photograph(attendee=person):
            messages.success(request, _("The photograph has been removed."))
    except RegistrationClosed:
        messages.error(request, _("The host office is not accepting changes from you at present."))
