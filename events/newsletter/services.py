"""The newsletter: confirmed subscribers receive the news releases in a language by e-mail.

A request to subscribe is not stored: the link in the e-mail contains it, sealed
(`core.protection.sealed`), and the e-mail itself is deleted once it has been sent.
"""

import hashlib
import hmac
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.protection.sealed import CannotUnseal, seal, unseal
from core.protection.throttle import take_turn
from core.protection.tokens import token_digest
from core.text.languages import in_language
from core.text.translated import fallback_order
from events.editions.mails import write_event_mail
from events.models import Event, NewsItem, NewsMailing, Subscriber
from events.news.schema_org import news_path
from mail.choices import Urgency
from mail.models import OutgoingMail
from mail.services import forget_recipient, post

_PURPOSE = "newsletter"
# A confirmation is good for two days.
CONFIRM_WITHIN = 2 * 24 * 3600
# How many confirmations an address may be sent in a day, and a client may ask for in an hour.
PER_ADDRESS, PER_CLIENT = 3, 20


class TooOften(Exception):
    """This client has asked for more confirmations than a person would."""


class LinkUnknown(Exception):
    """The link is not ours, has expired, or belongs to another event."""


class SentAlready(Exception):
    """The release has already been sent to the subscribers."""


class NotPublic(Exception):
    """Only releases that visitors can read are sent."""


def ask_to_subscribe(*, event: Event, email: str, language: str, client: str) -> None:
    """E-mail a link that confirms the subscription. Stores nothing until it is followed.

    An address that received three today receives no more, and nobody is told: the response is the
    same for every address. Raises TooOften.
    """
    if not take_turn("newsletter-client", client, most=PER_CLIENT, seconds=3600):
        raise TooOften
    address = email.strip()
    scope = f"{event.guid}/{address.lower()}"
    if not take_turn("newsletter-address", scope, most=PER_ADDRESS, seconds=24 * 3600):
        return
    token = seal({"event": str(event.guid), "email": address, "language": language}, _PURPOSE)
    with in_language(language), fallback_order(event.languages):
        link = _link("events:confirm", event, token)
        post(
            write_event_mail(
                event,
                key=f"newsletter-confirm/{token_digest(token)}",
                address=address,
                subject=_("Please confirm your subscription: news of %(event)s")
                % {"event": event.title},
                body=render_to_string("mail/confirm.txt", {"event": event, "link": link}),
                is_transient=True,
            )
        )


def read_wish(*, event: Event, token: str) -> tuple[str, str]:
    """The e-mail address and language in a confirmation link. Raises LinkUnknown."""
    try:
        wish = unseal(token, _PURPOSE, max_age=CONFIRM_WITHIN)
    except CannotUnseal as error:
        raise LinkUnknown from error
    if wish.get("event") != str(event.guid):
        raise LinkUnknown
    return str(wish["email"]), str(wish["language"])


def confirm(*, event: Event, token: str) -> Subscriber:
    """Subscribe; a second time changes at most the language. Raises LinkUnknown."""
    email, language = read_wish(event=event, token=token)
    try:
        with transaction.atomic():
            return Subscriber.objects.create(event=event, email=email, language=language)
    except IntegrityError:
        subscriber = Subscriber.objects.get(event=event, email__iexact=email)
        subscriber.language = language
        subscriber.save(update_fields=["language"])
        return subscriber


def leave_token(subscriber_guid: UUID) -> str:
    """The token of an unsubscribe link: it contains no address and does not expire."""
    return f"{subscriber_guid.hex}.{_signature(subscriber_guid.hex)}"


def read_leave_token(token: str) -> UUID:
    """The subscriber whom an unsubscribe link is about. Raises LinkUnknown."""
    name, _dot, signature = token.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(name).encode()):
        raise LinkUnknown
    return UUID(hex=name)


@transaction.atomic
def leave(*, token: str) -> None:
    """Unsubscribe, and delete what waits to be sent. Idempotent. Raises LinkUnknown."""
    guid = read_leave_token(token)
    Subscriber.objects.filter(guid=guid).delete()
    forget_recipient(recipient=guid.hex)


@transaction.atomic
def send_news(*, item: NewsItem, by: User) -> NewsMailing:
    """Put an e-mail to each subscriber of the release's language into the outbox, once ever.

    Concurrent calls queue on the row of the release. Raises NotPublic, SentAlready.
    """
    item = NewsItem.objects.select_for_update().get(pk=item.pk)
    if not NewsItem.objects.published(timezone.now()).filter(pk=item.pk).exists():
        raise NotPublic
    if NewsMailing.objects.filter(item=item).exists():
        raise SentAlready
    subscribers = list(Subscriber.objects.filter(event=item.event, language=item.language))
    with in_language(item.language), fallback_order(item.event.languages):
        mails = [_news_mail(item, subscriber) for subscriber in subscribers]
    post(*mails)
    return NewsMailing.objects.create(item=item, sent_by=by, recipient_count=len(mails))


def _news_mail(item: NewsItem, subscriber: Subscriber) -> OutgoingMail:
    event = item.event
    leave_link = _link("events:leave", event, leave_token(subscriber.guid))
    page = f"{settings.PUBLIC_ORIGIN}{news_path(event, item)}"
    context = {"event": event, "item": item, "page": page, "leave": leave_link}
    # In our own domain (RFC 2919, 3).
    host = urlsplit(settings.PUBLIC_ORIGIN).hostname
    return write_event_mail(
        event,
        key=f"news/{item.guid.hex}/{subscriber.guid.hex}",
        address=subscriber.email,
        subject=item.title,
        body=render_to_string("mail/news.txt", context),
        # The mail client's own button (RFC 8058).
        headers={
            "List-Unsubscribe": f"<{leave_link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": f"{event.slug} <{event.slug}.news.{host}>",
            "Precedence": "bulk",
        },
        recipient=subscriber.guid.hex,
        urgency=Urgency.BULK,
    )


def _link(name: str, event: Event, token: str) -> str:
    return f"{settings.PUBLIC_ORIGIN}{reverse(name, args=[event.slug, token])}"


def _signature(name: str) -> str:
    key = f"newsletter-leave{settings.SECRET_KEY}".encode()
    return hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:32]
