"""The organizers' readiness page of an edition: open points, and whose they are."""

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
from programme.models import Appearance, Profile, Session, SubForum
from programme.releases.services import pending_changes


def readiness(request: HttpRequest, event_pk: int) -> HttpResponse:
    """Show the open points of the draft, by sub-forum and by kind, each with a link."""
    user = user_of(request)
    event = get_object_or_404(Event.objects.with_right(user, Right.VIEW_DRAFT), pk=event_pk)
    rights = rights_of(user, event)
    with fallback_order(event.languages):
        agenda = _own(draft_agenda(event, public_only=False), user, event, rights)
        groups = open_points(agenda, review_for(user, event).open)
        missing = _lacks(event, agenda)
        urls = _session_urls(user, event) | _profile_urls(event, missing)
        naming = _naming_urls(user, event)
        context = {
            **admin.site.each_context(request),
            "title": _("Open points"),
            "subtitle": str(event),
            "event": event,
            "standings": _standings(event, agenda, groups),
            "groups": [(group, _rows(group, urls, naming)) for group in (*groups, *missing)],
            "can_invite": Right.EDIT_TEAM in rights,
            "pending": pending_changes(event) if Right.RELEASE in rights else None,
            "languages": Catalogue(event).progress() if Right.TRANSLATE in rights else None,
        }
        return TemplateResponse(request, "admin/readiness.html", context).render()


def load_standings(
    user: User,
    event: Event,
    rights: frozenset[Right],
    draft: Agenda,
    findings: Iterable[Finding],
) -> list[dict[str, object]]:
    """The standing of each sub-forum with its row (None outside of all), for the overview.

    `draft` is the whole draft, `findings` the open findings of the checks that `user` may see.
    """
    agenda = _own(draft, user, event, rights)
    return _standings(event, agenda, open_points(agenda, findings))


def _own(agenda: Agenda, user: User, event: Event, rights: frozenset[Right]) -> Agenda:
    """The whole agenda; for an editor of sub-forums only their part."""
    if Right.EDIT_OWN_SUB_FORUM not in rights or Right.EDIT_DRAFT in rights:
        return agenda
    rows = SubForum.objects.editable_by(user).filter(event=event).values_list("guid", flat=True)
    return agenda.of_sub_forums({str(guid) for guid in rows})


def _session_urls(user: User, event: Event) -> dict[str, str]:
    rows = Session.objects.visible_to(user).filter(event=event).values_list("guid", "pk")
    return {str(guid): reverse("admin:programme_session_change", args=[pk]) for guid, pk in rows}


def _naming_urls(user: User, event: Event) -> dict[tuple[str, str], str]:
    """Where each placeholder is replaced by a person, by the session's guid and its text."""
    sessions = Session.objects.editable_by(user).filter(event=event)
    rows = Appearance.objects.filter(session__in=sessions, attendee=None)
    return {
        (str(row.session.guid), str(row.placeholder)): reverse(
            "admin:programme_name_person", args=[row.pk]
        )
        for row in rows.select_related("session")
    }


def _rows(
    group: ReadinessGroup, urls: dict[str, str], naming: dict[tuple[str, str], str]
) -> list[tuple[Point | Lack, str]]:
    """The points with their pages: a placeholder leads to where its person is named."""
    if group.key != "placeholder":
        naming = {}
    return [
        (point, naming.get((point.guid, getattr(point, "note", "")), urls.get(point.guid, "")))
        for point in group.points
    ]


def _lacks(event: Event, agenda: Agenda) -> list[ReadinessGroup]:
    """The missing biographies and photographs; people who refused a photograph do not count."""
    profiles = Profile.objects.of_event(event)
    refusing = Attendee.objects.of_event(event).refusing(ConsentPurpose.IMAGES)
    with_biography = profiles.exclude(biography={}).values_list("attendee__guid", flat=True)
    with_portrait = profiles.exclude(portrait="").values_list("attendee__guid", flat=True)
    settled = [*with_portrait, *refusing.values_list("guid", flat=True)]
    return lacks(agenda, {str(guid) for guid in with_biography}, {str(guid) for guid in settled})


def _profile_urls(event: Event, groups: list[ReadinessGroup]) -> dict[str, str]:
    """The profile page of each person in `groups`, by guid."""
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
        {"sub_forum": sub_forums.get(standing.guid), "standing": standing}
        for standing in standings(agenda, groups)
        if standing.guid or standing.sessions
    ]
