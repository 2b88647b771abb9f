"""manage.py setup"""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import QueryDict
from django.urls import reverse

from forum_portal.workspace.set_up import services
from forum_portal.workspace.set_up.forms import FirstAccountForm

# The variables that --noinput reads, by the field of the form.
_VARIABLES = {"email": "SETUP_EMAIL", "name": "SETUP_NAME", "password1": "SETUP_PASSWORD"}


class Command(BaseCommand):
    help = (
        "Print a link to create the first administrator in the browser: it works once, for an "
        "hour, and replaces an earlier one. With --noinput, create the account from SETUP_EMAIL, "
        "SETUP_NAME and SETUP_PASSWORD."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """`--noinput`."""
        parser.add_argument("--noinput", action="store_true", help="read the environment instead")

    def handle(self, *args: object, **options: Any) -> None:
        """Print the link or create the account; nothing once somebody can administer."""
        try:
            if options["noinput"]:
                self._create()
            else:
                self._print_link()
        except services.HasAdministrator:
            login = f"{settings.PUBLIC_ORIGIN}{reverse('account_login')}"
            self.stdout.write(f"This portal already has an administrator: log in at {login}")

    def _print_link(self) -> None:
        path = reverse("set-up-link", args=[services.issue_link()])
        self.stdout.write(
            "Set up your portal in the browser. This link works once, for an hour; do not share "
            f"it:\n\n    {settings.PUBLIC_ORIGIN}{path}\n"
        )

    def _create(self) -> None:
        if services.has_administrator():
            raise services.HasAdministrator
        values = {field: os.environ.get(name, "") for field, name in _VARIABLES.items()}
        values["name"] = values["name"] or values["email"]
        data = QueryDict(mutable=True)
        data.update({**values, "password2": values["password1"]})
        form = FirstAccountForm(data)
        if not form.is_valid():
            faults = {
                _VARIABLES["password1" if field.startswith("password") else field]: errors[0]
                for field, errors in form.errors.items()
            }
            raise CommandError("\n".join(f"{name}: {text}" for name, text in faults.items()))
        typed = form.cleaned_data
        try:
            user = services.create_administrator(
                email=typed["email"], name=typed["name"], password=typed["password1"]
            )
        except services.AccountExists as error:
            raise CommandError("SETUP_EMAIL: there is already an account with it.") from error
        self.stdout.write(f"{user.email} can now log in at {settings.PUBLIC_ORIGIN}.")
