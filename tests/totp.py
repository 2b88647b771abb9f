"""What an app on a phone shows for a secret (RFC 6238), worked out without our own libraries."""

import base64
import hashlib
import hmac
import re
import struct
import time


def code_for(secret: str, at: float | None = None) -> str:
    """The six digits of the half minute of `at`, or of now."""
    counter = int(time.time() if at is None else at) // 30
    key = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def secret_on(page: str) -> str:
    """The secret that the page of setting up shows."""
    match = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page)
    assert match, "the page shows no secret"
    return match.group(1)
