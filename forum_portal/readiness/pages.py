"""The organizers' dashboard of one edition: what is unfinished, and whose it is."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right
from core.translated import fallback_order
from delegations.models import Attendee
from events.models import Event
from events.permissions import rights_of
from forum_portal.readiness.points import (
    Group,
    Point,
    Unknown,
    open_points,
    standings,
    unknown_people,
)
from forum_portal.translations.progress import Catalogue
from programme import services
from programme.agenda import Agenda
from programme.drafts import draft_agenda
from programme.findings import review_for
from programme.models import Profile, Session, SubForum


def readiness(request: HttpRequest, event_pk: int) -> HttpResponse:
    """What is still to do in the draft, by sub-forum and by kind; each a link to the thing."""
    user = cast("User", request.user)
    event: Event = get_object_or_404(Event.objects.with_right(user, Right.VIEW_DRAFT), pk=event_pk)
    rights = rights_of(user, event)
    with fallback_order(event.languages), timezone.override(event.zone):
        agenda = _own(draft_agenda(event, public_only=False), user, event, rights)
        groups = open_points(agenda, review_for(user, event).open)
        urls = _session_urls(user, event)
        context = {
            **admin.site.each_context(request),
            "title": _("What is unfinished"),
            "subtitle": str(event),
            "event": event,
            "standings": _standings(event, agenda, groups),
            "groups": [(group, _rows(group, urls)) for group in groups],
            "unknown": _unknown(event, agenda),
            "pending": services.pending_changes(event) if Right.RELEASE in rights else None,
            "languages": Catalogue(event).progress() if Right.TRANSLATE in rights else None,
        }
        return TemplateResponse(request, "admin/readiness.html", context).render()


def _own(agenda: Agenda, user: User, event: Event, rights: frozenset[Right]) -> Agenda:
    """All of it, and for an editor of sub-forums what is theirs."""
    if Right.EDIT_OWN_SUB_FORUM not in rights or Right.EDIT_DRAFT in rights:
        return agenda
    rows = SubForum.objects.editable_by(user).filter(event=event).values_list("guid", flat=True)
    return agenda.of_sub_forums({str(guid) for guid in rows})


def _session_urls(user: User, event: Event) -> dict[str, str]:
    rows = Session.objects.visible_to(user).filter(event=event).values_list("guid", "pk")
    return {str(guid): reverse("admin:programme_session_change", args=[pk]) for guid, pk in rows}


def _rows(group: Group, urls: dict[str, str]) -> list[tuple[Point, str]]:
    return [(point, urls.get(point.session.guid, "")) for point in group.points]


def _unknown(event: Event, agenda: Agenda) -> list[tuple[Unknown, Any]]:
    """Each group of people, every one with the address where the lack is made good."""
    rows = Profile.objects.of_event(event).values_list(
        "attendee__guid", "pk", "biography", "portrait"
    )
    profiles = {str(guid): (pk, text, file) for guid, pk, text, file in rows}
    with_biography = {guid for guid, (_pk, text, _file) in profiles.items() if text}
    with_portrait = {guid for guid, (_pk, _text, file) in profiles.items() if file}
    groups = unknown_people(agenda, with_biography, with_portrait)
    guids = {person.guid for group in groups for person in group.people}
    keys = dict(Attendee.objects.filter(guid__in=guids).values_list("guid", "pk"))
    new = reverse("admin:programme_profile_add")
    urls = {str(guid): f"{new}?attendee={pk}" for guid, pk in keys.items()}
    urls |= {
        guid: reverse("admin:programme_profile_change", args=[profiles[guid][0]])
        for guid in guids & profiles.keys()
    }
    return [
        (group, [(person, urls.get(person.guid, "")) for person in group.people])
        for group in groups
    ]


def _standings(event: Event, agenda: Agenda, groups: list[Group]) -> list[dict[str, Any]]:
    rows = SubForum.objects.filter(event=event).prefetch_related("editors")
    sub_forums = {str(row.guid): row for row in rows}
    return [
        {"sub_forum": sub_forums.get(one.guid), "standing": one}
        for one in standings(agenda, groups)
        if one.guid or one.sessions
    ]
