"""Actions on one session: duplicating it, and naming the person behind a placeholder."""

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import user_of
from core.text.numbers import row_number
from core.text.translated import fallback_order
from delegations.models import Attendee
from delegations.querysets import AttendeeQuerySet
from programme.admin.people_search import find_best_people
from programme.editing import single_session as sessions_services
from programme.editing.single_session import (
    AlreadyNamed,
    InvalidSession,
    PersonNotComing,
    duplicate_session,
)
from programme.models import Appearance, Session

# How many people are offered at once.
_FOUND = 20


def step_urls() -> list[URLPattern]:
    """The addresses of these steps, below those of the sessions."""
    wrap = admin.site.admin_view
    return [
        path("duplicate/", wrap(duplicate), name="programme_session_duplicate"),
        path("name-person/<int:pk>/", wrap(name_person), name="programme_name_person"),
    ]


@require_POST
def duplicate(request: HttpRequest) -> HttpResponse:
    """Copy a session and open the copy where the original was: as a form or on the planner."""
    pk = row_number(request.POST.get("session", ""))
    sessions = Session.objects.editable_by(user_of(request))
    session = get_object_or_404(sessions, pk=pk)
    with fallback_order(session.event.languages):
        try:
            copy = duplicate_session(session=session, by=user_of(request))
        except InvalidSession as error:
            messages.error(request, " ".join(error.reasons))
            return redirect("admin:programme_session_change", session.pk)
        messages.success(request, _("“%s” has been created, without a room.") % copy)
    if request.POST.get("next") == "planner":
        planner = reverse("admin:programme_planner", args=[session.event_id])
        return redirect(f"{planner}?session={copy.guid}")
    return redirect("admin:programme_session_change", copy.pk)


def name_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Search the people of the event for the one who replaces a placeholder."""
    sessions = Session.objects.editable_by(user_of(request))
    rows = Appearance.objects.filter(session__in=sessions).select_related("session__event")
    appearance = get_object_or_404(rows, pk=pk)
    session = appearance.session
    with fallback_order(session.event.languages), timezone.override(session.event.zone):
        if request.method == "POST" and _name(request, appearance):
            return redirect("admin:programme_session_change", session.pk)
        asked = request.GET.get("q", "")[:100].strip()
        context = {
            **admin.site.each_context(request),
            "title": _("Name the person"),
            "opts": Session._meta,
            "appearance": appearance,
            "session": session,
            "q": asked,
            "people": find_best_people(_people(session), asked, _FOUND) if asked else None,
        }
        return TemplateResponse(request, "admin/programme/name_person.html", context).render()


def _name(request: HttpRequest, appearance: Appearance) -> bool:
    """Name the person; return whether there is nothing left to do on the page."""
    pk = row_number(request.POST.get("attendee", ""))
    person = None if pk is None else _people(appearance.session).filter(pk=pk).first()
    if person is None:
        raise Http404
    try:
        sessions_services.name_person(appearance=appearance, attendee=person, by=user_of(request))
    except PersonNotComing:
        message = _("%(person)s was rejected or has withdrawn. Choose somebody who is attending.")
        messages.error(request, message % {"person": person.listed_name})
        return False
    except AlreadyNamed:
        messages.warning(request, _("Somebody else has changed this placeholder in the meantime."))
        return True
    except InvalidSession as error:
        messages.error(request, " ".join(error.reasons))
        return False
    messages.success(
        request, _("%(person)s is now on stage, with the status “Invited”.") % {"person": person}
    )
    return True


def _people(session: Session) -> AttendeeQuerySet:
    people = Attendee.objects.filter(delegation__event_id=session.event_id)
    return people.select_related("delegation__organisation").alphabetical()
