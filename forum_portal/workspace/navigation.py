"""The organizers' navigation, arranged by work: the rail beside every page.

Each entry is shown to people who may open its page; a group without entries is not shown. Nothing
is decided here: a list asks its own `ModelAdmin`, a tool names the right that its page requires.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.http import user_of
from accounts.models import User
from accounts.roles import Right
from delegations import models as delegations
from events import models as events
from events.admin_base.scoped_admin import held_rights
from events.models import Event
from forum_portal.workspace.edition_urls import edition_url
from mail.models import OutgoingMail
from programme import models as programme

Registry = Mapping[type[Model], "ModelAdmin[Any]"]


@dataclass(frozen=True, slots=True)
class Rows:
    """The list of a model; `label` if the model's own name is not enough."""

    model: type[Model]
    label: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """A page of an edition, by the name of its URL, for people with `right`."""

    url_name: str
    label: str | Promise
    right: Right


Place = Rows | Tool

# The words of the office, in the order in which a forum is prepared.
GROUPS: tuple[tuple[str, str | Promise, tuple[Place, ...]], ...] = (
    (
        "programme",
        _("Programme"),
        (
            Tool("admin:programme_planner", _("Planner"), Right.VIEW_DRAFT),
            Rows(programme.Session),
            Rows(programme.SubForum),
            Rows(programme.Profile, _("People on stage")),
            Tool("admin:readiness", _("Open points"), Right.VIEW_DRAFT),
            Tool("admin:programme_checks", _("Checks"), Right.VIEW_DRAFT),
            Rows(programme.ScheduleRelease),
            Rows(programme.ReleasePlan),
            Rows(programme.PreviewLink),
        ),
    ),
    (
        "site",
        _("Public site"),
        (
            Tool("admin:events_event_change", _("Home page and texts"), Right.VIEW_CONTENT),
            Rows(events.Page),
            Rows(events.NewsItem),
            Rows(events.Award),
            Rows(events.Document),
        ),
    ),
    (
        "places",
        _("Places"),
        (Rows(events.Venue), Rows(events.Room), Rows(events.VenueDistance, _("Distances"))),
    ),
    (
        "delegations",
        _("Delegations"),
        (
            Rows(delegations.Delegation),
            Rows(delegations.Attendee),
            Rows(delegations.Organisation),
            Rows(delegations.LetterTemplate),
            Rows(delegations.Deadline),
            Rows(delegations.EventQuota),
        ),
    ),
    (
        "languages",
        _("Languages"),
        (Tool("admin:translations", _("Translations"), Right.TRANSLATE),),
    ),
    ("team", _("Team"), (Tool("admin:team", _("Team"), Right.EDIT_TEAM), Rows(User))),
    (
        "tables",
        _("Import and export"),
        (Rows(events.ImportBatch), Rows(delegations.ExportLog)),
    ),
    (
        "settings",
        _("Settings"),
        (
            Tool("admin:edition_copy", _("Copy to a new edition"), Right.EDIT_TEAM),
            Rows(events.Subscriber),
            Rows(OutgoingMail),
            Rows(programme.AcceptedFinding),
            Rows(delegations.SensitiveAccess),
            Rows(programme.Webhook),
            Rows(programme.WebhookDelivery),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the rail."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Links for one kind of work; open if one of them is the current page."""

    key: str
    label: str | Promise
    entries: tuple[Entry, ...]

    @property
    def is_current(self) -> bool:
        """Whether the current page belongs to this entry."""
        return any(entry.is_current for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Workspace:
    """The frame around every page of an edition. A URL is empty if there is no such page."""

    edition: Event
    overview_url: str
    is_overview: bool
    groups: tuple[Group, ...]
    # Label and URL of the other editions of this person.
    others: tuple[tuple[str, str], ...]
    public_url: str
    # Of the draft agenda, as long as the edition is not public.
    preview_url: str
    staff_url: str


def workspace_of(request: HttpRequest, edition: Event, registry: Registry) -> Workspace:
    """The rail and the switch of `edition` for the person of the request."""
    overview = edition_url(edition)
    links = {
        key: tuple(_links(request, edition, registry, places)) for key, _label, places in GROUPS
    }
    # Planner and sessions share the beginning of their addresses: the longest is the page's own.
    urls = (url for _label, url in chain.from_iterable(links.values()))
    current = max(filter(request.path.startswith, urls), key=len, default="")
    groups = (
        Group(key, label, tuple(Entry(name, url, url == current) for name, url in links[key]))
        for key, label, _places in GROUPS
    )
    others = Event.objects.for_member(user_of(request)).exclude(pk=edition.pk)
    sees_people = Right.VIEW_PEOPLE in held_rights(request)
    return Workspace(
        edition=edition,
        overview_url=overview,
        is_overview=request.path == overview,
        groups=tuple(group for group in groups if group.entries),
        others=tuple((str(event), edition_url(event)) for event in others),
        public_url=edition.get_absolute_url() if edition.is_public else "",
        preview_url=_preview_url(request, edition),
        staff_url=reverse("staff:dashboard", args=[edition.slug]) if sees_people else "",
    )


def _preview_url(request: HttpRequest, edition: Event) -> str:
    if edition.is_public or Right.VIEW_DRAFT not in held_rights(request):
        return ""
    return edition_url(edition, "admin:programme_preview", edition.pk)


def _links(
    request: HttpRequest, edition: Event, registry: Registry, places: tuple[Place, ...]
) -> Iterator[tuple[str, str]]:
    for place in places:
        if isinstance(place, Tool):
            if place.right in held_rights(request):
                yield str(place.label), edition_url(edition, place.url_name, edition.pk)
        elif registry[place.model].has_module_permission(request):
            meta = place.model._meta
            url = edition_url(edition, f"admin:{meta.app_label}_{meta.model_name}_changelist")
            yield str(place.label or capfirst(str(meta.verbose_name_plural))), url
