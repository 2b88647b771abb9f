"""What the portal mailed: was it sent, and if not, why?"""

from uuid import UUID

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.http import user_of
from accounts.roles import Right
from events.admin_base.scoped_admin import Row, ScopedAdmin
from events.models import Event
from mail.models import OutgoingMail
from mail.services import send_again


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ScopedAdmin):
    """The outbox of the person's events. A record: rows are written and sent by the portal."""

    has_people = True
    event_path = ""
    view_right = edit_right = Right.EDIT_TEAM
    list_display = ("subject", "address", "state", "created_at", "sent_at", "attempts")
    list_filter = ("state", "urgency")
    search_fields = ("subject", "address")
    actions = ("send_again",)
    fields = readonly_fields = (
        "address",
        "subject",
        "body",
        "state",
        "error",
        "created_at",
        "not_before",
        "attempts",
        "claimed_at",
        "sent_at",
    )

    def visible(self, request: HttpRequest, rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
        """Mail of the person's events: the outbox knows events by their identifier alone."""
        events = Event.objects.with_right(user_of(request), self.view_right)
        guids: list[UUID] = list(events.values_list("guid", flat=True))
        return rows.filter(scope__in=[guid.hex for guid in guids])

    def editable(self, request: HttpRequest, rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
        """As for seeing."""
        return self.visible(request, rows)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The portal writes it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """The portal erases it when its time has come."""
        return False

    @admin.action(description=_("Send failed and unconfirmed e-mails again"))
    def send_again(self, request: HttpRequest, queryset: models.QuerySet[OutgoingMail]) -> None:
        """Somebody decided so; what was sent is left alone."""
        count = sum(send_again(mail=one) for one in queryset)
        text = (
            ngettext("%d e-mail is being sent again.", "%d e-mails are being sent again.", count)
            % count
        )
        messages.success(request, text)
