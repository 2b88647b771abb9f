"""What focal points are told by mail: decisions about their people, and days that come near."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core.text.translated import fallback_order
from delegations.choices import DUE_BY, ENTERING, WAITS_FOR, Actor, DeadlineKind
from delegations.models import Attendee, Deadline, Delegation, FocalPoint
from delegations.querysets import DelegationQuerySet
from events.editions.mails import write_event_mail
from mail.models import OutgoingMail
from mail.services import post

# What is said of days that are for no step of the invitation.
_STILL_WANTED: dict[DeadlineKind, object] = {
    DeadlineKind.PHOTOGRAPHS: _lazy("Add the missing photographs."),
    DeadlineKind.LETTER: _lazy("Upload the signed nomination letter."),
}


def tell_decision(*, people: Sequence[Attendee], note: str) -> None:
    """Mail what the office decided, one mail to each focal point of each delegation concerned."""
    occasion = uuid4().hex
    by_delegation: dict[int, list[Attendee]] = {}
    for person in people:
        by_delegation.setdefault(person.delegation_id, []).append(person)
    for focal_point in _reachable(by_delegation):
        own = by_delegation[focal_point.delegation_id]
        with _for(focal_point):
            subject = _("%(organisation)s: decision on your list") % {
                "organisation": focal_point.delegation.organisation
            }
            mail = _mail(
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
    """Mail something to each focal point of a delegation, in their language; once for each `key`.

    `subject` is asked for in the language of each.
    """
    for focal_point in _reachable([delegation.pk]):
        with _for(focal_point):
            post(_mail(focal_point, key, subject(), template, dict(context)))


def remind_of_deadlines() -> int:
    """Mail each focal point whose turn it is, once for each deadline; how many mails there were.

    A job of the worker: killed and run again, it writes no mail twice.
    """
    today = timezone.now().date()
    written = 0
    near = Deadline.objects.exclude(remind_days=0).filter(due_on__gte=today)
    for deadline in near.select_related("event"):
        if deadline.due_on <= today + timedelta(days=deadline.remind_days):
            written += _remind(deadline)
    return written


def _remind(deadline: Deadline) -> int:
    rows = _whose_turn(deadline)
    mails = []
    for focal_point in _reachable(rows.values_list("pk", flat=True)):
        with _for(focal_point):
            subject = _("%(organisation)s: %(what)s by %(day)s") % {
                "organisation": focal_point.delegation.organisation,
                "what": deadline.get_kind_display(),
                "day": date_format(deadline.due_on, "DATE_FORMAT"),
            }
            own = _STILL_WANTED.get(DeadlineKind(deadline.kind))
            context = {"deadline": deadline, "step": own or focal_point.delegation.waits_for[1]}
            key = f"deadline/{deadline.pk}/{deadline.due_on}"
            mails.append(_mail(focal_point, key, subject, "mail/deadline.txt", context))
    return post(*mails)


def _whose_turn(deadline: Deadline) -> DelegationQuerySet:
    """The delegations that have not done what the day is for."""
    rows = Delegation.objects.filter(event=deadline.event)
    if deadline.kind == DeadlineKind.LETTER:
        return rows.filter(status__in=ENTERING, nomination_letters=None)
    if deadline.kind == DeadlineKind.PHOTOGRAPHS:
        lacking = Attendee.objects.coming().filter(photograph=None)
        with_lack = rows.filter(status__in=ENTERING, attendees__in=lacking)
        return with_lack.distinct()
    steps = [
        step
        for step, kind in DUE_BY.items()
        if kind == deadline.kind and WAITS_FOR[step][0] == Actor.DELEGATION
    ]
    return rows.filter(status__in=steps)


def _reachable(delegations: Iterable[int]) -> list[FocalPoint]:
    rows = FocalPoint.objects.active(timezone.now()).filter(delegation__in=list(delegations))
    return list(rows.select_related("delegation__event", "delegation__organisation").order_by("pk"))


@contextmanager
def _for(focal_point: FocalPoint) -> Iterator[None]:
    """In their language, with the event's own fallbacks, in its zone."""
    event = focal_point.delegation.event
    with (
        translation.override(focal_point.language),
        fallback_order(event.languages),
        timezone.override(event.zone),
    ):
        yield


def _mail(
    focal_point: FocalPoint, key: str, subject: str, template: str, context: Mapping[str, object]
) -> OutgoingMail:
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
