"""The organizers' dashboard of one edition: what is unfinished, and whose it is."""

from collections.abc import Iterable

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import user_of
from accounts.models import User
from accounts.roles import Right
from core.text.translated import fallback_order
from delegations.choices import ConsentPurpose
from delegations.models import Attendee
from events.models import Event
from events.permissions import rights_of
from forum_portal.workspace.readiness.points import (
    Lack,
    Point,
    ReadinessGroup,
    lacks,
    open_points,
    standings,
)
from forum_portal.workspace.translations.progress import Catalogue
from programme.agenda.load_agenda import draft_agenda
from programme.agenda.values import Agenda
from programme.checks import Finding
from programme.checks.review import review_for
from programme.models import Profile, Session, SubForum
from programme.releases.services import pending_changes


def readiness(request: HttpRequest, event_pk: int) -> HttpResponse:
    """What is still to do in the draft, by sub-forum and by kind; each a link to the thing."""
    user = user_of(request)
    event = get_object_or_404(Event.objects.with_right(user, Right.VIEW_DRAFT), pk=event_pk)
    rights = rights_of(user, event)
    with fallback_order(event.languages):
        agenda = _own(draft_agenda(event, public_only=False), user, event, rights)
        groups = open_points(agenda, review_for(user, event).open)
        missing = _lacks(event, agenda)
        urls = _session_urls(user, event) | _profile_urls(event, missing)
        context = {
            **admin.site.each_context(request),
            "title": _("Open points"),
            "subtitle": str(event),
            "event": event,
            "standings": _standings(event, agenda, groups),
            "groups": [(group, _rows(group, urls)) for group in (*groups, *missing)],
            "pending": pending_changes(event) if Right.RELEASE in rights else None,
            "languages": Catalogue(event).progress() if Right.TRANSLATE in rights else None,
        }
        return TemplateResponse(request, "admin/readiness.html", context).render()


def load_standings(
    user: User, event: Event, rights: frozenset[Right], found: Iterable[Finding]
) -> list[dict[str, object]]:
    """How far each sub-forum is, with its row (None outside of all), for the overview.

    `found` are the open findings of the checks that `user` may see.
    """
    agenda = _own(draft_agenda(event, public_only=False), user, event, rights)
    return _standings(event, agenda, open_points(agenda, found))


def _own(agenda: Agenda, user: User, event: Event, rights: frozenset[Right]) -> Agenda:
    """All of it, and for an editor of sub-forums what is theirs."""
    if Right.EDIT_OWN_SUB_FORUM not in rights or Right.EDIT_DRAFT in rights:
        return agenda
    rows = SubForum.objects.editable_by(user).filter(event=event).values_list("guid", flat=True)
    return agenda.of_sub_forums({str(guid) for guid in rows})


def _session_urls(user: User, event: Event) -> dict[str, str]:
    rows = Session.objects.visible_to(user).filter(event=event).values_list("guid", "pk")
    return {str(guid): reverse("admin:programme_session_change", args=[pk]) for guid, pk in rows}


def _rows(group: ReadinessGroup, urls: dict[str, str]) -> list[tuple[Point | Lack, str]]:
    return [(point, urls.get(point.guid, "")) for point in group.points]


def _lacks(event: Event, agenda: Agenda) -> list[ReadinessGroup]:
    """Who lacks what; a photograph is no lack of somebody who said no to it."""
    profiles = Profile.objects.of_event(event)
    refusing = Attendee.objects.of_event(event).refusing(ConsentPurpose.IMAGES)
    with_biography = profiles.exclude(biography={}).values_list("attendee__guid", flat=True)
    with_portrait = profiles.exclude(portrait="").values_list("attendee__guid", flat=True)
    settled = [*with_portrait, *refusing.values_list("guid", flat=True)]
    return lacks(agenda, {str(guid) for guid in with_biography}, {str(guid) for guid in settled})


def _profile_urls(event: Event, groups: list[ReadinessGroup]) -> dict[str, str]:
    """Where the profile of each person in `groups` is written, by their guid."""
    guids = {point.guid for group in groups for point in group.points}
    people = Attendee.objects.of_event(event).filter(guid__in=guids)
    new = reverse("admin:programme_profile_add")
    return {
        str(guid): reverse("admin:programme_profile_change", args=[profile])
        if profile
        else f"{new}?attendee={pk}"
        for guid, pk, profile in people.values_list("guid", "pk", "profile")
    }


def _standings(
    event: Event, agenda: Agenda, groups: list[ReadinessGroup]
) -> list[dict[str, object]]:
    rows = SubForum.objects.filter(event=event).prefetch_related("editors")
    sub_forums = {str(row.guid): row for row in rows}
    return [
        {"sub_forum": sub_forums.get(one.guid), "standing": one}
        for one in standings(agenda, groups)
        if one.guid or one.sessions
    ]
