"""Editing the draft of the agenda."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.http import user_of
from accounts.roles import Right
from core.text.dates import day_before_time, hours, moment_range, other_zone
from core.widgets import FoundChoice
from delegations.models import Attendee
from events.admin_base.admin_links import link
from events.admin_base.scoped_admin import SECTION, shown_events
from events.permissions import has_right
from programme.admin.bulk_change import change_chosen, last_change, many_urls
from programme.admin.person_times import person_times_urls
from programme.admin.planner import planner_urls
from programme.admin.running_order import running_order_urls
from programme.admin.session_columns import (
    READY_VIEWS,
    ChangedFilter,
    SessionColumns,
    UntranslatedFilter,
)
from programme.admin.session_documents import SessionDocumentInline, document_urls
from programme.admin.session_pictures import MEDIA_FIELDS, PictureOfSession, picture_urls
from programme.admin.session_summary import SessionSummary
from programme.admin.single_session import step_urls
from programme.admin.sub_forums import DraftAdmin, DraftInline
from programme.admin.typed_place import typed_place_urls
from programme.agenda.load_agenda import published_agenda
from programme.checks import Severity
from programme.checks.finding_rows import load_rows
from programme.checks.review import review_for
from programme.editing.forms import AppearanceForm, SessionForm
from programme.models import Appearance, Session, SubForum

_LEVELS = {
    Severity.ERROR: messages.ERROR,
    Severity.WARNING: messages.WARNING,
    Severity.NOTE: messages.INFO,
}


class PersonSelect(FoundChoice):
    """Looks people up by any form of their name, among the events that the person edits."""

    def get_url(self) -> str:
        """A search of names alone, open to editors of the agenda."""
        return reverse("admin:programme_people")


class AppearanceInline(DraftInline):
    """Who is on stage: a person, or a placeholder until the name is known."""

    model = Appearance
    add_text = _("Add a person on stage")
    form = AppearanceForm
    template = "admin/programme/_appearances.html"
    fields = ("position", "role", "attendee", "placeholder", "name_person", "state")
    readonly_fields = ("name_person",)

    class Media:
        js = (
            forms.Script("js/session-form/stage-order.js", type="module"),
            forms.Script("js/session-form/stage-people.js", type="module"),
        )

    @admin.display(description=_("the person"))
    def name_person(self, appearance: Appearance) -> str:
        """The way from a placeholder to a person."""
        if appearance.pk is None or appearance.attendee_id is not None:
            return "–"
        url = reverse("admin:programme_name_person", args=[appearance.pk])
        return link(url, _("Name the person"))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """People of the person's events, looked up instead of listed."""
        if db_field.name == "attendee":
            events = SessionAdmin(Session, self.admin_site).editable_events(request)
            kwargs["queryset"] = Attendee.objects.filter(
                delegation__event__in=events
            ).select_related("delegation__organisation")
            kwargs["widget"] = PersonSelect(db_field, self.admin_site)
            return db_field.formfield(**kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Session)
