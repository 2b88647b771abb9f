"""Reminders to reply to the invitation, sent when the office asks for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from delegations.access.focal_point_mails import in_language_of, load_reachable, write_mail
from delegations.choices import DeadlineKind
from delegations.models import Deadline, FocalPoint
from events.models import Event
from mail.models import OutgoingMail
from mail.services import post

# Nobody is reminded twice within this time, by the office or by a deadline.
PAUSE = timedelta(days=3)
# What the keys of reminders in the outbox begin with: by the office, and by a deadline.
_KEY, _KEYS = "reply-reminder", ("reply-reminder/", "deadline/")


@dataclass(frozen=True, slots=True)
class Recipients:
    """The focal points of one delegation, and when each of them was last reminded."""

    focal_points: list[FocalPoint]
    reminded_at: dict[int, datetime]

    @property
    def delivered(self) -> list[FocalPoint]:
        """Those whose e-mail does not bounce."""
        return [person for person in self.focal_points if person.bounced_at is None]

    @property
    def due(self) -> list[FocalPoint]:
        """Those who can be reminded now."""
        since = timezone.now() - PAUSE
        reminded = self.reminded_at
        return [
            person
            for person in self.delivered
            if person.pk not in reminded or reminded[person.pk] <= since
        ]

    @property
    def last_reminded(self) -> datetime | None:
        """When somebody of the delegation was last reminded."""
        return max(self.reminded_at.values(), default=None)


def load_recipients(delegations: Collection[int]) -> dict[int, Recipients]:
    """The focal points with access of each delegation: two queries."""
    people = load_reachable(delegations)
    by_mailbox = {person.guid.hex: person for person in people}
    mails = OutgoingMail.objects.to_any_of(by_mailbox).order_by()
    mails = mails.filter(key__startswith=_KEYS[0]) | mails.filter(key__startswith=_KEYS[1])
    reminded = dict(mails.values_list("recipient").annotate(at=Max("created_at")))
    recipients = {pk: Recipients([], {}) for pk in delegations}
    for mailbox, person in by_mailbox.items():
        own = recipients[person.delegation_id]
        own.focal_points.append(person)
        if mailbox in reminded:
            own.reminded_at[person.pk] = reminded[mailbox]
    return recipients


def remind_to_reply(event: Event, focal_points: Sequence[FocalPoint]) -> int:
    """Remind these people, each once a day at most; return the number of mails."""
    return post(*write_reminders(event, focal_points))


def write_reminders(event: Event, focal_points: Sequence[FocalPoint]) -> list[OutgoingMail]:
    """The reminders as they would be sent, not in the outbox yet."""
    of_event = Deadline.objects.filter(event=event).by_kind().get(DeadlineKind.REPLY)
    day = timezone.localdate(timezone=event.zone)
    mails = []
    for person in focal_points:
        with in_language_of(person):
            organisation = person.delegation.organisation
            due_on = person.delegation.reply_by or of_event
            subject = _("%(organisation)s: reply to the invitation") % {
                "organisation": organisation
            }
            template, key = "mail/reply_reminder.txt", f"{_KEY}/{day}"
            # A deadline that has passed would only shame the reader.
            context = {"due_on": due_on if due_on and due_on >= day else None}
            mails.append(write_mail(person, key, subject, template, context))
    return mails
