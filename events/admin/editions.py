"""Editing an event and what visitors read about it."""

from typing import TYPE_CHECKING, ClassVar

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _

from accounts.http import user_of
from accounts.roles import Right
from core.history import history_manager
from core.lists.admin_views import NamedQuery
from events.admin.edition_picture import PICTURE_FIELDS, PictureOfEdition, picture_urls
from events.admin.partners import PartnerInline, partner_urls
from events.admin_base.admin_links import (
    links,
    move_sessions_url,
    preview_url,
    public_link,
    team_url,
)
from events.admin_base.scoped_admin import SECTION, ScopedInline
from events.admin_base.uses import USES
from events.editions.forms import WOULD_OPEN, EventForm
from events.editions.rooms_of_venue import RoomsOfVenue
from events.editions.time_zone import OpensAtOnce, correct_time_zone, keep_clock_times
from events.history.admin import RecordedAdmin
from events.history.records import CannotRestore
from events.models import (
    Event,
    Page,
    PublishedFigure,
    Room,
    Venue,
    VenueDistance,
)
from events.permissions import has_right

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec

USES["events.venue"] = RoomsOfVenue()


class FigureInline(ScopedInline):
    model = PublishedFigure
    add_text = _("Add a figure")
    classes = ("collapse",)


class RoomInline(ScopedInline):
    model = Room
    add_text = _("Add a room")


