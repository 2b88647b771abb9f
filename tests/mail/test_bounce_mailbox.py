"""Mail that is returned to a mailbox is recorded once, and none of it is lost or deleted."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from mail import bounce_mailbox
from mail.bounce_mailbox import read_bounces
from mail.choices import MailState
from mail.models import BounceMailbox, OutgoingMail
from mail.services import post, write_mail
from tests.mail.imap_server import ImapServer, imap_server
from tests.mail.test_bounces import HOSTILE, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(tmp_path: Path, settings: Any) -> Iterator[ImapServer]:
    """The mailbox that the settings name."""
    with imap_server(tmp_path) as running:
        settings.BOUNCE_MAILBOX, settings.CA_FILE = running.url, str(running.authority)
        yield running


def sent(count: int = 1) -> list[UUID]:
    """Mails that went out."""
    mails = [
        write_mail(key=f"k{number}", address=f"a{number}@b.example", subject="S", body="B")
        for number in range(count)
    ]
    post(*mails)
    OutgoingMail.objects.update(state=MailState.SENT)
    return [mail.guid for mail in mails]


def states() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("state", flat=True))


def qmail(guid: UUID, *, temporary: bool = False) -> bytes:
    """What qmail writes, which follows no standard."""
    advice = "I'm not going to try again" if not temporary else "I will keep trying"
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: forum@localhost\r\nSubject: failure notice\r\n\r\n"
        "Hi. This is the qmail-send program at mx.example.\r\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\r\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n"
        "<a1@b.example>:\r\n550 5.1.1 No such person here. "
        f"{advice}.\r\n\r\n--- Below this line is a copy of the message.\r\n\r\n"
        f"Return-Path: <forum@localhost>\r\nMessage-ID: <{guid}@localhost>\r\nSubject: S\r\n"
    ).encode()


def test_reports_by_the_standard_and_in_dialects_are_recorded_once_and_marked(
    server: ImapServer,
) -> None:
    first, second, _third = sent(3)
    holiday = f"Subject: Away\r\nIn-Reply-To: <{_third}@localhost>\r\n\r\nBack in May.".encode()
    server.messages = [report(first), holiday, qmail(second)]

    counts = [read_bounces(), read_bounces()]

    assert counts == [3, 0]
    assert states() == ["bounced", "bounced", "sent"]
    errors = OutgoingMail.objects.order_by("pk").values_list("error", flat=True)
    assert "550 5.1.1 No such person here" in errors[1]
    assert (server.seen, server.fetched) == ({1, 3}, [1, 2, 3])
    recent = timezone.now() - timedelta(minutes=1)
    assert BounceMailbox.objects.filter(read_at__gte=recent).exists()


def test_a_line_that_breaks_after_a_record_loses_and_doubles_nothing(server: ImapServer) -> None:
    first, second = sent(2)
    server.messages = [report(first), report(second)]
    server.hangs_up_at_mark = True
    read_bounces()
    assert states() == ["bounced", "sent"]
    server.hangs_up_at_mark = False

    read_bounces()

    assert states() == ["bounced", "bounced"]
    assert server.fetched == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_message_is_read_again_if_its_record_was_not_saved(
    server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.messages = [report(*sent())]

    def killed(**_values: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bounce_mailbox, "record_bounce", killed)
        with pytest.raises(KeyboardInterrupt):
            read_bounces()
    assert states() == ["sent"]

    assert (read_bounces(), states()) == (1, ["bounced"])


def test_a_mailbox_that_numbers_from_the_beginning_is_read_again(server: ImapServer) -> None:
    first, second = sent(2)
    server.messages = [report(first), report(first)]
    read_bounces()
    server.messages, server.validity = [report(second)], 8

    assert (read_bounces(), states()) == (1, ["bounced", "bounced"])


def test_hostile_mail_holds_up_nothing(server: ImapServer) -> None:
    (guid,) = sent()
    long = qmail(guid) + b"x" * 3_000_000
    server.messages = [*HOSTILE.values(), long]
    began = timezone.now()

    assert read_bounces() == len(server.messages)

    assert (timezone.now() - began).total_seconds() < 5
    assert (states(), server.seen) == (["bounced"], {len(server.messages)})


@pytest.mark.parametrize("fault", ["authority", "password", "away"])
def test_a_mailbox_that_cannot_be_read_is_tried_later_and_its_password_not_logged(
    server: ImapServer, settings: Any, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    server.messages = [report(*sent())]
    if fault == "authority":
        settings.CA_FILE = ""
    elif fault == "password":
        settings.BOUNCE_MAILBOX = server.url.replace("p%40ss", "wrong")
    else:
        settings.BOUNCE_MAILBOX = "imap://forum:p%40ss@127.0.0.1:9/INBOX"

    assert read_bounces() == 0

    assert states() == ["sent"]
    assert "cannot be read" in caplog.text
    assert "p@ss" not in caplog.text
