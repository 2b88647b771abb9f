"""manage.py createsuperuser, with the rules for passwords also where nobody types."""

import os
from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from accounts.models import User

_PASSWORD = "DJANGO_SUPERUSER_PASSWORD"  # noqa: S105  (the name of a variable)


class Command(createsuperuser.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse the password of the environment where the form would refuse it."""
        password = os.environ.get(_PASSWORD)
        if not options["interactive"] and password is not None:
            address = options.get("email") or os.environ.get("DJANGO_SUPERUSER_EMAIL", "")
            try:
                validate_password(password, User(email=address))
            except ValidationError as error:
                raise CommandError(f"{_PASSWORD}: {' '.join(error.messages)}") from error
        super().handle(*args, **options)
