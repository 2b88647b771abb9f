"""manage.py check_mail"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mail.trial import Trial, send_trial


class Command(BaseCommand):
    help = (
        "Connect to the mail server, encrypt, log in and, with --to, send an e-mail at once. Shows "
        "what the server answers and what to correct. Whether others believe the sender (SPF, "
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

    def _report(self, trial: Trial, address: str) -> None:
        is_encrypted = f"encrypted ({trial.protocol})" if trial.protocol else "NOT encrypted"
        self.stdout.write(f"Connected, {is_encrypted}; logged in where an account is named.")
        if not address:
            self.stdout.write("Nothing was sent: add --to ADDRESS.")
            return
        self.stdout.write(f"Sent to {address}. The server answered: {trial.answer}")
        self.stdout.write("Check that it arrives, and not among the spam.")