class SessionAdmin(SessionColumns, SessionSummary, PictureOfSession, DraftAdmin):
    """A session of the draft. Nothing of it is public before the agenda is published."""

    form = SessionForm
    change_form_template = "admin/programme/session_change_form.html"
    change_list_template = "admin/programme/session_list.html"
    is_recoverable = True
    actions = (change_chosen,)
    list_display = ("title_text", "when", "room", "sub_forum", "kind", "visibility", "status")
    list_display_links = ("title_text",)
    cell_fields: ClassVar = {
        "title_text": "title",
        "room": "room",
        "kind": "kind",
        "visibility": "visibility",
        "status": "status",
    }
    list_filter = (
        "event",
        "sub_forum",
        "kind",
        "visibility",
        "status",
        "room",
        "in_all_rooms",
        UntranslatedFilter,
        ChangedFilter,
    )
    ready_views = READY_VIEWS
    search_fields = ("code", "title")
    list_select_related = ("event", "room", "sub_forum")
    date_hierarchy = "start"
    inlines = [AppearanceInline, SessionDocumentInline]
    readonly_fields = ("shown_picture", "updated_at", "updated_by")
    fieldsets = (
        (None, {"fields": ("event", "title", ("kind", "sub_forum"))}),
        (
            _("When and where"),
            {
                "fields": (
                    ("start", "end"),
                    ("room", "in_all_rooms"),
                    ("floor_languages", "interpretation_languages"),
                )
            },
        ),
        (_("Text"), {"fields": ("abstract",), "classes": SECTION}),
        (_("Media"), {"fields": MEDIA_FIELDS, "classes": SECTION}),
        (
            _("State"),
            {"fields": (("visibility", "status"), "is_major"), "classes": SECTION},
        ),
        (
            _("Sign-up"),
            {
                "fields": (
                    "needs_sign_up",
                    "sign_up_closes_at",
                    ("capacity", "seats_per_delegation"),
                ),
                "classes": SECTION,
            },
        ),
        (
            _("For the office"),
            {"fields": ("office_note", ("updated_at", "updated_by")), "classes": SECTION},
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        """The tools for many sessions, beside the admin's own."""
        own = (planner_urls, step_urls, many_urls, running_order_urls)
        asked = (typed_place_urls, person_times_urls)
        pages = [page for urls in (*own, *asked, document_urls, picture_urls) for page in urls()]
        return [*pages, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The list, with the way to each event's planner, and back from a change of many."""
        context = {
            **(extra_context or {}),
            "draft_events": shown_events(request, Right.VIEW_DRAFT),
            "last_change": last_change(request),
        }
        return super().changelist_view(request, context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Sub-forum editors add sessions to their own sub-forums."""
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A session that was ever published is cancelled, not deleted."""
        if isinstance(obj, Session) and str(obj.guid) in published_agenda(obj.event).by_guid:
            return False
        return super().has_delete_permission(request, obj)

    @admin.display(description=_("when"), ordering="start")
    def when(self, session: Session) -> str:
        """Day and time in the event's zone."""
        zone = session.event.zone
        start, end = session.start.astimezone(zone), session.end.astimezone(zone)
        if is_elsewhere := other_zone(zone, start):
            return moment_range(start, end, "DATETIME_FORMAT") + is_elsewhere
        if start.date() != end.date():
            return moment_range(start, end)
        # Under the heading of its day the list hides the day.
        return format_html(
            '<span class="listing__own-day">{}</span>{}',
            day_before_time(start, "MONTH_DAY_FORMAT"),
            hours(start, end),
        )

    def heading_of(self, session: Session) -> str:
        """The day in the list, above the sessions that start on it."""
        return date_format(session.start.astimezone(session.event.zone), "WEEKDAY_YEAR_FORMAT")

    @admin.display(description=_("title"))
    def title_text(self, session: Session) -> str:
        """The title, in the language of the reader."""
        return str(session)

    def public_path(self, row: Session) -> str:
        """Its page, once it is released."""
        is_out = row.event.is_public and row.code in published_agenda(row.event).by_code
        return row.get_absolute_url() if is_out else ""

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: object
    ) -> Any:
        """A sub-forum editor chooses among their own sub-forums, and must choose one."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "sub_forum" and field is not None:
            own = SubForum.objects.editable_by(user_of(request))
            field.queryset = own.filter(event__in=self.editable_events(request))
            field.required = not self._has(request, Right.EDIT_DRAFT)
        return field

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with what the checks find in this session."""
        session = kwargs.get("obj")
        if session is not None and session.pk:
            user = user_of(request)
            findings = review_for(user, session.event).of_session(str(session.guid))
            context["rows"] = load_rows(user, session.event, findings)
            context["can_withdraw"] = has_right(user, session.event, Right.RELEASE) and (
                str(session.guid) in published_agenda(session.event).by_guid
            )
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Session) -> HttpResponse:
        """After saving: what clashes now, and that it waits to be published."""
        self._tell(request, obj)
        return super().response_change(request, obj)

    def response_add(
        self, request: HttpRequest, obj: Session, post_url_continue: str | None = None
    ) -> HttpResponse:
        """After saving: what clashes now, and that it waits to be published."""
        self._tell(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def _tell(self, request: HttpRequest, session: Session) -> None:
        event = session.event
        user = user_of(request)
        findings = review_for(user, event).of_session(str(session.guid))
        for row in load_rows(user, event, findings).open:
            messages.add_message(request, _LEVELS[row.finding.check.severity], row.sentence)
        messages.info(request, _("Visitors see this once the agenda is published."))
