"""The navigation of organizers and staff, arranged by work: the rail beside every page.

Each entry is shown to people who may open its page; a group without entries is not shown. Nothing
is decided here: a list asks its own `ModelAdmin`, a tool names the right that its page requires.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
from forum_portal.version import VERSION
from forum_portal.workspace.edition_urls import edition_url, urls_within
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


@dataclass(frozen=True, slots=True)
class StaffPage:
    """A staff page, by the name of its URL, for people with `right`.

    `parts`: what follows the edition in URLs of further pages that belong to it.
    """

    url_name: str
    label: str | Promise
    right: Right
    parts: tuple[str, ...] = ()


Place = Rows | Tool | StaffPage

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
            StaffPage("staff:dashboard", _("Dashboard"), Right.VIEW_PEOPLE),
            StaffPage(
                "staff:attendees",
                _("Attendees"),
                Right.VIEW_PEOPLE,
                ("people/", "documents/", "visa-letters/"),
            ),
            StaffPage("staff:delegations", _("Delegations"), Right.VIEW_PEOPLE),
            StaffPage("staff:invitations", _("Invitations"), Right.EDIT_PEOPLE),
            StaffPage("staff:queue", _("Waiting"), Right.EDIT_PEOPLE, ("duplicates/", "merges/")),
            StaffPage("staff:photographs", _("Photographs"), Right.EDIT_PEOPLE),
            StaffPage("staff:names", _("Names to confirm"), Right.EDIT_PEOPLE),
            StaffPage("staff:imports", _("Import"), Right.EDIT_PEOPLE),
            StaffPage("staff:exports", _("Files in preparation"), Right.EXPORT),
            StaffPage("staff:tokens", _("Lists for other programs"), Right.EXPORT),
            StaffPage("staff:retention", _("Personal data"), Right.EDIT_TEAM),
            Rows(delegations.Delegation, _("Delegation records")),
            Rows(delegations.Attendee, _("Attendee records")),
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
    search_url: str
    groups: tuple[Group, ...]
    # Label and URL of the other editions of this person.
    others: tuple[tuple[str, str], ...]
    public_url: str
    # Of the draft agenda, as long as the edition is not public.
    preview_url: str
    version: str = VERSION


@dataclass(frozen=True, slots=True)
class _Link:
    """A link of the rail with the beginnings of the URLs to which it leads."""

    label: str
    url: str
    beginnings: tuple[str, ...]


def workspace_of(
    request: HttpRequest,
    edition: Event,
    registry: Registry,
    url_in: Callable[[Event], str] = edition_url,
) -> Workspace:
    """The rail and the switch of `edition` for the person of the request.

    `url_in` is where the switch leads in another edition.
    """
    overview = edition_url(edition)
    others = Event.objects.for_member(user_of(request)).exclude(pk=edition.pk)
    return Workspace(
        edition=edition,
        overview_url=overview,
        is_overview=request.path == overview,
        search_url=edition_url(edition, "admin:search"),
        groups=tuple(_groups(request, edition, registry)),
        others=tuple((str(event), url_in(event)) for event in others),
        public_url=edition.get_absolute_url() if edition.is_public else "",
        preview_url=_preview_url(request, edition),
    )


def _groups(request: HttpRequest, edition: Event, registry: Registry) -> Iterator[Group]:
    urls = _urls(edition.slug, edition.pk)
    links = {
        key: [*_links(request, registry, zip(places, urls[key], strict=True))]
        for key, _label, places in GROUPS
    }
    current = _current(request.path, [link for group in links.values() for link in group])
    for key, label, _places in GROUPS:
        entries = (Entry(link.label, link.url, link.url == current) for link in links[key])
        if group := tuple(entries):
            yield Group(key, label, group)


def _current(path: str, links: list[_Link]) -> str:
    """The URL to whose pages `path` belongs: planner and sessions share the beginning of theirs."""
    pairs = [(start, link.url) for link in links for start in link.beginnings]
    own = [pair for pair in pairs if path.startswith(pair[0])]
    return max(own, key=lambda pair: len(pair[0]))[1] if own else ""


def _preview_url(request: HttpRequest, edition: Event) -> str:
    if edition.is_public or Right.VIEW_DRAFT not in held_rights(request):
        return ""
    return edition_url(edition, "admin:programme_preview", edition.pk)


def _links(
    request: HttpRequest, registry: Registry, places: Iterable[tuple[Place, tuple[str, ...]]]
) -> Iterator[_Link]:
    for place, urls in places:
        if isinstance(place, Rows):
            if registry[place.model].has_module_permission(request):
                label = place.label or capfirst(str(place.model._meta.verbose_name_plural))
                yield _Link(str(label), urls[0], urls)
        elif place.right in held_rights(request):
            yield _Link(str(place.label), urls[0], urls)


@lru_cache(maxsize=64)
def _urls(slug: str, pk: int) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """The URL of each place of a group in one edition, then the beginnings of further pages of it.

    The URLconf alone decides them: thirty-six are too many to be worked out for each page.
    """
    return {key: [_urls_of(place, slug, pk) for place in places] for key, _label, places in GROUPS}


def _urls_of(place: Place, slug: str, pk: int) -> tuple[str, ...]:
    if isinstance(place, Rows):
        meta = place.model._meta
        name = f"admin:{meta.app_label}_{meta.model_name}_changelist"
        return (reverse(name, urls_within(slug)),)
    if isinstance(place, Tool):
        return (reverse(place.url_name, urls_within(slug), args=[pk]),)
    start = reverse("staff:dashboard", args=[slug])
    own = reverse(place.url_name, args=[slug])
    return (own, *(f"{start}{part}" for part in place.parts))
