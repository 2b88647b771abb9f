"""Editing delegations and their people. Status and head change through services only."""

from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Right
from delegations import services
from delegations.choices import AttendeeStatus
from delegations.forms import AttendeeForm
from delegations.models import (
    Attendee,
    Delegation,
    ExportLog,
    Organisation,
    SensitiveData,
    StatusChange,
    Travel,
)
from events.models import Event
from events.permissions import has_right
from events.scoped_admin import EVENT_PATHS, ScopedAdmin, ScopedInline, public_link

EVENT_PATHS |= {"delegations.delegation": "event", "delegations.attendee": "delegation__event"}


class PeopleAdmin(ScopedAdmin):
    """What only those who may see and edit people find."""

    view_right = Right.VIEW_PEOPLE
    edit_right = Right.EDIT_PEOPLE


@admin.register(Organisation)
class OrganisationAdmin(PeopleAdmin):
    """Cities and organizations, shared by all editions."""

    list_display = ("name_text", "kind", "country", "acronym")
    list_filter = ("kind", "country")
    search_fields = ("name__en", "name__zh-hans", "local_name", "acronym")

    def visible(self, request: HttpRequest, rows: Any) -> Any:
        """Those with a delegation to one of the person's events, and unused ones."""
        return Organisation.objects.visible_to(cast("User", request.user))

    def editable(self, request: HttpRequest, rows: Any) -> Any:
        """Those of which every delegation is to an event that the person may edit."""
        return Organisation.objects.editable_by(cast("User", request.user))

    @admin.display(description=_("organisation"))
    def name_text(self, organisation: Organisation) -> str:
        """The name, in the language of the reader."""
        return str(organisation)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new name or country moves its delegations in every list."""
        super().save_model(request, obj, form, change)
        services.refresh_organisation(organisation=obj)


@admin.register(Delegation)
class DelegationAdmin(PeopleAdmin):
    """A delegation: invitation, quota, place in the order of precedence."""

    list_display = ("code", "organisation_name", "event", "status", "precedence_position")
    list_filter = ("event", "status", "is_public", "organisation__kind")
    search_fields = ("code", "organisation__name__en", "organisation__name__zh-hans")
    list_select_related = ("organisation", "event")
    autocomplete_fields = ("organisation",)
    raw_id_fields = ("liaison_officer",)
    readonly_fields = ("pages", "precedence_position", "manual_by", "updated_at", "updated_by")

    @admin.display(description=_("organisation"))
    def organisation_name(self, delegation: Delegation) -> str:
        """The name, in the language of the reader."""
        return str(delegation.organisation)

    @admin.display(description=_("pages"))
    def pages(self, delegation: Delegation) -> str:
        """Links to its people and to the public list."""
        if delegation.pk is None:
            return ""
        event = delegation.event
        return public_link(event, reverse("delegations:public-list", args=[event.slug]))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Keep who set a position by hand, write down a change of status, put lists in order."""
        user = cast("User", request.user)
        if "manual_position" in form.changed_data or "manual_reason" in form.changed_data:
            obj.manual_by = user if obj.manual_position else None
        with transaction.atomic():
            services.lock_order(pk=obj.event_id)
            before = form.initial.get("status", "") if change else ""
            super().save_model(request, obj, form, change)
            services.record_delegation_status(delegation=obj, before=before, by=user)
            if change and {"code", "organisation"} & set(form.changed_data):
                services.refresh_delegation(delegation=obj)
            services.refresh_order(event=obj.event)


class PrivateInline(ScopedInline):
    """Sensitive data: the page shows to more people than may see it, so the event decides here."""

    view_right = edit_right = Right.VIEW_SENSITIVE

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the user may see, and so change, the sensitive data of this person."""
        if obj is None:
            return self._has(request, Right.VIEW_SENSITIVE)
        return has_right(cast("User", request.user), obj.delegation.event, Right.VIEW_SENSITIVE)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class SensitiveInline(PrivateInline):
    model = SensitiveData


class TravelInline(PrivateInline):
    model = Travel


class StatusChangeInline(ScopedInline):
    """What happened to the person so far: to be read only."""

    model = StatusChange
    view_right = Right.VIEW_PEOPLE
    fields = readonly_fields = ("at", "by", "before", "after", "delegation_note", "office_note")

    @admin.display(description=_("from"))
    def before(self, change: StatusChange) -> str:
        """The status before, in words."""
        return change.status_labels[0]

    @admin.display(description=_("to"))
    def after(self, change: StatusChange) -> str:
        """The status after, in words."""
        return change.status_labels[1]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Written by services only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it is a record."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it is a record."""
        return False


_CONTACTS = ("email", "phone")


