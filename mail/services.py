"""Writing mail. It is sent by `mail.outbox`, after the transaction that wrote it."""

from collections.abc import Iterable, Mapping

from core.scrub import scrub_rows
from mail.choices import MailState, Urgency
from mail.models import OutgoingMail


def write_mail(
    *,
    key: str,
    address: str,
    subject: str,
    body: str,
    headers: Mapping[str, str] | None = None,
    scope: str = "",
    recipient: str = "",
    urgency: Urgency = Urgency.NOW,
    is_transient: bool = False,
) -> OutgoingMail:
    """A row of the outbox, not saved yet (`post`, or `bulk_create` for many).

    The subject becomes one line: a name with a line break in it must not write a header.
    """
    return OutgoingMail(
        key=key,
        address=address,
        subject=" ".join(subject.split())[:300],
        body=body,
        headers=dict(headers or {}),
        scope=scope,
        recipient=recipient,
        urgency=urgency,
        is_transient=is_transient,
    )


def post(*mails: OutgoingMail) -> int:
    """Put mails into the outbox, in the caller's transaction; how many were not there already.

    A key that is there already is left as it is: the same thing is never mailed twice.
    """
    keys = [mail.key for mail in mails]
    known = set(OutgoingMail.objects.filter(key__in=keys).values_list("key", flat=True))
    OutgoingMail.objects.bulk_create(mails, ignore_conflicts=True, batch_size=500)
    return len(set(keys) - known)


def forget_recipient(*, recipient: str) -> None:
    """Drop whatever the outbox still has for this person, sent or not."""
    OutgoingMail.objects.filter(recipient=recipient).delete()


def scrub_mails(*, scope: str, words: Iterable[str]) -> None:
    """Take words out of every mail about `scope`, sent or not: it names somebody who is erased."""
    scrub_rows(OutgoingMail.objects.filter(scope=scope), ("subject", "body"), words)


def send_again(*, mail: OutgoingMail) -> bool:
    """Let a mail that failed, or whose answer was not seen, be sent again: somebody decided so."""
    again = OutgoingMail.objects.filter(
        pk=mail.pk, state__in=(MailState.FAILED, MailState.HANDED_OVER)
    )
    return bool(again.update(state=MailState.WAITING, attempts=0, error="", claim=None))
