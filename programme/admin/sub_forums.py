"""Editing the sub-forums."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import ManyToManyField, Model, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.http import user_of
from accounts.models import User
from accounts.roles import Right, Role
from events.admin_base.admin_links import move_sessions_url, preview_url
from events.admin_base.scoped_admin import EVENT_PATHS, SECTION, ScopedInline, events_here
from events.history.admin import RecordedAdmin
from events.models import Event, TeamMember
from events.querysets import EventQuerySet
from programme.models import SubForum

EVENT_PATHS |= {"programme.subforum": "event", "programme.session": "event"}


class DraftAdmin(RecordedAdmin):
    """Rows of the draft: visible to the team, changed by editors and by sub-forum editors."""

    view_right = Right.VIEW_DRAFT
    edit_right = Right.EDIT_DRAFT

    def editable(self, request: HttpRequest, rows: Any) -> Any:
        """Those that this person may change, own sub-forums included."""
        return rows.editable_by(user_of(request))

    def editable_events(self, request: HttpRequest) -> EventQuerySet:
        """Also those in which the person edits sub-forums of their own."""
        whole = events_here(request, Right.EDIT_DRAFT)
        own = events_here(request, Right.EDIT_OWN_SUB_FORUM)
        return Event.objects.filter(Q(pk__in=whole.values("pk")) | Q(pk__in=own.values("pk")))

    def preview_path(self, row: Any) -> str:
        """The draft agenda; *View on site* leads to what visitors see."""
        event = self.event_of(row)
        return preview_url(event) if event else ""

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Sub-forum editors change their own sub-forums and sessions."""
        if obj is None:
            return super().has_change_permission(request) or self._has(
                request, Right.EDIT_OWN_SUB_FORUM
            )
        return super().has_change_permission(request, obj)


class DraftInline(ScopedInline):
    """Rows within a row of the draft: sub-forum editors change those of their own rows."""

    view_right = Right.VIEW_DRAFT
    edit_right = Right.EDIT_DRAFT

    def _has(self, request: HttpRequest, right: Right) -> bool:
        own = right == Right.EDIT_DRAFT and super()._has(request, Right.EDIT_OWN_SUB_FORUM)
        return own or super()._has(request, right)


@admin.register(SubForum)
class SubForumAdmin(DraftAdmin):
    """One of the seven. Description, questions and host show at once; the rest when published."""

    list_display = ("number", "title_text", "event", "slug", "quota")
    list_display_links = ("number", "title_text")
    cell_fields: ClassVar = {"title_text": "title", "quota": "quota"}
    list_filter = ("event",)
    search_fields = ("slug", "title")
    list_select_related = ("event",)
    readonly_fields = ("updated_at", "updated_by")
    fieldsets = (
        (None, {"fields": ("event", ("number", "slug"), "title", "host", ("colour", "quota"))}),
        (_("Texts"), {"fields": ("description", "questions"), "classes": SECTION}),
        (_("Team"), {"fields": ("editors",), "classes": SECTION}),
        (_("Last change"), {"fields": (("updated_at", "updated_by"),), "classes": SECTION}),
    )

    @admin.display(description=_("title"), ordering="number")
    def title_text(self, sub_forum: SubForum) -> str:
        """The title, in the language of the reader."""
        return str(sub_forum.title)

    def public_path(self, row: SubForum) -> str:
        """Its page, which needs no release."""
        return row.get_absolute_url() if row.event.is_public else ""

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        """A sub-forum editor writes texts; number, address and team are the editors' business."""
        fields = tuple(super().get_readonly_fields(request, obj))
        if self._has(request, Right.EDIT_DRAFT):
            return fields
        return (*fields, "event", "number", "slug", "colour", "quota", "editors")

    def move_url(self, row: SubForum) -> str:
        """Where its sessions get another sub-forum, or none."""
        return move_sessions_url(row.sessions.values_list("pk", flat=True))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Which sub-forums there are is the editors' business too."""
        return self._has(request, Right.EDIT_DRAFT) and super().has_delete_permission(request, obj)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        """Offer the sub-forum editors of the person's events, and nobody else's account."""
        events = events_here(request, Right.EDIT_DRAFT)
        members = TeamMember.objects.filter(event__in=events, role=Role.SUB_FORUM_EDITOR)
        kwargs["queryset"] = User.objects.filter(pk__in=members.values("user_id"))
        kwargs["widget"] = forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)
