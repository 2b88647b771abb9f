"""The page on which a superuser creates an edition."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.http import user_of
from core.text.languages import own_name
from core.text.translated import fallback_order
from events.models import Event
from forum_portal.workspace.edition_urls import edition_url
from forum_portal.workspace.new_edition.forms import (
    PLACE,
    NewEditionForm,
    PlaceForm,
    place_data,
    read_languages,
)
from forum_portal.workspace.new_edition.services import create_edition
from forum_portal.workspace.set_up.steps import is_led, load_strip


def new_edition(request: HttpRequest) -> HttpResponse:
    """Ask for place and languages, then for the rest, in these languages.

    What the first form was asked is in the address of the second, so that Back loses nothing.
    """
    if not user_of(request).is_superuser:
        raise Http404
    if "place" in request.POST or "country" not in request.GET:
        return _ask_for_place(request)
    place = PlaceForm(_place_in(request.GET))
    if not place.is_valid():
        return redirect(request.path)
    chosen = place.cleaned_data
    with fallback_order(chosen["languages"]):
        form = _second_form(request)
        if form.is_bound and form.is_valid():
            return _create(request, form)
        context = {
            "form": form,
            "fields": form.own_fields,
            "step": "edition",
            "zone": chosen["time_zone"],
            "languages": [own_name(code) for code in chosen["languages"]],
        }
        return _page(request, context)


def _ask_for_place(request: HttpRequest) -> HttpResponse:
    latest = Event.objects.order_by("-start_date", "-pk").first()
    # The next edition is often elsewhere, and mostly in the same languages.
    initial = {name: getattr(latest, name) for name in PLACE} if latest else None
    form = PlaceForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return _page(request, {"form": form, "fields": list(form), "step": "place"})
    chosen = form.cleaned_data
    query = {"country": chosen["country"], "time_zone": chosen["time_zone"]}
    return redirect(
        f"?{urlencode({**query, 'languages': ','.join(chosen['languages'])}, safe='/,')}"
    )


def _place_in(values: QueryDict) -> dict[str, str]:
    """What the address of the second form says, as the first form takes it."""
    names = {name: values.get(name, "") for name in ("country", "time_zone")}
    languages, _unknown = read_languages(values.get("languages", ""))
    return place_data(languages, **names)


def _second_form(request: HttpRequest) -> NewEditionForm:
    if request.method != "POST":
        return NewEditionForm()
    data = request.POST.copy()
    data.update(_place_in(request.GET))
    return NewEditionForm(data)


def _create(request: HttpRequest, form: NewEditionForm) -> HttpResponse:
    user = user_of(request)
    event = create_edition(
        event=form.save(commit=False),
        by=user,
        administrator=user,
        shape=form.cleaned_data["shape"],
        sub_forums=form.cleaned_data["sub_forums"],
    )
    messages.success(request, _("The new edition has been created. It is a draft."))
    following = load_strip(request).next_url if is_led(request) else ""
    return redirect(following or edition_url(event))


def _page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    everything = {**admin.site.each_context(request), "title": _("New edition"), **context}
    return TemplateResponse(request, "admin/editions/new.html", everything).render()
