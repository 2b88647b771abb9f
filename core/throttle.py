"""How often somebody may do something that costs others: mail to an address, for one."""

import hashlib
import hmac
import time

from django.conf import settings
from django.core.cache import cache


def take_turn(action: str, who: str, *, most: int, seconds: int) -> bool:
    """Use one of `most` turns that `who` has for `action` in `seconds`; False if none is left.

    Each turn is a row that only one request can add, so that fifty at once get no more. What `who`
    is (an address) is kept as a keyed digest.
    """
    window = int(time.time()) // seconds
    message = f"{action}\0{who}\0{window}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()
    return any(cache.add(f"turn:{digest}:{number}", 1, seconds) for number in range(most))
