"""How often somebody may do something that costs others: mail to an address, for one."""

import hashlib
import hmac
import time

from django.conf import settings
from django.core.cache import cache


def take_turn(action: str, who: str, *, most: int, seconds: int) -> bool:
    """Use one of `most` turns that `who` has for `action` in `seconds`; False if none is left.

    Each turn is a row that only one request can add, so that fifty at once get no more. Turns are
    taken in order: one look tells which are left. What `who` is (an address) is kept as a keyed
    digest.
    """
    key = _key(action, who, seconds)
    turns = [f"{key}:{number}" for number in range(most)]
    taken = cache.get_many(turns)
    return any(cache.add(turn, 1, seconds) for turn in turns if turn not in taken)


def has_turn(action: str, who: str, *, most: int, seconds: int) -> bool:
    """Whether a turn is left. Does not use it up; for actions that count only when they fail."""
    return cache.get(f"{_key(action, who, seconds)}:{most - 1}") is None


def _key(action: str, who: str, seconds: int) -> str:
    window = int(time.time()) // seconds
    message = f"{action}\0{who}\0{window}".encode()
    return f"turn:{hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()}"
