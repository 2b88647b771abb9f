"""Writing the invitation letter of an event."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from delegations.admin.scoped import PeopleAdmin
from delegations.models import LetterTemplate
from events.admin_base.scoped_admin import SECTION
from events.admin_base.withheld_fields import without_fields

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec


@admin.register(LetterTemplate)
class LetterTemplateAdmin(PeopleAdmin):
    """The letter of an event in its languages. Editing it does not change letters already sent."""

    has_people = False
    list_display = ("event", "number_prefix", "layout", "updated_at")
    list_select_related = ("event",)
    readonly_fields = ("invitations",)
    fieldsets = (
        (None, {"fields": ("event", "number_prefix", "layout", "invitations")}),
        (
            _("Text"),
            {"fields": ("salutation", "body", "event_name", "closing"), "classes": SECTION},
        ),
        (
            _("Letterhead and signature"),
            {
                "fields": ("host_name", "host_address", "signatory_name", "signatory_title"),
                "classes": SECTION,
            },
        ),
    )

    def get_fieldsets(
        self, request: HttpRequest, obj: LetterTemplate | None = None
    ) -> "_FieldsetSpec":
        """The way to the invitations only for people who may send them."""
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return fieldsets
        return without_fields(fieldsets, {"invitations"})

    @admin.display(description=_("invitations"))
    def invitations(self, template: LetterTemplate) -> str:
        """A link to the page for previewing and sending the letter."""
        if template.pk is None:
            return "–"
        address = reverse("staff:invitations", args=[template.event.slug])
        return format_html('<a href="{}">{}</a>', address, _("Preview and send"))

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: the numbers of letters continue from this row."""
        return False
