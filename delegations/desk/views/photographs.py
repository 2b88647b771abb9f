"""Photographs for badges, for the office: of one person, and all of them as an archive."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.files.downloads import file_name, stream_download
from delegations.access.staff_pages import staff_page
from delegations.desk.photograph_archive import TakenPhotographs, stream_archive, take_archive
from delegations.lists.export_log import log_export
from delegations.models import Attendee, Photograph
from delegations.registration.files import remove_photograph, save_photograph
from delegations.registration.forms import PhotographForm
from events.models import Event

_Rights = frozenset[Right]


class ArchiveForm(forms.Form):
    """A ZIP file of photographs."""

    file = forms.FileField(
        label=gettext_lazy("ZIP file of photographs"),
        widget=forms.FileInput({"accept": ".zip,application/zip"}),
        help_text=gettext_lazy(
            "JPEG or PNG files of at most 15 MB each. Each name ends with the code of the person, "
            "as in the archive that you download here."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def photographs(request: AuthenticatedHttpRequest, event: Event, rights: _Rights) -> HttpResponse:
    """Say who has a photograph; take an archive of them."""
    form = ArchiveForm(request.POST or None, request.FILES or None)
    taken: TakenPhotographs | None = None
    if request.method == "POST" and form.is_valid():
        try:
            taken = take_archive(event=event, file=form.cleaned_data["file"], by=request.user)
        except ValidationError as error:
            form.add_error("file", error)
    people = Attendee.objects.of_event(event).coming()
    context = {
        "event": event,
        "form": form,
        "taken": taken,
        "count": people.exclude(photograph=None).count(),
        "people": people.count(),
        "can_export": Right.EXPORT in rights,
    }
    status = 400 if form.errors else 200
    return render(request, "staff/photographs.html", context, status=status)


@require_POST
@staff_page(Right.EXPORT)
def archive(
    request: AuthenticatedHttpRequest, event: Event, rights: _Rights
) -> StreamingHttpResponse:
    """Answer with all photographs as a ZIP file; logged before the first byte."""
    log_export(
        event=event,
        by=request.user,
        list_name="photographs",
        file_format="zip",
        filters={},
        order="",
        columns=["photograph"],
        row_count=Photograph.objects.filter(attendee__delegation__event=event).count(),
        has_sensitive_columns=False,
    )
    at = timezone.localtime(timezone=event.zone)
    name = file_name(event.slug, "photographs", "zip", at)
    return stream_download(stream_archive(event), name, "application/zip")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def change_photograph(
    request: AuthenticatedHttpRequest, event: Event, rights: _Rights, guid: UUID
) -> HttpResponse:
    """Upload or remove the photograph of one person."""
    person = get_object_or_404(Attendee.objects.of_event(event), guid=guid)
    is_removed = "remove" in request.POST
    is_sent = request.method == "POST" and not is_removed
    form = PhotographForm(request.POST, request.FILES) if is_sent else PhotographForm()
    if is_removed and remove_photograph(attendee=person, by=request.user):
        messages.success(request, _("The photograph has been removed."))
        return redirect("staff:person", event.slug, guid)
    if is_sent and form.is_valid():
        save_photograph(attendee=person, file=form.cleaned_data["file"], by=request.user)
        messages.success(request, _("The photograph has been saved."))
        return redirect("staff:person", event.slug, guid)
    context = {
        "event": event,
        "person": person,
        "form": form,
        "photograph": Photograph.objects.filter(attendee=person).first(),
    }
    status = 400 if form.errors else 200
    return render(request, "staff/photograph.html", context, status=status)
