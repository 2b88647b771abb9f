"""The staff page that confirms the parts of whole names."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from delegations.access.staff_pages import staff_page
from delegations.desk.name_forms import NamePartsForm
from delegations.models import Attendee
from delegations.people.name_parts import confirm_parts
from events.models import Event

_ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def name_parts(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """Show fifty names whose parts are not known, each with a proposal; confirm them at once."""
    people = Attendee.objects.of_event(event).with_unknown_parts().alphabetical()
    waiting = people.select_related("delegation__organisation")
    page = Paginator(waiting, _ROWS).get_page(request.GET.get("page"))
    form = NamePartsForm(request.POST or None, list(page.object_list))
    if request.method == "POST" and form.is_valid():
        count = confirm_parts(event=event, parts=form.parts, by=request.user)
        text = ngettext("%d name has been confirmed.", "%d names have been confirmed.", count)
        messages.success(request, text % count)
        # People who were put off come again after the others.
        later = page.number + 1 if not count and page.has_next() else page.number
        return redirect(f"{reverse('staff:names', args=[event.slug])}?page={later}")
    context = {"event": event, "page": page, "form": form, "query": ""}
    status = 400 if form.errors else 200
    return render(request, "staff/names.html", context, status=status)
