"""One account for each role of the demo, with passwords generated once and stored in a file."""

import os
import secrets
from pathlib import Path

from django.conf import settings

from accounts.models import User
from accounts.roles import Role

FILE_NAME = "demo-accounts.txt"


def accounts_file() -> Path:
    """The path of the file with addresses and passwords, readable by the owner only."""
    return Path(settings.DATA_DIR) / FILE_NAME


def demo_accounts() -> dict[Role, User]:
    """Return the accounts by role with their passwords, creating what is missing.

    A new database takes the passwords in the file; an account that the file lacks gets a new one.
    """
    known = _read()
    users = {}
    for role in Role:
        email = f"{role.value}@demo.example"
        is_new = email not in known
        password = known.setdefault(email, secrets.token_urlsafe(12))
        user = User.objects.filter(email=email).first()
        if user is None:
            name = f"Demo {role.label}"
            user = User.objects.create_user(email, password, name=name)
        elif is_new:
            user.set_password(password)
            user.save(update_fields=["password"])
        users[role] = user
    _write(known)
    return users


def _read() -> dict[str, str]:
    path = accounts_file()
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return dict(line.split(maxsplit=1) for line in lines if "@" in line)


def _write(accounts: dict[str, str]) -> None:
    path = accounts_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{email:40} {password}\n" for email, password in accounts.items())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
