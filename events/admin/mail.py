"""E-mails sent by the portal: whether each was sent, and if not, why."""

from uuid import UUID

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.http import user_of
from accounts.roles import Right
from core.lists.admin_views import NamedQuery
from events.admin_base.scoped_admin import Row, ScopedAdmin
from events.models import Event
from mail.choices import MailState
from mail.models import OutgoingMail
from mail.services import send_again


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ScopedAdmin):
    """The outbox of the person's events. Read-only: the portal writes and sends the rows."""

    has_people = True
    event_path = ""
    view_right = edit_right = Right.EDIT_TEAM
    list_display = ("subject", "address", "state", "created_at", "sent_at", "attempts")
    list_filter = ("state", "urgency")
    ready_views = (
        NamedQuery("failed", MailState.FAILED.label, f"state__exact={MailState.FAILED}"),
    )
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
        """Mails of the person's events; a mail names its event only by its identifier."""
        events = Event.objects.with_right(user_of(request), self.view_right)
        guids: list[UUID] = list(events.values_list("guid", flat=True))
        return rows.filter(scope__in=[guid.hex for guid in guids])

    def editable(self, request: HttpRequest, rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
        """The same mails as `visible`."""
        return self.visible(request, rows)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only the portal creates mails."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Only the portal deletes mails, at the end of their retention."""
        return False

    @admin.action(description=_("Send failed and unconfirmed e-mails again"))
    def send_again(self, request: HttpRequest, queryset: models.QuerySet[OutgoingMail]) -> None:
        """Send the selected mails again; mails already sent are skipped."""
        count = sum(send_again(mail=mail) for mail in queryset)
        text = (
            ngettext("%d e-mail is being sent again.", "%d e-mails are being sent again.", count)
            % count
        )
        messages.success(request, text)
