"""manage.py check_mail"""

import imaplib
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mail.bounce_mailbox import open_mailbox, select_folder
from mail.trial import Trial, send_trial


class Command(BaseCommand):
    help = (
        "Connect to the mail server, encrypt, log in and, with --to, send an e-mail at once. Shows "
        "what the server answers and what to correct. Opens the mailbox of returned mail, where "
        "there is one. Whether others believe the sender (SPF, "
        "DKIM, DMARC) is a matter of the mail server and of DNS."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The address."""
        parser.add_argument("--to", default="", metavar="ADDRESS", help="where to send an e-mail")

    def handle(self, *args: object, **options: Any) -> None:
        """Try; fail with the answer and advice."""
        address = options["to"]
        trial = send_trial(
            address=address,
            subject=f"Test e-mail of {settings.PUBLIC_ORIGIN}",
            body="This e-mail was sent to test the mail server. It has arrived.",
        )
        if trial.is_file:
            raise CommandError("No mail server: EMAIL_URL is not set, mail is written to files.")
        self.stdout.write(f"Mail server: {settings.EMAIL_HOST}, port {settings.EMAIL_PORT}")
        self.stdout.write(f"Account: {settings.EMAIL_HOST_USER or 'none'}")
        self.stdout.write(f"Sender: {settings.DEFAULT_FROM_EMAIL}")
        if trial.has_failed:
            raise CommandError(f"{trial.answer}\n{trial.advice}".strip())
        self._report(trial, address)
        if settings.BOUNCE_MAILBOX:
            self._check_mailbox(urlsplit(settings.BOUNCE_MAILBOX))

    def _report(self, trial: Trial, address: str) -> None:
        is_encrypted = f"encrypted ({trial.protocol})" if trial.protocol else "NOT encrypted"
        self.stdout.write(f"Connected, {is_encrypted}; logged in where an account is named.")
        if not address:
            self.stdout.write("Nothing was sent: add --to ADDRESS.")
            return
        self.stdout.write(f"Sent to {address}. The server answered: {trial.answer}")
        self.stdout.write("Check that it arrives, and not among the spam.")

    def _check_mailbox(self, parts: SplitResult) -> None:
        try:
            with open_mailbox(parts) as mailbox:
                folder, count = select_folder(mailbox, parts)
        except (imaplib.IMAP4.error, OSError) as error:
            raise CommandError(f"Mailbox of returned mail: {error}") from error
        self.stdout.write(f"Mailbox of returned mail: {parts.hostname}, {folder}: {count} messages")
