"""The one door through which an agenda becomes public."""

from typing import Any

from django.db import transaction

from programme.models import ScheduleRelease, Webhook, WebhookDelivery


@transaction.atomic
def publish(**values: Any) -> ScheduleRelease:
    """Make a release of these values, and with it the word of it to the event's webhook.

    Both or neither. Nothing is sent here. Of an event that visitors cannot see, nobody is told.
    """
    release: ScheduleRelease = ScheduleRelease.objects.create(**values)
    if release.event.is_public:
        for webhook in Webhook.objects.filter(event=release.event, is_active=True):
            WebhookDelivery.objects.create(webhook=webhook, release=release)
    return release
