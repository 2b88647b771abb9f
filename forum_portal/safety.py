"""Settings that must not reach a running portal. Each check names the setting and the remedy."""

import ipaddress
import re
import ssl
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypedDict
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from core.protection.entropy import entropy

_SECRET_LENGTH = 50
_SECRET_BITS = 100
_KNOWN_SECRETS = ("django-insecure", "changeme", "change-me", "secret", "example", "---")
_HOST = re.compile(r"\.?[\w-]+(\.[\w-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)
_WEBHOOK_HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?")
_DSN = re.compile(r"https://\w+@[\w.-]+(:\d+)?/([\w/-]+/)?\d+", re.ASCII)
_PUBLIC_KEY = re.compile(r"age1[02-9ac-hj-np-z]{58}")
_TEMPORARY = ("/tmp", "/var/tmp", "/dev/shm", "/run")  # noqa: S108  (compared, not used)
_FORGETFUL = re.compile(r"(synchronous_commit|fsync)=(?:off|false|no|0)\b")
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class Database(TypedDict, total=False):
    """A database in Django's settings, with the keys that the portal checks."""

    ENGINE: str
    NAME: str
    CONN_MAX_AGE: int | None
    OPTIONS: dict[str, object]
    TEST: dict[str, str]


class Environment(environ.Env):  # type: ignore[misc]
    """The environment. An unreadable value is reported by its variable's name, never shown."""

    def __init__(self, **scheme: object) -> None:
        super().__init__(**scheme)
        # Each variable that was read and is set. Only switches, numbers and choices show a value.
        self.in_force: dict[str, str] = {}

    def get_value(self, var: str, cast: object = None, *args: object, **options: object) -> Any:
        """Read as the library does, with an error that names the wrong variable."""
        raw = str(self.ENVIRON.get(var, ""))
        if raw:
            self.in_force[var] = "(set)"
        try:
            if raw.startswith("$"):
                # A secret may begin so: the library would look for a variable of that name.
                return self.parse_value(raw, cast)
            value = super().get_value(var, cast, *args, **options)
        except (ValueError, KeyError):
            raise ImproperlyConfigured(f"{var} cannot be read. See docs/settings.md.") from None
        if isinstance(value, list):
            return [part.strip() for part in value if part.strip()]
        return value

    def database(self, var: str, default: str) -> Database:
        """Return a database in the form of Django's settings."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what is not known is refused below
                described: Database = self.db_url(var, default=default)
        except ValueError:
            # Its words may be a part of the password: “u:pa#ss@host” has the port “pa”.
            raise ImproperlyConfigured(
                f"{var} cannot be read. Write special characters of a password as %23, %2F, %40."
            ) from None
        if "ENGINE" not in described:
            raise ImproperlyConfigured(f"{var} must be sqlite:///… or postgres://….")
        return described

    def mail(self, var: str) -> dict[str, object]:
        """Return the settings of the mail server at a URL."""
        try:
            described: dict[str, object] = self.email_url(var)
        except (ImproperlyConfigured, ValueError):
            raise ImproperlyConfigured(
                f"{var} cannot be read. It looks like smtp+tls://user:password@host:587, with "
                "special characters of the password written as %23, %2F, %40."
            ) from None
        if described["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
            described["EMAIL_BACKEND"] = "mail.backends.SmtpBackend"
        return described

    def switch(self, var: str) -> bool:
        """Read true or false; off if unset. A misspelt word is an error, not off."""
        word = str(self.str(var, default="false")).lower()
        if word not in (*self.BOOLEAN_TRUE_STRINGS, "false", "no", "off", "n", "0", ""):
            raise ImproperlyConfigured(f"{var} must be true or false.")
        self._show(var, word)
        return word in self.BOOLEAN_TRUE_STRINGS

    def count(self, var: str, default: int) -> int:
        """Read a whole number, not below zero."""
        number: int = self.int(var, default=default)
        if number < 0:
            raise ImproperlyConfigured(f"{var} must not be below zero.")
        self._show(var, number)
        return number

    def choice(self, var: str, choices: Sequence[str]) -> str:
        """Read one of `choices`; the first if unset."""
        chosen = str(self.str(var, default=choices[0]))
        if chosen not in choices:
            raise ImproperlyConfigured(f"{var} must be one of {', '.join(choices)}.")
        self._show(var, chosen)
        return chosen

    def secrets(self, var: str) -> list[str]:
        """Read secrets, separated by commas; each is checked."""
        secrets: list[str] = self.list(var, default=[])
        for secret in secrets:
            check_secret(secret, var)
        return secrets

    def networks(self, var: str) -> list[str]:
        """Read IP addresses and networks, separated by commas."""
        networks: list[str] = self.list(var, default=[])
        try:
            for network in networks:
                ipaddress.ip_network(network)
        except ValueError:
            example = "such as 10.0.0.5 or 10.0.0.0/24"
            raise ImproperlyConfigured(f"{var} holds IP addresses, {example}.") from None
        return networks

    def public_keys(self, var: str) -> list[str]:
        """Read public keys of age, separated by commas; a private one belongs elsewhere."""
        keys: list[str] = self.list(var, default=[])
        if any(key.upper().startswith("AGE-SECRET-KEY-") for key in keys):
            raise ImproperlyConfigured(
                f"{var} holds a private key. Keep that away from the server, and set the public "
                "key, which begins with age1."
            )
        if not all(_PUBLIC_KEY.fullmatch(key) for key in keys):
            raise ImproperlyConfigured(
                f"{var} holds public keys of age, separated by commas. Each begins with age1 and "
                "has 62 characters; age-keygen makes a pair."
            )
        return keys

    def log_level(self, var: str) -> str:
        """Read one of the levels of Python's logging."""
        level = str(self.str(var, default="WARNING")).upper()
        if level not in _LOG_LEVELS:
            raise ImproperlyConfigured(f"{var} must be one of {', '.join(_LOG_LEVELS)}.")
        self._show(var, level)
        return level

    def _show(self, var: str, value: object) -> None:
        if var in self.in_force:
            self.in_force[var] = str(value)


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine only."""
    name = host.strip("[]").lower()
    if name in {"localhost", ".localhost"}:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def check_secret(secret: str, name: str = "SECRET_KEY") -> None:
    """Refuse a missing, short, guessable or well-known secret of the setting `name`."""
    advice = (
        "Set it to at least 50 random characters, for example from: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )
    if not secret:
        raise ImproperlyConfigured(f"{name} is missing. {advice}")
    if len(secret) < _SECRET_LENGTH or entropy(secret) < _SECRET_BITS:
        raise ImproperlyConfigured(f"{name} is too short or too easy to guess. {advice}")
    if secret.lower().startswith(_KNOWN_SECRETS):
        raise ImproperlyConfigured(f"{name} is an example. {advice}")


def check_data_keys(keys: list[str], origin: str) -> None:
    """Refuse a portal that others reach without a key of its own for personal data."""
    if not keys and not is_loopback(urlsplit(origin).hostname or ""):
        raise ImproperlyConfigured(
            "DATA_KEYS is missing: it encrypts passports and diets. Set it to at least 50 random "
            "characters, and keep a copy elsewhere. Where the portal ran without it, add its "
            "SECRET_KEY after a comma, and run manage.py reseal."
        )


def check_hosts(hosts: list[str], *, debug: bool) -> None:
    """Refuse an empty list, a wildcard, and DEBUG where others can reach the server."""
    if not hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is missing. Set it to the portal's host names, separated by commas."
        )
    if any("*" in host or host == "." for host in hosts):
        raise ImproperlyConfigured("ALLOWED_HOSTS contains “*”. Name each host instead.")
    if not all(_HOST.fullmatch(host) for host in hosts):
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS holds names alone, such as forum.example: no scheme, port or path."
        )
    if debug and not all(is_loopback(host) for host in hosts):
        raise ImproperlyConfigured(
            "DEBUG is on and ALLOWED_HOSTS names a public host. Switch DEBUG off: its error pages "
            "show everything."
        )


def checked_file(path: str, name: str) -> str:
    """Return the path of the setting `name` after checking that it holds certificates."""
    if path:
        try:
            ssl.create_default_context(cafile=path)
        except (OSError, ssl.SSLError):
            raise ImproperlyConfigured(
                f"{name} cannot be read. It is the path of a file with certificates in PEM form."
            ) from None
    return path


def checked_mailbox(url: str, name: str) -> str:
    """Return the URL of the setting `name` after checking it. Its parts are never shown."""
    try:
        parts = urlsplit(url)
        is_whole = url.isascii() and bool(parts.hostname and parts.username and parts.password)
        is_whole = is_whole and parts.port != 0
    except ValueError:
        is_whole = False
    if url and not (is_whole and parts.scheme in ("imaps", "imap+tls", "imap")):
        raise ImproperlyConfigured(
            f"{name} must look like imaps://user:password@host/INBOX, with special characters of "
            "user and password written as %23, %2F, %40."
        )
    if url and parts.scheme == "imap" and not is_loopback(str(parts.hostname)):
        raise ImproperlyConfigured(
            f"{name} would send its password over the network as plain text. Use imaps:// or "
            "imap+tls://."
        )
    return url


def checked_dsn(dsn: str, name: str) -> str:
    """Return the DSN of a Sentry after checking it; it is never shown: its key is a secret."""
    if dsn and not _DSN.fullmatch(dsn):
        raise ImproperlyConfigured(f"{name} must look like https://key@sentry.example/42.")
    return dsn


def check_webhook_hosts(hosts: list[str]) -> None:
    """Refuse anything but full host names: no IP address, no pattern, no short name."""
    if not all(_WEBHOOK_HOST.fullmatch(host) for host in hosts):
        raise ImproperlyConfigured(
            "WEBHOOK_HOSTS holds full names in lower case, such as hooks.city.example, separated "
            "by commas: no scheme, port, path, pattern or IP address."
        )


def check_origin(origin: str, *, allow_http: bool) -> None:
    """Refuse an invalid origin, and plain HTTP on a network."""
    try:
        parts = urlsplit(origin)
        is_exact = origin == f"{parts.scheme}://{parts.netloc}" and parts.port != 0
    except ValueError:  # an IPv6 address or a port that is none
        is_exact = False
    if not is_exact or parts.scheme not in {"http", "https"} or "@" in origin or not parts.hostname:
        raise ImproperlyConfigured("PUBLIC_ORIGIN must look like https://forum.example.")
    if parts.scheme == "http" and not allow_http and not is_loopback(parts.hostname):
        raise ImproperlyConfigured(
            "PUBLIC_ORIGIN is plain http on a public address. Use https, or set ALLOW_HTTP=true "
            "for a closed network."
        )


def check_database(database: Database, *, allow_temporary: bool) -> None:
    """Refuse a database that can lose what it has acknowledged."""
    engine, name = database["ENGINE"], str(database["NAME"])
    if engine.endswith("sqlite3"):
        if not name or ":memory:" in name or "mode=memory" in name:
            raise ImproperlyConfigured("DATABASE_URL is in memory. Name a file on a disk.")
        path, folders = Path(name).resolve(), (tempfile.gettempdir(), *_TEMPORARY)
        if not allow_temporary and any(path.is_relative_to(folder) for folder in folders):
            raise ImproperlyConfigured(
                "DATABASE_URL is in a temporary folder. Name a file on a disk that lasts."
            )
        return
    if not engine.endswith("postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must be sqlite:///… or postgres://….")
    options = database.get("OPTIONS", {})
    if not name and "service" not in options:
        raise ImproperlyConfigured("DATABASE_URL names no database: postgres://host/name.")
    spoken = re.sub(r"\s*=\s*", "=", str(options.get("options", "")).lower().replace("-", "_"))
    if switch := _FORGETFUL.search(spoken):
        raise ImproperlyConfigured(f"DATABASE_URL switches durability off ({switch[0]}).")
