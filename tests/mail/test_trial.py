"""`check_mail` says what the mail server answers, and what to correct."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from mail.trial import advice_on
from tests.mail.imap_server import imap_server
from tests.mail.server import MailServer, mail_server


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_BACKEND = "mail.backends.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.server_address[:2]
        yield running


def check(*arguments: str) -> str:
    """What the command prints."""
    output = StringIO()
    call_command("check_mail", *arguments, stdout=output)
    return output.getvalue()


def test_without_an_address_it_connects_and_sends_nothing(server: MailServer) -> None:
    text = check()

    assert "Connected, NOT encrypted" in text
    assert "Nothing was sent" in text
    assert server.accepted == []


@pytest.mark.usefixtures("server")
def test_the_mailbox_of_returned_mail_is_opened_too(settings: Any, tmp_path: Path) -> None:
    with imap_server(tmp_path) as mailbox:
        mailbox.messages = [b"Subject: Away\r\n\r\nBack in May."]
        settings.BOUNCE_MAILBOX, settings.CA_FILE = mailbox.url, str(mailbox.authority)
        assert "127.0.0.1, INBOX: 1 messages" in check()
        settings.BOUNCE_MAILBOX = mailbox.url.replace("p%40ss", "wrong")
        with pytest.raises(CommandError, match="Mailbox of returned mail:"):
            check()


def test_with_an_address_it_sends_and_shows_what_the_server_answered(server: MailServer) -> None:
    assert "The server answered: 250 taken" in check("--to", "it@city.example")

    assert server.addresses == ["it@city.example"]


def test_a_refusal_is_shown_with_advice_and_fails(server: MailServer) -> None:
    server.answer_to = lambda address: "554 5.7.1 Relay access denied"

    with pytest.raises(CommandError) as refused:
        check("--to", "it@city.example")

    answer, advice = str(refused.value).splitlines()
    assert answer == "554 5.7.1 Relay access denied"
    assert advice.startswith("The mail server does not accept messages for this address.")


def test_a_certificate_of_the_citys_own_authority_needs_its_file(
    settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "mail.backends.SmtpBackend"
    settings.EMAIL_USE_SSL, settings.EMAIL_TIMEOUT = True, 5
    # A server that speaks TLS; what it speaks within is of no matter here.
    with imap_server(tmp_path) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        with pytest.raises(CommandError, match="name the file with its certificate in CA_FILE"):
            check()
        settings.CA_FILE = str(server.authority)
        with pytest.raises(CommandError) as refused:
            check()

    assert "certificate" not in str(refused.value).lower()


def test_without_a_mail_server_it_says_so(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "mail.backends.FileBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)

    with pytest.raises(CommandError, match="EMAIL_URL is not set"):
        check()


def test_every_usual_fault_has_advice_of_its_own() -> None:
    faults = [
        ssl.SSLCertVerificationError(),
        ssl.SSLError("WRONG_VERSION_NUMBER"),
        socket.gaierror(),
        ConnectionRefusedError(),
        TimeoutError(),
        smtplib.SMTPAuthenticationError(535, b"no"),
        smtplib.SMTPNotSupportedError(),
        smtplib.SMTPSenderRefused(553, b"no", "a@b"),
        smtplib.SMTPRecipientsRefused({}),
        smtplib.SMTPServerDisconnected(),
        smtplib.SMTPDataError(451, b"later"),
    ]

    advice = [advice_on(fault) for fault in faults]

    assert len(set(advice)) == len(faults)
    assert all(advice)
    assert advice_on(smtplib.SMTPDataError(554, b"spam")) == ""
