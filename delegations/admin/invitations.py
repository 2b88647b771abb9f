"""Editing organisations and their delegations. The status of an invitation changes by its steps."""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.http import user_of
from accounts.roles import Right
from delegations.admin.quotas import QuotaInline
from delegations.admin.scoped import PeopleAdmin, StatusChangeInline
from delegations.choices import InvitationStatus
from delegations.desk.forms import DelegationForm
from delegations.models import Delegation, Organisation, StatusChange
from delegations.people.delegation_order import (
    lock_order,
    refresh_delegation,
    refresh_order,
    refresh_organisation,
)
from delegations.people.delegation_steps import change_delegation_status
from delegations.people.person_steps import TransitionRefused
from events.admin_base.admin_links import public_link
from events.admin_base.scoped_admin import SECTION, Row, held_rights
from events.admin_base.withheld_fields import without_fields
from events.models import Event
from events.permissions import rights_of

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec


@admin.register(Organisation)
class OrganisationAdmin(PeopleAdmin):
    """Cities and organizations, which all editions share."""

    has_people = False
    event_path = ""
    list_display = ("name_text", "kind", "country_name", "acronym")
    list_filter = ("kind", "country")
    search_fields = ("name", "local_name", "acronym")

    def visible(self, request: HttpRequest, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Organisations with a delegation to an event of this user, and unused ones."""
        return rows.filter(pk__in=Organisation.objects.visible_to(user_of(request)))

    def editable(self, request: HttpRequest, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Organisations all of whose delegations are to events that this user may edit."""
        return rows.filter(pk__in=Organisation.objects.editable_by(user_of(request)))

    @admin.display(description=_("organization"))
    def name_text(self, organisation: Organisation) -> str:
        """The name, in the language of the reader."""
        return str(organisation)

    @admin.display(description=_("country"), ordering="country")
    def country_name(self, organisation: Organisation) -> str:
        """Its name. As a field with choices the admin would list all countries for each row."""
        return str(organisation.country.name)

    def save_model(
        self, request: HttpRequest, obj: Organisation, form: object, change: bool
    ) -> None:
        """Save, then sort the delegations again: name and country decide their place in lists."""
        super().save_model(request, obj, form, change)
        refresh_organisation(organisation=obj)

    def after_restore(self, row: Any) -> None:
        """Sort the delegations again, as after any change of name or country."""
        refresh_organisation(organisation=row)


class InvitationInline(StatusChangeInline):
    """The steps of the invitation: those of its people are on their own pages."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[StatusChange]:
        """Only the steps of the delegation itself."""
        return super().get_queryset(request).filter(attendee=None)


@admin.register(Delegation)
class DelegationAdmin(PeopleAdmin):
    """A delegation: invitation, quota, place in the order of precedence."""

    form = DelegationForm
    inlines = [QuotaInline, InvitationInline]
    list_display = ("code", "organisation_name", "event", "status", "precedence_position")
    list_filter = ("event", "status", "is_public", "organisation__kind")
    search_fields = ("code", "organisation__name")
    list_select_related = ("organisation", "event")
    autocomplete_fields = ("organisation",)
    raw_id_fields = ("liaison_officer",)
    readonly_fields = (
        "next_step",
        "precedence_position",
        "manual_by",
        "updated_at",
        "updated_by",
    )
    fieldsets = (
        (None, {"fields": ("event", "organisation", "code", "is_host", "is_public")}),
        (
            _("Invitation"),
            {"fields": ("next_step", "status", "seen", "step_note", "delegation_note", "reply_by")},
        ),
        (_("Letters"), {"fields": ("salutation",), "classes": SECTION}),
        (
            _("People"),
            {
                "fields": (
                    ("quota", "interpretation_language"),
                    "liaison_officer",
                    ("liaison_phone", "liaison_languages"),
                ),
                "classes": SECTION,
            },
        ),
        (
            _("Precedence"),
            {
                "fields": ("precedence_position", "manual_position", "manual_reason", "manual_by"),
                "classes": SECTION,
            },
        ),
        (
            _("For the office"),
            {"fields": ("office_note", ("updated_at", "updated_by")), "classes": SECTION},
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Delegation | None = None) -> "_FieldsetSpec":
        """Omit the fields of a step on the page of a new delegation, and contacts by right."""
        hidden = self.hidden_fields(request, obj)
        fieldsets = without_fields(super().get_fieldsets(request, obj), hidden)
        if obj is not None:
            return fieldsets
        return [
            (name, {"fields": ("status",)} if "step_note" in part["fields"] else part)
            for name, part in fieldsets
        ]

    def hidden_fields(self, request: HttpRequest, row: Any) -> frozenset[str]:
        """The telephone of the liaison officer, for users who may not see contacts."""
        held = rights_of(user_of(request), row.event) if row else held_rights(request)
        return frozenset(() if Right.VIEW_CONTACTS in held else ("liaison_phone",))

    @admin.display(description=_("organization"))
    def organisation_name(self, delegation: Delegation) -> str:
        """The name, in the language of the reader."""
        return str(delegation.organisation)

    @admin.display(description=_("waiting for"))
    def next_step(self, delegation: Delegation) -> str:
        """The party that must act next, and what it must do."""
        if delegation.pk is None:
            return "–"
        who, what = delegation.waits_for
        return f"{who.label}: {what}" if what else str(who.label)

    def head_links(self, row: Delegation) -> str:
        """The way to the public list."""
        event = row.event
        return public_link(event, reverse("delegations:public-list", args=[event.slug]))

    def lock_row(self, pk: int) -> None:
        """Lock the order of the event first, then the row, as every service does."""
        with suppress(Event.DoesNotExist):
            lock_order(delegations=pk)
        super().lock_row(pk)

    def after_restore(self, row: Any) -> None:
        """Sort the delegation again, as after any change of code or position."""
        refresh_delegation(delegation=row)

    def save_model(self, request: HttpRequest, obj: Delegation, form: Any, change: bool) -> None:
        """Record the author of a manual position and any change of status; then sort the lists."""
        user = user_of(request)
        if "manual_position" in form.changed_data or "manual_reason" in form.changed_data:
            obj.manual_by = user if obj.manual_position else None
        with transaction.atomic():
            lock_order(pk=obj.event_id)
            wanted = InvitationStatus(obj.status)
            if change:
                # What was loaded is never written back: the step is taken from what is there now.
                row = Delegation.objects.select_for_update(no_key=True).filter(pk=obj.pk)
                obj.status = row.values_list("status", flat=True).get()
            super().save_model(request, obj, form, change)
            if change and "status" in form.changed_data:
                self._take_step(request, obj, wanted, form.cleaned_data)
            if change and {"code", "organisation"} & set(form.changed_data):
                refresh_delegation(delegation=obj)
            refresh_order(event=obj.event)

    def _take_step(
        self,
        request: HttpRequest,
        delegation: Delegation,
        to: InvitationStatus,
        notes: Mapping[str, str],
    ) -> None:
        try:
            change_delegation_status(
                delegation=delegation,
                to=to,
                by=user_of(request),
                delegation_note=notes["delegation_note"],
                office_note=notes["step_note"],
            )
        except TransitionRefused:
            text = _(
                "Somebody else has changed the status to “%s” in the meantime. It has "
                "been left as it is."
            )
            messages.warning(request, text % delegation.get_status_display())
        else:
            delegation.status = to
