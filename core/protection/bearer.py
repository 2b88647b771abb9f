"""Programs that prove with a secret of the settings who they are."""

import hashlib
import hmac
from collections.abc import Iterable

from django.http import HttpRequest


def has_token(request: HttpRequest, tokens: Iterable[str]) -> bool:
    """Whether the header Authorization bears one of `tokens`; takes as long for any other."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    given = _digest(token.strip())
    known = [hmac.compare_digest(given, _digest(trusted)) for trusted in tokens]
    return scheme.lower() == "bearer" and any(known)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
