"""Pages of the webhook of an event, and the record of its messages."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.http import user_of
from accounts.roles import Right
from core.protection import outbound
from events.admin_base.scoped_admin import ScopedAdmin
from events.history.admin import RecordedAdmin
from programme.models import Webhook, WebhookDelivery
from programme.querysets import DeliveryQuerySet
from programme.releases import webhooks


@admin.register(Webhook)
class WebhookAdmin(RecordedAdmin):
    """The webhook of an event. Its secret is shown once, when it is created or renewed."""

    view_right = edit_right = Right.EDIT_TEAM
    list_display = ("event", "url", "is_active", "updated_at", "updated_by")
    list_filter = ("event", "is_active")
    list_select_related = ("event", "updated_by")
    actions = ("renew_secret", "send_test")

    def get_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        """A new one has no secret yet."""
        own = ("event", "url", "is_active")
        return own if obj is None else (*own, "secret")

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        """It stays with its event, and the record with it."""
        return () if obj is None else ("event", "secret")

    @admin.display(description=_("secret"))
    def secret(self, webhook: Webhook) -> str:
        """Say that there is a secret, but never which."""
        return str(_("Stored, and not shown again. You can renew it in the list of webhooks."))

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: it is switched off instead, because its messages are a record."""
        return False

    def save_model(self, request: HttpRequest, obj: Webhook, form: object, change: bool) -> None:
        """A new one gets its secret."""
        secret = "" if change else obj.new_secret()
        super().save_model(request, obj, form, change)
        if secret:
            self._show(request, secret)

    @admin.action(description=_("Renew secret"))
    def renew_secret(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        """Renew the secrets of the selected webhooks."""
        for webhook in queryset:
            self._show(request, webhooks.renew_secret(webhook=webhook, by=user_of(request)))

    @admin.action(description=_("Send test message"))
    def send_test(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        """Send a test message to the selected webhooks."""
        for webhook in queryset.select_related("event"):
            try:
                status = webhooks.send_test(webhook=webhook)
            except (outbound.RequestRefused, outbound.Unanswered) as error:
                messages.error(request, _("Not delivered: %s") % error)
            else:
                show = messages.success if webhooks.is_delivered(status) else messages.error
                show(request, _("The receiver answered with %d.") % status)

    def _show(self, request: HttpRequest, secret: str) -> None:
        messages.info(request, _("Copy this secret now. It will not be shown again: %s") % secret)


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ScopedAdmin):
    """What a webhook was told, and what it answered. A record: the portal writes it."""

    event_path = "webhook__event"
    view_right = edit_right = Right.EDIT_TEAM
    list_display = (
        "release",
        "state",
        "attempts",
        "last_status",
        "last_error",
        "next_at",
        "delivered_at",
    )
    list_filter = ("webhook__event", "state")
    list_select_related = ("release__event",)
    actions = ("try_again",)
    fields = readonly_fields = (
        "release",
        "guid",
        "state",
        "attempts",
        "last_status",
        "last_error",
        "created_at",
        "next_at",
        "delivered_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookDelivery]:
        """Without the agenda of each release, which nobody reads here."""
        return self.narrowed(
            request, WebhookDelivery.objects.defer("release__payload", "release__changes")
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A release makes it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """It is a record."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """It is a record."""
        return False

    @admin.action(description=_("Send failed messages again"))
    def try_again(self, request: HttpRequest, queryset: DeliveryQuerySet) -> None:
        """Send failed messages again, once the receiver works."""
        count = webhooks.restart_deliveries(queryset)
        text = ngettext(
            "%d message is being sent again.", "%d messages are being sent again.", count
        )
        messages.success(request, text % count)
