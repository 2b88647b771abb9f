"""Reminders of deadlines, e-mailed to the focal points of delegations that have yet to act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.access.focal_point_mails import in_language_of, load_reachable, write_mail
from delegations.choices import (
    AWAITING_REPLY,
    DUE_BY,
    ENTERING,
    WAITS_FOR,
    Actor,
    DeadlineKind,
)
from delegations.models import Attendee, Deadline, Delegation
from delegations.querysets import DelegationQuerySet
from mail.services import post

# What to do by a deadline that belongs to no step of the invitation.
_WHAT_TO_DO: dict[DeadlineKind, object] = {
    DeadlineKind.PHOTOGRAPHS: gettext_lazy("Add the missing photographs."),
    DeadlineKind.LETTER: gettext_lazy("Upload the signed nomination letter."),
}


@dataclass(frozen=True, slots=True)
class DueDay:
    """The last day of one delegation, and the key by which its mail is written once."""

    day: date
    key: str


def remind_of_deadlines() -> int:
    """Remind the focal points of each delegation that has yet to act; return the number of mails.

    Each is reminded once of each deadline. A background job: no mail is written twice, even if a
    worker is killed and the job runs again.
    """
    today = timezone.now().date()
    near = Deadline.objects.exclude(remind_days=0).filter(due_on__gte=today)
    written = 0
    for deadline in near:
        if deadline.due_on <= today + timedelta(days=deadline.remind_days):
            key = f"deadline/{deadline.pk}/{deadline.due_on}"
            keys = _load_unfinished(deadline).values_list("pk", flat=True)
            due = {pk: DueDay(deadline.due_on, key) for pk in keys}
            written += _remind(DeadlineKind(deadline.kind), due)
    return written + _remind(DeadlineKind.REPLY, _load_own_dates(today))


def _load_own_dates(today: date) -> dict[int, DueDay]:
    """The delegations that have a date of their own for the reply, which is near.

    They are reminded as early as the event reminds the others.
    """
    replies = Deadline.objects.filter(kind=DeadlineKind.REPLY)
    days_before = dict(replies.values_list("event_id", "remind_days"))
    usual = Deadline._meta.get_field("remind_days").default
    due = {}
    for row in Delegation.objects.filter(status__in=AWAITING_REPLY, reply_by__gte=today):
        days, day = days_before.get(row.event_id, usual), row.reply_by
        if day and days and day <= today + timedelta(days=days):
            due[row.pk] = DueDay(day, f"deadline/reply-{row.pk}/{day}")
    return due


def _remind(kind: DeadlineKind, due: Mapping[int, DueDay]) -> int:
    """Remind the focal points of these delegations, by their keys; return the number of mails."""
    mails = []
    for focal_point in load_reachable(due) if due else ():
        own = due[focal_point.delegation_id]
        with in_language_of(focal_point):
            subject = _("%(organisation)s: %(what)s by %(day)s") % {
                "organisation": focal_point.delegation.organisation,
                "what": kind.label,
                "day": date_format(own.day, "DATE_FORMAT"),
            }
            step = _WHAT_TO_DO.get(kind) or focal_point.delegation.waits_for[1]
            context = {"deadline": kind.label, "due_on": own.day, "step": step}
            mails.append(
                write_mail(focal_point, own.key, subject, "mail/deadline_reminder.txt", context)
            )
    return post(*mails)


def _load_unfinished(deadline: Deadline) -> DelegationQuerySet:
    """The delegations that have not yet done what is due on that day."""
    rows = Delegation.objects.filter(event=deadline.event_id)
    if deadline.kind == DeadlineKind.REPLY:
        rows = rows.filter(reply_by=None)
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