@admin.register(Attendee)
class AttendeeAdmin(PeopleAdmin):
    """A person: names, function, rank. Contacts and sensitive data need their own right."""

    form = AttendeeForm
    event_path = "delegation__event"
    list_display = ("listed_name", "native_name", "delegation", "function", "rank_class", "status")
    list_filter = ("delegation__event", "status", "function", "rank_class", "is_incumbent", "vip")
    search_fields = ("search_text",)
    search_help_text = _("Any form of the name, the office or the city")
    list_select_related = ("delegation__organisation",)
    autocomplete_fields = ("delegation",)
    readonly_fields = ("status", "is_head", "listed_name", "updated_at", "updated_by")
    inlines: ClassVar[list[Any]] = [SensitiveInline, TravelInline, StatusChangeInline]
    actions = ("submit", "approve", "return_to_delegation", "name_head")
    fieldsets = (
        (None, {"fields": ("delegation", "function", "is_head", "status")}),
        (
            _("Name"),
            {
                "fields": (
                    "given", "family", "name_order", "display_name", "native_name", "listed_name",
                    "list_name", "badge_name", "pronunciation", "courtesy", "honorific",
                )
            },
        ),
        (
            _("Office"),
            {"fields": ("office_title", "office_title_en", "rank_class", "is_incumbent", "vip")},
        ),
        (_("Contact"), {"fields": _CONTACTS}),
        (_("For the office"), {"fields": ("office_note", "updated_at", "updated_by")}),
    )  # fmt: skip

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Without the contacts for those who may not see them."""
        fieldsets = super().get_fieldsets(request, obj)
        if self._may_see_contacts(request, obj):
            return fieldsets
        return [part for part in fieldsets if part[1]["fields"] != _CONTACTS]

    def _may_see_contacts(self, request: HttpRequest, obj: Any) -> bool:
        events = Event.objects.with_right(cast("User", request.user), Right.VIEW_CONTACTS)
        return events.filter(pk=obj.delegation.event_id).exists() if obj else events.exists()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Every word in any form of the name, without accents."""
        return queryset.matching(search_term), False

    def _step(self, request: HttpRequest, people: Any, to: AttendeeStatus) -> None:
        done, refused = 0, []
        for person in self.editable(request, people):
            try:
                services.change_attendee_status(
                    attendee=person, to=to, by=cast("User", request.user)
                )
                done += 1
            except services.TransitionRefused:
                refused.append(str(person))
        if done:
            text = ngettext("%d person changed.", "%d people changed.", done) % done
            self.message_user(request, text, messages.SUCCESS)
        if refused:
            names = ", ".join(refused)
            self.message_user(
                request,
                _("Not possible from their present status: %s.") % names,
                messages.WARNING,
            )

    @admin.action(description=_("Submit"), permissions=["change"])
    def submit(self, request: HttpRequest, people: Any) -> None:
        """Put the list before the office."""
        self._step(request, people, AttendeeStatus.SUBMITTED)

    @admin.action(description=_("Approve"), permissions=["change"])
    def approve(self, request: HttpRequest, people: Any) -> None:
        """Accreditation is complete."""
        self._step(request, people, AttendeeStatus.APPROVED)

    @admin.action(description=_("Return to the delegation"), permissions=["change"])
    def return_to_delegation(self, request: HttpRequest, people: Any) -> None:
        """Something is missing."""
        self._step(request, people, AttendeeStatus.RETURNED)

    @admin.action(description=_("Name head of delegation"), permissions=["change"])
    def name_head(self, request: HttpRequest, people: Any) -> None:
        """The former head becomes a delegate."""
        for person in self.editable(request, people):
            try:
                services.name_head(attendee=person, by=cast("User", request.user))
                text = _("%(person)s now leads %(delegation)s.") % {
                    "person": person, "delegation": person.delegation,
                }  # fmt: skip
                self.message_user(request, text, messages.SUCCESS)
            except services.NotEligible:
                text = _("%s is refused or has withdrawn and cannot lead.") % person
                self.message_user(request, text, messages.WARNING)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new rank of a head moves the delegation.

        Status and head belong to the services: what was loaded is never written back.
        """
        services.lock_order(pk=obj.delegation.event_id)
        if change:
            row = Attendee.objects.select_for_update(no_key=True).filter(pk=obj.pk)
            obj.status, obj.is_head = row.values_list("status", "is_head").get()
        super().save_model(request, obj, form, change)
        services.refresh_order(event=obj.delegation.event)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A person withdraws; the record stays."""
        return False


@admin.register(ExportLog)
class ExportLogAdmin(ScopedAdmin):
    """Who took which list: to be read only, by those who manage the team."""

    view_right = Right.EDIT_TEAM
    list_display = ("at", "by", "list_name", "file_format", "row_count", "has_sensitive_columns")
    list_filter = ("event", "file_format", "has_sensitive_columns")
    search_fields = ("by__email", "by__name", "reason")
    list_select_related = ("by",)
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Written by services only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it is a record."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it is a record."""
        return False
