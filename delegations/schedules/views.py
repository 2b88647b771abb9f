"""The pages of scheduled lists: who is sent one, and where its link leads."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from delegations.access.staff_pages import staff_page
from delegations.lists.attendee_list import ATTENDEES
from delegations.lists.list_request import restrict_to_rights
from delegations.lists.views.saved_lists import VIEW_VAR
from delegations.schedules.forms import ScheduleForm
from delegations.schedules.services import set_schedule
from events.models import Event, SavedList


@require_safe
@staff_page(Right.VIEW_PEOPLE)
def open_list(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], pk: int
) -> HttpResponse:
    """Lead to a saved list, as far as its reader may see it: the link of an e-mail."""
    lists = SavedList.objects.of_list(event, ATTENDEES)
    own = Q(owner=None) | Q(owner=request.user) | Q(schedules__recipient=request.user)
    saved_list = get_object_or_404(lists.filter(own).distinct(), pk=pk)
    query = restrict_to_rights(saved_list.query, rights)
    path = reverse("staff:attendees", args=[event.slug])
    return redirect(f"{path}?{VIEW_VAR}={saved_list.pk}&{query}")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EXPORT)
def schedule(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], pk: int
) -> HttpResponse:
    """Choose who is sent a saved list every day, and when."""
    lists = SavedList.objects.of_list(event, ATTENDEES)
    own = lists.kept_by(request.user, may_edit_team=Right.EDIT_TEAM in rights)
    saved_list = get_object_or_404(own.select_related("event"), pk=pk)
    form = ScheduleForm(request.POST if request.method == "POST" else None, saved_list)
    if form.is_valid():
        recipients = list(form.cleaned_data["recipients"])
        at = form.cleaned_data["at"]
        set_schedule(saved_list=saved_list, at=at, recipients=recipients, by=request.user)
        sent = _("The list “%(list)s” is sent every day at %(time)s.")
        stopped = _("The list “%(list)s” is no longer sent to anybody.")
        values = {"list": saved_list, "time": f"{at:%H:%M}"}
        messages.success(request, (sent if recipients else stopped) % values)
        return redirect("staff:list-open", event.slug, pk)
    context = {
        "event": event,
        "saved_list": saved_list,
        "form": form,
        "schedules": saved_list.schedules.select_related("recipient").order_by("pk"),
    }
    status = 400 if form.errors else 200
    return render(request, "staff/lists/schedule.html", context, status=status)
