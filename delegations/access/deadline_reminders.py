"""Reminders of deadlines, e-mailed to the focal points of delegations that have yet to act."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.access.focal_point_mails import in_language_of, load_reachable, write_mail
from delegations.choices import DUE_BY, ENTERING, WAITS_FOR, Actor, DeadlineKind
from delegations.models import Attendee, Deadline, Delegation
from delegations.querysets import DelegationQuerySet
from mail.services import post

# What to do by a deadline that belongs to no step of the invitation.
_WHAT_TO_DO: dict[DeadlineKind, object] = {
    DeadlineKind.PHOTOGRAPHS: gettext_lazy("Add the missing photographs."),
    DeadlineKind.LETTER: gettext_lazy("Upload the signed nomination letter."),
}


def remind_of_deadlines() -> int:
    """Remind the focal points of each delegation that has yet to act; return the number of mails.

    Each is reminded once of each deadline. A background job: no mail is written twice, even if a
    worker is killed and the job runs again.
    """
    today = timezone.now().date()
    written = 0
    near = Deadline.objects.exclude(remind_days=0).filter(due_on__gte=today)
    for deadline in near.select_related("event"):
        if deadline.due_on <= today + timedelta(days=deadline.remind_days):
            written += _remind(deadline)
    return written


def _remind(deadline: Deadline) -> int:
    rows = _load_unfinished(deadline)
    mails = []
    for focal_point in load_reachable(rows.values_list("pk", flat=True)):
        with in_language_of(focal_point):
            subject = _("%(organisation)s: %(what)s by %(day)s") % {
                "organisation": focal_point.delegation.organisation,
                "what": deadline.get_kind_display(),
                "day": date_format(deadline.due_on, "DATE_FORMAT"),
            }
            own = _WHAT_TO_DO.get(DeadlineKind(deadline.kind))
            context = {"deadline": deadline, "step": own or focal_point.delegation.waits_for[1]}
            key = f"deadline/{deadline.pk}/{deadline.due_on}"
            mails.append(
                write_mail(focal_point, key, subject, "mail/deadline_reminder.txt", context)
            )
    return post(*mails)


def _load_unfinished(deadline: Deadline) -> DelegationQuerySet:
    """The delegations that have not yet done what is due on that day."""
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
