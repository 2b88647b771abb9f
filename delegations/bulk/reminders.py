"""Remind ticked delegations to reply to the invitation."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.text.languages import own_name
from delegations.access.reply_reminders import (
    Recipients,
    load_recipients,
    remind_to_reply,
    write_reminders,
)
from delegations.bulk.actions import Applied, BulkAction, Effect, Text, Values
from delegations.choices import AWAITING_REPLY
from delegations.models import Delegation
from events.models import Event


class RemindToReply(BulkAction[Delegation]):
    """E-mail the focal points of delegations that have not replied."""

    key, label = "remind", gettext_lazy("Remind to reply")
    can_undo = False
    note = gettext_lazy(
        "Each focal point gets one e-mail in their language. The page of the delegation shows it."
    )

    def effects(
        self, event: Event, rows: Sequence[Delegation], values: Values
    ) -> list[Effect[Delegation]]:
        """The last reminder, and who gets one now."""
        recipients = load_recipients([row.pk for row in rows])
        return [
            Effect(
                row,
                _describe_last(recipients[row.pk]),
                ", ".join(
                    f"{person.name} ({own_name(person.language)})"
                    for person in recipients[row.pk].due
                ),
                _obstacle(row, recipients[row.pk]),
            )
            for row in rows
        ]

    def texts(self, event: Event, rows: Sequence[Delegation]) -> list[Text]:
        """The mail in each of the languages in which it will be sent."""
        samples = {
            person.language: person
            for own in load_recipients([row.pk for row in rows]).values()
            for person in own.due
        }
        mails = write_reminders(event, list(samples.values()))
        return [
            Text(language, mail.subject, mail.body)
            for language, mail in zip(samples, mails, strict=True)
        ]

    def apply(
        self, event: Event, rows: Sequence[Delegation], values: Values, by: User
    ) -> Applied[Delegation]:
        """Put the mails into the outbox."""
        recipients = load_recipients([row.pk for row in rows])
        remind_to_reply(event, [person for own in recipients.values() for person in own.due])
        return Applied()


def _describe_last(recipients: Recipients) -> str:
    if recipients.last_reminded is None:
        return str(_("not reminded yet"))
    return date_format(localtime(recipients.last_reminded), "SHORT_MOMENT_FORMAT")


def _obstacle(row: Delegation, recipients: Recipients) -> str | Promise:
    if row.status not in AWAITING_REPLY:
        return _("No reply is expected: %s.") % row.get_status_display()
    if not recipients.focal_points:
        return _("No focal point has access.")
    if not recipients.delivered:
        return _("E-mail bounces")
    if not recipients.due:
        return _("Reminded less than three days ago.")
    return ""
