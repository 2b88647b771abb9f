"""Writing mail. It is sent by `mail.outbox`, after the transaction that wrote it."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mail.choices import MailState, Urgency
from mail.models import OutgoingMail

# Called with a mail that did not reach its address, and what was said about it, in the transaction
# that writes it down. Apps above this one add theirs.
UNDELIVERED: list[Callable[[OutgoingMail, str], None]] = []


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
    is_secret: bool = False,
    attachment: str = "",
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
        is_secret=is_secret,
        attachment=attachment,
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


def hold_mails(*, recipient: str) -> None:
    """Wait for a turn at all mails to this person; call it before locking a row that is theirs.

    Who writes down that a mail came back has the mail first, and then the row.
    """
    mails = OutgoingMail.objects.select_for_update(of=("self",), no_key=True)
    list(mails.filter(recipient=recipient).order_by("pk").values_list("pk"))


def withdraw_mails(*, recipient: str) -> None:
    """Delete the mails that wait for this person; of attempted ones only the texts."""
    mails = OutgoingMail.objects.filter(recipient=recipient)
    mails.unfinished().delete()
    mails.update(body="")


def forget_address(*, scope: str, address: str) -> None:
    """Drop every mail about `scope` to an address, no matter whom it was written for."""
    OutgoingMail.objects.filter(scope=scope, address__iexact=address).delete()


def send_again(*, mail: OutgoingMail) -> bool:
    """Let a mail that failed, or whose answer was not seen, be sent again: somebody decided so."""
    again = OutgoingMail.objects.filter(
        pk=mail.pk, state__in=(MailState.FAILED, MailState.HANDED_OVER)
    ).exclude(is_secret=True, body="")
    return bool(again.update(state=MailState.WAITING, attempts=0, error="", claim=None))


def tell_undelivered(*, mail: OutgoingMail, reason: str) -> None:
    """Let the apps above know that a mail did not reach its address."""
    for tell in UNDELIVERED:
        tell(mail, reason)


@transaction.atomic
def record_bounce(*, guid: UUID, reason: str, is_permanent: bool) -> bool:
    """Write down what another mail server said of a mail that we sent; whether that was news.

    A mail that is not ours, was never sent or has come back already stays as it is. One that is
    only late is still under way: the reason is kept, the state is not touched.
    """
    gone = OutgoingMail.objects.filter(guid=guid, state__in=(MailState.SENT, MailState.HANDED_OVER))
    mail = gone.select_for_update(of=("self",), no_key=True).first()
    if mail is None:
        return False
    diagnosis = " ".join(reason.split())[:500]
    if not is_permanent:
        return bool(gone.exclude(error=diagnosis).update(error=diagnosis))
    values = {"body": ""} if mail.is_secret else {}
    gone.update(state=MailState.BOUNCED, bounced_at=timezone.now(), error=diagnosis, **values)
    tell_undelivered(mail=mail, reason=diagnosis)
    return True
