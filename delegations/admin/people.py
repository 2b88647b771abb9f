"""Editing the people. Status and head change through services only."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.http import user_of
from accounts.roles import Right
from core.lists.admin_views import NamedQuery
from delegations.admin.private_inlines import TravelInline
from delegations.admin.scoped import PeopleAdmin, StatusChangeInline
from delegations.choices import AttendeeStatus
from delegations.duplicates.suspects import order_pair
from delegations.models import Attendee, Photograph
from delegations.people import person_steps as people_services
from delegations.people.delegation_order import lock_order, refresh_order
from delegations.people.person_steps import (
    NotAgreed,
    NotEligible,
    TransitionRefused,
    change_attendee_status,
)
from delegations.querysets import AttendeeQuerySet
from events.admin_base.admin_links import link
from events.admin_base.scoped_admin import SECTION, held_rights
from events.admin_base.withheld_fields import without_fields
from events.admin_base.zoned_admin import edition_of
from events.models import Event
from events.permissions import rights_of

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec


_CONTACTS = ("email", "phone")


@admin.register(Attendee)
class AttendeeAdmin(PeopleAdmin):
    """A person: names, function, rank. Contacts and sensitive data need their own right."""

    event_path = "delegation__event"
    list_display = ("listed_name", "native_name", "delegation", "function", "rank_class", "status")
    list_filter = ("delegation__event", "status", "function", "rank_class", "is_incumbent", "vip")
    ready_views = (
        NamedQuery(
            "submitted",
            AttendeeStatus.SUBMITTED.label,
            f"status__exact={AttendeeStatus.SUBMITTED}",
        ),
    )
    search_fields = ("search_text",)
    search_help_text = _(
        "Any form of the name, office title or city; also the e-mail address or "
        "phone number where you can see them"
    )
    list_select_related = ("delegation__organisation",)
    autocomplete_fields = ("delegation",)
    readonly_fields = (
        "status",
        "is_head",
        "likeness",
        "listed_name",
        "sensitive",
        "all_data",
        "updated_at",
        "updated_by",
    )
    inlines = [TravelInline, StatusChangeInline]
    actions = ("submit", "approve", "return_to_delegation", "name_head", "compare")
    fieldsets = (
        (None, {"fields": ("delegation", "function", "is_head", "status", "likeness")}),
        (
            _("Name"),
            {
                "fields": (
                    ("given", "family"),
                    ("courtesy", "honorific"),
                    "native_name",
                    "listed_name",
                )
            },
        ),
        (
            _("Forms of the name"),
            {
                "fields": (
                    ("name_order", "parts_known"),
                    ("display_name", "list_name"),
                    ("badge_name", "pronunciation"),
                ),
                "classes": SECTION,
            },
        ),
        (
            _("Office"),
            {
                "fields": (
                    ("office_title", "office_title_en"),
                    "institution",
                    "rank_class",
                    ("is_incumbent", "vip"),
                )
            },
        ),
        (_("Contact"), {"fields": _CONTACTS, "classes": SECTION}),
        (_("Sensitive data"), {"fields": ("sensitive", "all_data"), "classes": SECTION}),
        (
            _("For the office"),
            {"fields": ("office_note", ("updated_at", "updated_by")), "classes": SECTION},
        ),
    )

    def people_export_url(self, request: HttpRequest) -> str:
        """The attendee list of the edition, for people who may export it."""
        edition = edition_of(request)
        if edition is None or Right.EXPORT not in held_rights(request):
            return ""
        return reverse("staff:attendees", args=[edition.slug])

    def get_fieldsets(self, request: HttpRequest, obj: Attendee | None = None) -> "_FieldsetSpec":
        """Omit contacts and the pages of sensitive data for users who may not see them."""
        rights = {
            "sensitive": Right.VIEW_SENSITIVE,
            "all_data": Right.EDIT_TEAM,
            **dict.fromkeys(_CONTACTS, Right.VIEW_CONTACTS),
        }
        held = rights_of(user_of(request), obj.delegation.event) if obj else held_rights(request)
        withheld = {name for name, right in rights.items() if right not in held}
        return without_fields(super().get_fieldsets(request, obj), withheld)

    def _may_see_contacts(self, request: HttpRequest, obj: Attendee | None) -> bool:
        events = Event.objects.with_right(user_of(request), Right.VIEW_CONTACTS)
        return events.filter(pk=obj.delegation.event_id).exists() if obj else events.exists()

    @admin.display(description=_("photograph"))
    def likeness(self, attendee: Attendee) -> str:
        """The photograph of the person."""
        photograph = Photograph.objects.filter(attendee=attendee.pk).first()
        if photograph is None:
            return "–"
        slug = attendee.delegation.event.slug
        path = reverse("staff:photograph", args=[slug, attendee.guid])
        address = f"{path}?v={photograph.digest[:8]}"
        return format_html('<img src="{}" alt="{}" width="160">', address, attendee)

    @admin.display(description=_("passport, diet, health"))
    def sensitive(self, attendee: Attendee) -> str:
        """A link for opening sensitive data."""
        return _page_of(attendee, "staff:sensitive", _("Open, giving a reason"))

    @admin.display(description=_("Personal data"))
    def all_data(self, attendee: Attendee) -> str:
        """A link for downloading or erasing all data of the person."""
        return _page_of(attendee, "staff:person-data", _("Download or erase all data"))

    def hidden_fields(self, request: HttpRequest, row: Any) -> frozenset[str]:
        """The contact fields, for users who may not see them."""
        return frozenset(() if self._may_see_contacts(request, row) else _CONTACTS)

    def lock_row(self, pk: int) -> None:
        """Lock the order of the event first, then the row, as every service does."""
        with suppress(Event.DoesNotExist):
            lock_order(delegations__attendees=pk)
        super().lock_row(pk)

    def after_restore(self, row: Any) -> None:
        """Work out the order again: the rank of a head decides the place of the delegation."""
        refresh_order(event=row.delegation.event)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[AttendeeQuerySet, bool]:
        """Find every word in any form of the name, and contacts if the user may see them."""
        events = Event.objects.with_right(user_of(request), Right.VIEW_CONTACTS)
        return queryset.matching(search_term, events), False

    def _step(self, request: HttpRequest, people: AttendeeQuerySet, to: AttendeeStatus) -> None:
        done, refused, unwilling = 0, [], []
        for person in self.editable(request, people):
            try:
                change_attendee_status(attendee=person, to=to, by=user_of(request))
                done += 1
            except NotAgreed:
                unwilling.append(str(person))
            except TransitionRefused:
                refused.append(str(person))
        if done:
            text = ngettext("%d person changed.", "%d people changed.", done) % done
            self.message_user(request, text, messages.SUCCESS)
        for names, message in (
            (refused, _("Not possible with their present status: %s.")),
            (unwilling, _("They have refused consent to registration: %s.")),
        ):
            if names:
                self.message_user(request, message % ", ".join(names), messages.WARNING)

    @admin.action(description=_("Submit"), permissions=["change"])
    def submit(self, request: HttpRequest, people: AttendeeQuerySet) -> None:
        """Submit the people to the office."""
        self._step(request, people, AttendeeStatus.SUBMITTED)

    @admin.action(description=_("Approve"), permissions=["change"])
    def approve(self, request: HttpRequest, people: AttendeeQuerySet) -> None:
        """Approve the people: their accreditation is complete."""
        self._step(request, people, AttendeeStatus.APPROVED)

    @admin.action(description=_("Return to the delegation"), permissions=["change"])
    def return_to_delegation(self, request: HttpRequest, people: AttendeeQuerySet) -> None:
        """Return the people to their delegation, because something is missing."""
        self._step(request, people, AttendeeStatus.RETURNED)

    @admin.action(description=_("Name head of delegation"), permissions=["change"])
    def name_head(self, request: HttpRequest, people: AttendeeQuerySet) -> None:
        """Name the head of delegation; the former head becomes a delegate."""
        for person in self.editable(request, people):
            try:
                people_services.name_head(attendee=person, by=user_of(request))
                text = _("%(person)s is now head of delegation of %(delegation)s.") % {
                    "person": person,
                    "delegation": person.delegation,
                }
                self.message_user(request, text, messages.SUCCESS)
            except NotEligible:
                text = (
                    _("%s has been refused or has withdrawn and cannot be head of delegation.")
                    % person
                )
                self.message_user(request, text, messages.WARNING)

    @admin.action(description=_("Compare and merge two people"), permissions=["change"])
    def compare(self, request: HttpRequest, people: AttendeeQuerySet) -> HttpResponse | None:
        """Redirect to the page for deciding whether two entries are the same person."""
        pair = list(self.editable(request, people).select_related("delegation__event")[:3])
        if len(pair) != 2 or pair[0].delegation.event_id != pair[1].delegation.event_id:
            self.message_user(
                request, _("Choose two people from the same event."), messages.WARNING
            )
            return None
        kept, other = order_pair(*pair)
        path = reverse("staff:merge", args=[kept.delegation.event.slug, kept.guid])
        return redirect(f"{path}?other={other.guid}")

    def save_model(self, request: HttpRequest, obj: Attendee, form: object, change: bool) -> None:
        """Save, then work out the order again: the rank of a head decides the delegation's place.

        Only services change status and head: the stored values are kept, not those of the form.
        """
        lock_order(pk=obj.delegation.event_id)
        if change:
            row = Attendee.objects.select_for_update(no_key=True).filter(pk=obj.pk)
            obj.status, obj.is_head = row.values_list("status", "is_head").get()
        super().save_model(request, obj, form, change)
        refresh_order(event=obj.delegation.event)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: a person withdraws, and the record remains."""
        return False


def _page_of(attendee: Attendee, name: str, label: object) -> str:
    if attendee.pk is None:
        return "–"
    return link(reverse(name, args=[attendee.delegation.event.slug, attendee.guid]), label)
