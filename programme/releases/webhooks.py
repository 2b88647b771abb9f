"""Webhooks: signed messages about each release to another machine, repeated until they arrive.

The scheme is that of Standard Webhooks. No message is lost, but one may arrive twice, with the same
`webhook-id`, if the portal is killed before it records the answer. A message holds the changes that
the release records, so only what visitors see.
"""

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.protection import outbound
from core.protection.sealed import CannotUnseal
from core.text.languages import in_language
from core.work.claims import claim_next
from programme.choices import DeliveryState
from programme.models import ScheduleRelease, Webhook, WebhookDelivery
from programme.querysets import DeliveryQuerySet
from programme.releases.changes import CANCELLED, CHANGED, MOVED, NEW

logger = logging.getLogger(__name__)

# Pauses between attempts. The first is made at once; after the last one the portal gives up.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
MOST_ATTEMPTS = len(PAUSES) + 1

Send = Callable[..., int]


def deliver_due(*, at: datetime | None = None, send: Send = outbound.post) -> int:
    """Try to deliver one message that is due; return how many were tried. A background job.

    Only one at a time, because a slow receiver takes up to ten seconds and other jobs wait.
    """
    at = at or timezone.now()
    delivery = _claim_next(at)
    if delivery is None:
        return 0
    _deliver(delivery, send)
    return 1


def renew_secret(*, webhook: Webhook, by: User) -> str:
    """Give the webhook a new secret and return it. Waiting messages are signed with it."""
    secret = webhook.new_secret()
    webhook.updated_by = by
    webhook.save(update_fields=["sealed_secret", "updated_by", "updated_at"])
    return secret


def send_test(*, webhook: Webhook, send: Send = outbound.post) -> int:
    """Send a test message at once and return the HTTP status of the answer.

    Takes up to ten seconds. Raises outbound.RequestRefused, outbound.Unanswered.
    """
    message = {"type": "webhook.test", "event": webhook.event.slug}
    return _post(webhook, str(uuid4()), json.dumps(message).encode(), send)


def is_delivered(status: int) -> bool:
    """Return whether this HTTP status means that the message arrived. Redirects do not count."""
    return 200 <= status < 300


def restart_deliveries(deliveries: DeliveryQuerySet) -> int:
    """Make failed `deliveries` wait again with all their attempts; return how many."""
    given_up = deliveries.filter(state=DeliveryState.GIVEN_UP)
    return int(
        given_up.update(
            state=DeliveryState.WAITING, attempts=0, next_at=timezone.now(), last_error=""
        )
    )


def write_message(release: ScheduleRelease) -> bytes:
    """Return the message about a release as JSON; the same bytes for the same release."""
    event = release.event
    codes: dict[str, list[str]] = {kind: [] for kind in (NEW, MOVED, CHANGED, CANCELLED)}
    # Withdrawn sessions are rare: their kind is named where there are any.
    for change in release.changes:
        codes.setdefault(change["kind"], []).append(change["code"])
    with in_language(event.source_language):
        paths = {
            "agenda": reverse("programme:agenda", args=[event.slug]),
            "changes": reverse("programme:changes", args=[event.slug]),
            "schedule_json": reverse("feeds:schedule-json", args=[event.slug]),
        }
    message = {
        "type": "agenda.released",
        "event": event.slug,
        "version": release.version,
        "released_at": release.released_at.isoformat(),
        "comment": release.comment,
        "counts": {kind: len(of_kind) for kind, of_kind in codes.items()},
        "sessions": codes,
        "urls": {name: f"{settings.PUBLIC_ORIGIN}{path}" for name, path in paths.items()},
    }
    return json.dumps(message, ensure_ascii=False).encode()


def sign(secret: str, guid: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return headers that prove to the receiver who sent a message, when, and that it is whole."""
    stamp = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(key, f"{guid}.{stamp}.".encode() + body, hashlib.sha256)
    return {
        "content-type": "application/json",
        "user-agent": "forum-portal",
        "webhook-id": guid,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _claim_next(at: datetime) -> WebhookDelivery | None:
    """Claim the next message by setting the time of its next attempt before this one is made.

    So no other worker takes it, and if this one is killed, the message is tried again.
    """

    def values_of(delivery: WebhookDelivery) -> dict[str, object]:
        pause = PAUSES[min(delivery.attempts, len(PAUSES) - 1)]
        return {"next_at": at + pause, "attempts": delivery.attempts + 1}

    due = WebhookDelivery.objects.due(at).select_related("webhook", "release__event")
    return claim_next(due.defer("release__payload"), values_of)


def _deliver(delivery: WebhookDelivery, send: Send) -> None:
    try:
        status = _post(delivery.webhook, str(delivery.guid), write_message(delivery.release), send)
    except outbound.RequestRefused as error:
        _failed(delivery, str(error), for_good=True)
    except outbound.Unanswered as error:
        _failed(delivery, str(error))
    else:
        if is_delivered(status):
            # Also if another worker has begun a new attempt in the meantime: it did arrive.
            WebhookDelivery.objects.filter(pk=delivery.pk).update(
                state=DeliveryState.DELIVERED,
                delivered_at=timezone.now(),
                last_status=status,
                last_error="",
            )
        else:
            _failed(delivery, "", status=status)


def _post(webhook: Webhook, guid: str, body: bytes, send: Send) -> int:
    try:
        secret = webhook.read_secret()
    except CannotUnseal as error:
        raise outbound.RequestRefused("The secret cannot be read. Renew it.") from error
    headers = sign(secret, guid, timezone.now(), body)
    return send(webhook.url, body, headers, allowed=settings.WEBHOOK_HOSTS)


def _failed(
    delivery: WebhookDelivery, error: str, *, status: int | None = None, for_good: bool = False
) -> None:
    values: dict[str, object] = {"last_status": status, "last_error": error[:200]}
    if for_good or delivery.attempts >= MOST_ATTEMPTS:
        values["state"] = DeliveryState.GIVEN_UP
        # Without the URL, which may contain a password of the receiver.
        logger.warning("Webhook message %s was given up: %s", delivery.guid, error or status)
    mine = {"pk": delivery.pk, "attempts": delivery.attempts, "state": DeliveryState.WAITING}
    WebhookDelivery.objects.filter(**mine).update(**values)