@admin.register(Event)
class EventAdmin(PictureOfEdition, RecordedAdmin):
    """One edition: dates, languages, figures, partners."""

    event_path = "pk"
    form = EventForm
    list_display = ("name", "start_date", "end_date", "status")
    list_filter = ("status",)
    search_fields = ("slug", "title")
    inlines = [FigureInline, PartnerInline]
    readonly_fields = ("shown_picture", "team", "updated_at", "updated_by")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("slug", "status"),
                    "title",
                    ("start_date", "end_date"),
                    ("time_zone", "country"),
                    "city",
                    "languages",
                    "hide_texts",
                )
            },
        ),
        (
            _("If the time zone changes"),
            {"fields": ("keep_times",), "classes": SECTION},
        ),
        (
            _("Texts"),
            {"fields": ("theme", "description", "notice"), "classes": SECTION},
        ),
        (
            _("Picture on the front page"),
            {"fields": PICTURE_FIELDS, "classes": SECTION},
        ),
        (
            _("For the office"),
            {
                "fields": (
                    "office_email",
                    "minutes_between_venues",
                    "needs_second_eyes",
                    ("updated_at", "updated_by"),
                ),
                "classes": SECTION,
            },
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        """The pictures of an edition, beside the admin's own."""
        return [*picture_urls(), *partner_urls(), *super().get_urls()]

    def save_model(
        self, request: HttpRequest, obj: Event, form: "ModelForm[Event]", change: bool
    ) -> None:
        """Save; after a change of time zone, clock times are moved or kept as chosen."""
        if not (change and "time_zone" in form.changed_data):
            super().save_model(request, obj, form, change)
            return
        user, keep = user_of(request), form.cleaned_data["keep_times"]
        correct_time_zone(event=obj, zone=obj.time_zone, keep=keep, by=user)
        messages.info(
            request,
            _(
                "The time zone has been changed. Visitors see the change once the agenda is "
                "published."
            ),
        )

    def after_restore(self, row: Event) -> None:
        """Move the clock times along with a restored time zone."""
        newest, before = history_manager(row).order_by("-history_id")[:2]
        try:
            keep_clock_times(event=row, was=before.time_zone, by=newest.updated_by)
        except OpensAtOnce as error:
            raise CannotRestore(WOULD_OPEN % {"what": error}) from error

    @admin.display(description=_("event"))
    def name(self, event: Event) -> str:
        """The title, in the language of the reader."""
        return str(event)

    def public_path(self, row: Event) -> str:
        """The front page."""
        return row.get_absolute_url() if row.is_public else ""

    def head_links(self, row: Event) -> str:
        """Links to the public pages and to the planner."""
        planner = reverse("admin:programme_planner", args=[row.pk])
        return links((preview_url(row), _("Preview the draft agenda")), (planner, _("Planner")))

    @admin.display(description=_("team"))
    def team(self, event: Event) -> str:
        """A link to the team page, for people who can change the team."""
        if event.pk is None:
            return ""
        copy = reverse("admin:edition_copy", args=[event.pk])
        return links(
            (team_url(event), _("Members and invitations")), (copy, _("Copy to a new edition"))
        )

    def get_fieldsets(self, request: HttpRequest, obj: Event | None = None) -> "_FieldsetSpec":
        """Show the team only to people who may change it."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not has_right(user_of(request), obj, Right.EDIT_TEAM):
            return fieldsets
        return (*fieldsets, (_("Team"), {"fields": ("team",), "classes": SECTION}))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only a superuser creates an empty edition, and then names its team."""
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """An edition is archived, not deleted."""
        return False


@admin.register(Venue)
class VenueAdmin(RecordedAdmin):
    """A place with its rooms."""

    list_display = ("name_text", "event", "kind", "position")
    list_filter = ("event", "kind")
    search_fields = ("name", "address")
    list_select_related = ("event",)
    inlines = [RoomInline]

    def move_url(self, row: Venue) -> str:
        """Where the sessions in its rooms get another."""
        rooms = row.rooms.exclude(sessions=None).order_by()
        return move_sessions_url(rooms.values_list("sessions", flat=True))

    @admin.display(description=_("venue"))
    def name_text(self, venue: Venue) -> str:
        """The name, in the language of the reader."""
        return str(venue)


@admin.register(Room)
class RoomAdmin(RecordedAdmin):
    """A room. Usually edited within its venue; listed here to be searched and chosen."""

    event_path = "venue__event"
    list_display = ("name_text", "venue", "floor", "capacity", "booths")
    cell_fields: ClassVar = {
        "name_text": "name",
        "floor": "floor",
        "capacity": "capacity",
        "booths": "booths",
    }
    list_filter = ("venue__event",)
    search_fields = ("name",)
    list_select_related = ("venue",)

    def move_url(self, row: Room) -> str:
        """Where the sessions in the room get another."""
        return move_sessions_url(row.sessions.values_list("pk", flat=True))

    def target_name(self, row: Room) -> str:
        """With its venue: rooms of several have the same names."""
        return f"{row} · {row.venue}"

    @admin.display(description=_("room"))
    def name_text(self, room: Room) -> str:
        """The name, in the language of the reader."""
        return str(room)


@admin.register(VenueDistance)
class VenueDistanceAdmin(RecordedAdmin):
    """The time between two venues, for the checks of the agenda."""

    event_path = "from_venue__event"
    list_display = ("pair", "minutes")
    list_filter = ("from_venue__event",)
    list_select_related = ("from_venue", "to_venue")

    @admin.display(description=_("venues"))
    def pair(self, distance: VenueDistance) -> str:
        """Both names, in the language of the reader."""
        return str(distance)


@admin.register(Page)
class PageAdmin(RecordedAdmin):
    """Practical information."""

    is_recoverable = True
    list_display = ("title_text", "event", "is_published", "position")
    list_filter = ("event", "is_published")
    ready_views = (NamedQuery("unpublished", _("Not yet published"), "is_published__exact=0"),)
    search_fields = ("slug", "title", "body")
    list_select_related = ("event",)
    readonly_fields = ("public_page", "updated_at", "updated_by")

    @admin.display(description=_("page"))
    def title_text(self, page: Page) -> str:
        """The title, in the language of the reader."""
        return str(page)

    @admin.display(description=_("public page"))
    def public_page(self, page: Page) -> str:
        """A link to the page as visitors see it."""
        return public_link(page.event, self.public_path(page)) if page.pk is not None else ""

    def public_path(self, row: Page) -> str:
        """The page, once it is published."""
        return row.get_absolute_url() if row.is_published and row.event.is_public else ""
