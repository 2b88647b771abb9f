"""Copying an edition in the organizers' pages: preview, then create."""

from django.contrib import admin, messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedHttpRequest
from core.text.translated import TranslatedText
from events.models import Event
from forum_portal.workspace.copy_edition import services
from forum_portal.workspace.copy_edition.forms import SLUG_TAKEN, CopyForm
from forum_portal.workspace.copy_edition.preview import preview_of
from forum_portal.workspace.edition_urls import edition_url
from forum_portal.workspace.team.views import team_page


@team_page
def copy(request: AuthenticatedHttpRequest, event: Event) -> HttpResponse:
    """Show the form and the preview, then create the copy.

    What a preview was asked for is in its URL, so that Back and reload send nothing again.
    """
    asked = request.GET if "step" in request.GET else None
    form, preview = CopyForm(request.POST or asked, event=event), None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("step") != "copy":
            query = request.POST.copy()
            query.pop("csrfmiddlewaretoken", None)
            return redirect(f"{request.path}?{query.urlencode()}")
        try:
            new = _copied(request, event, form)
        except services.SlugTaken:
            form.add_error("slug", SLUG_TAKEN)
        else:
            messages.success(request, _("The new edition has been created. It is a draft."))
            return redirect(edition_url(new, "admin:events_event_change", new.pk))
    elif form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("start_date", "time_zone", "parts")}
        preview = preview_of(event=event, **values)
    own = {"title": _("Copy to a new edition"), "event": event, "form": form, "preview": preview}
    context = {**admin.site.each_context(request), **own}
    return TemplateResponse(request, "admin/editions/copy.html", context).render()


def _copied(request: AuthenticatedHttpRequest, event: Event, form: CopyForm) -> Event:
    values = {**form.cleaned_data, "title": TranslatedText(form.cleaned_data["title"])}
    return services.copy_edition(event=event, by=request.user, **values)
