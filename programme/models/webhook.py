"""Webhooks: another machine that is told of each release, and the record of each message."""

import base64
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import record_history
from core.models import Authored, Guided
from core.protection import outbound
from core.protection.sealed import seal, unseal
from events.models import Event
from programme.choices import DeliveryState
from programme.models.release import ScheduleRelease
from programme.querysets import DeliveryQuerySet

_PURPOSE = "webhook secret"


class Webhook(Authored):
    """The URL that is told of each release of an event, and the secret for signatures."""

    event = models.OneToOneField(
        Event, models.CASCADE, related_name="webhook", verbose_name=_("event")
    )
    url = models.URLField(_("address"), max_length=500)
    # Sealed, not digested: signing needs the secret itself.
    sealed_secret = models.TextField(editable=False)
    is_active = models.BooleanField(_("active"), default=True)

    history = record_history("sealed_secret")

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("event",)

    def __str__(self) -> str:
        return str(self.event)

    def clean(self) -> None:
        """Refuse any URL but https at a host of the setting WEBHOOK_HOSTS.

        A webhook whose host has been removed from the list can still be switched off.
        """
        if not self.url or not self.is_active:
            return
        try:
            outbound.checked(self.url, settings.WEBHOOK_HOSTS)
        except outbound.RequestRefused as error:
            hosts = ", ".join(settings.WEBHOOK_HOSTS)
            if not hosts:
                raise ValidationError(
                    {"url": _("Webhooks are disabled: the setting WEBHOOK_HOSTS names no host.")}
                ) from error
            message = _("It must begin with https:// and one of these hosts, without a port: %s")
            raise ValidationError({"url": message % hosts}) from error

    def new_secret(self) -> str:
        """Set and return a new secret in the form of Standard Webhooks, without saving the row."""
        secret = f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
        self.sealed_secret = seal({"secret": secret}, _PURPOSE)
        return secret

    def read_secret(self) -> str:
        """Return the secret. Raises `core.protection.sealed.CannotUnseal` if SECRET_KEY changed."""
        return str(unseal(self.sealed_secret, _PURPOSE, max_age=None)["secret"])


class WebhookDelivery(Guided):
    """The message about one release to one webhook; `guid` is the `webhook-id` of each attempt."""

    webhook = models.ForeignKey(
        Webhook, models.CASCADE, related_name="deliveries", verbose_name=_("webhook")
    )
    release = models.ForeignKey(
        ScheduleRelease, models.CASCADE, related_name="deliveries", verbose_name=_("release")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=DeliveryState, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("not before"), default=timezone.now)
    last_status = models.PositiveSmallIntegerField(_("status of the last answer"), null=True)
    last_error = models.CharField(_("error"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=("next_at",),
                condition=Q(state=DeliveryState.WAITING),
                name="programme_delivery_next",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("webhook", "release"), name="programme_delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="programme_delivery_state_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.release} – {self.get_state_display()}"
