"""E-mails to focal points: decisions about their people, and mails of other capabilities."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import uuid4

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.text.languages import in_language
from core.text.translated import fallback_order
from delegations.models import Attendee, Delegation, FocalPoint
from events.editions.mails import write_event_mail
from mail.models import OutgoingMail
from mail.services import post


def tell_decision(*, people: Sequence[Attendee], note: str) -> None:
    """E-mail the office's decisions, one mail to each focal point of each delegation concerned."""
    occasion = uuid4().hex
    by_delegation: dict[int, list[Attendee]] = {}
    for person in people:
        by_delegation.setdefault(person.delegation_id, []).append(person)
    for focal_point in load_reachable(by_delegation):
        own = by_delegation[focal_point.delegation_id]
        with in_language_of(focal_point):
            subject = _("%(organisation)s: decision on your list") % {
                "organisation": focal_point.delegation.organisation
            }
            mail = write_mail(
                focal_point,
                f"decision/{occasion}",
                subject,
                "mail/decision.txt",
                {"people": own, "note": note},
            )
        post(mail)


def tell_focal_points(
    *,
    delegation: Delegation,
    key: str,
    subject: Callable[[], str],
    template: str,
    context: Mapping[str, object],
) -> None:
    """E-mail each focal point of a delegation, in their language; only once for each `key`.

    `subject` is called in the language of each recipient.
    """
    for focal_point in load_reachable([delegation.pk]):
        with in_language_of(focal_point):
            post(write_mail(focal_point, key, subject(), template, dict(context)))


def load_reachable(delegations: Iterable[int]) -> list[FocalPoint]:
    """The focal points of these delegations who have access now, in the order of their entry."""
    rows = FocalPoint.objects.active(timezone.now()).filter(delegation__in=list(delegations))
    return list(rows.select_related("delegation__event", "delegation__organisation").order_by("pk"))


@contextmanager
def in_language_of(focal_point: FocalPoint) -> Iterator[None]:
    """Work in the language of a focal point, with the fallbacks and the time zone of the event."""
    event = focal_point.delegation.event
    with (
        in_language(focal_point.language),
        fallback_order(event.languages),
        timezone.override(event.zone),
    ):
        yield


def write_mail(
    focal_point: FocalPoint, key: str, subject: str, template: str, context: Mapping[str, object]
) -> OutgoingMail:
    """Write, but do not post, a mail to a focal point; `key` names its occasion."""
    event = focal_point.delegation.event
    shared = {
        "event": event,
        "focal_point": focal_point,
        "organisation": focal_point.delegation.organisation,
        "link": f"{settings.PUBLIC_ORIGIN}{reverse('focal:overview')}",
    }
    return write_event_mail(
        event,
        key=f"{key}/{focal_point.guid.hex}",
        address=focal_point.email,
        subject=subject,
        body=render_to_string(template, {**shared, **context}),
        recipient=focal_point.guid.hex,
    )
