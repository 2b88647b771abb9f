"""Data that only the portal can read or change: the contents of links, stored secrets."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class CannotUnseal(Exception):
    """The token was not sealed by the portal for this purpose, or it has expired."""


def seal(data: Mapping[str, object], purpose: str) -> str:
    """Encrypt `data` and the present time as a text for a URL (Fernet: AES-128, HMAC-SHA-256)."""
    return _fernet(purpose).encrypt(json.dumps(data).encode()).decode().rstrip("=")


def unseal(token: str, purpose: str, *, max_age: int | None) -> dict[str, Any]:
    """Decrypt data sealed at most `max_age` seconds ago (None: ever). Raises CannotUnseal."""
    padded = token + "=" * (-len(token) % 4)
    try:
        data: dict[str, Any] = json.loads(_fernet(purpose).decrypt(padded.encode(), ttl=max_age))
    except (InvalidToken, ValueError) as error:
        raise CannotUnseal from error
    return data


def _fernet(purpose: str) -> MultiFernet:
    """Seals with SECRET_KEY, and opens what one of SECRET_KEY_FALLBACKS sealed as well."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_fernet_of(secret, purpose) for secret in secrets])


def _fernet_of(secret: str, purpose: str) -> Fernet:
    # A key for each purpose: a link made for one thing opens nothing else.
    key = hashlib.blake2b(purpose.encode(), key=secret.encode()[:64], digest_size=32).digest()
    return Fernet(base64.urlsafe_b64encode(key))
