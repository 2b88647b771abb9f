"""Whether something that was looked at is still the same."""

import hashlib
import json


def fingerprint(data: object) -> str:
    """A short text that differs whenever `data`, which is JSON, does."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
