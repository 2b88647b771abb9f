"""Settings that must not reach a running portal. Each check names the setting and the remedy."""

import ipaddress
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_SECRET_LENGTH = 50
_SECRET_SIGNS = 10
_KNOWN_SECRETS = ("django-insecure", "changeme", "change-me", "secret", "example", "---")


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine only."""
    name = host.strip("[]").lower()
    if name in {"localhost", ".localhost"}:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def check_secret(secret: str) -> None:
    """Refuse a missing, short, repeating or well-known SECRET_KEY."""
    advice = (
        "Set it to at least 50 random characters, for example from: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )
    if not secret:
        raise ImproperlyConfigured(f"SECRET_KEY is missing. {advice}")
    if len(secret) < _SECRET_LENGTH or len(set(secret)) < _SECRET_SIGNS:
        raise ImproperlyConfigured(f"SECRET_KEY is too short or too regular. {advice}")
    if secret.lower().startswith(_KNOWN_SECRETS):
        raise ImproperlyConfigured(f"SECRET_KEY is an example. {advice}")


def check_hosts(hosts: list[str], *, debug: bool) -> None:
    """Refuse no host, any host, and DEBUG where others can reach it."""
    if not hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is missing. Set it to the portal's host names, divided by commas."
        )
    if any("*" in host or host == "." for host in hosts):
        raise ImproperlyConfigured("ALLOWED_HOSTS contains “*”. Name each host instead.")
    if debug and not all(is_loopback(host) for host in hosts):
        raise ImproperlyConfigured(
            "DEBUG is on and ALLOWED_HOSTS names a public host. Switch DEBUG off: its error pages "
            "show everything."
        )


def check_origin(origin: str, *, allow_http: bool) -> None:
    """Refuse an origin that is none, and plain HTTP where the network can listen."""
    parts = urlsplit(origin)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured("PUBLIC_ORIGIN must look like https://forum.example.")
    if parts.scheme == "http" and not allow_http and not is_loopback(parts.hostname):
        raise ImproperlyConfigured(
            "PUBLIC_ORIGIN is plain http on a public address. Use https, or set ALLOW_HTTP=true "
            "for a closed network."
        )


def check_database(database: dict[str, Any], *, allow_temporary: bool) -> None:
    """Refuse a database that forgets what it has acknowledged."""
    engine, name = str(database["ENGINE"]), str(database["NAME"])
    if engine.endswith("sqlite3"):
        if not name or ":memory:" in name or "mode=memory" in name:
            raise ImproperlyConfigured("DATABASE_URL is in memory. Name a file on a disk.")
        folders = (Path(tempfile.gettempdir()), Path("/dev/shm"), Path("/run"))  # noqa: S108
        path = Path(name).resolve()
        if not allow_temporary and any(path.is_relative_to(folder) for folder in folders):
            raise ImproperlyConfigured(
                "DATABASE_URL is in a temporary folder. Name a file on a disk that lasts."
            )
        return
    if not engine.endswith("postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must be sqlite:///… or postgres://….")
    options = str(database.get("OPTIONS", {}).get("options", "")).replace(" ", "").lower()
    for switch in ("synchronous_commit=off", "fsync=off"):
        if switch in options:
            raise ImproperlyConfigured(f"DATABASE_URL switches durability off ({switch}).")
