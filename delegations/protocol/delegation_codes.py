"""Codes of delegations, as on cars and badges: CO-BOG. Knows no database."""

import re
from collections.abc import Collection

from core.text.folding import fold

# Replaces the country of an international organization.
_OF_NO_COUNTRY = "INT"


def propose_code(country: str, name: str, taken: Collection[str]) -> str:
    """Propose a code of country and first letters, CO-BOG; if taken, add letters or a number.

    `taken` are codes in capitals. A name without Latin letters gives a number alone: CN-01.
    """
    letters = re.sub(r"[^A-Z0-9]", "", fold(name).upper())[:12]
    start = country.upper() or _OF_NO_COUNTRY
    tries = [f"{start}-{letters[:length]}" for length in range(3, max(4, len(letters) + 1))]
    if len(letters) < 2:
        tries = []
    numbered = (f"{start}-{letters[:3]}{number:02d}" for number in range(1, 10_000))
    return next(code for code in (*tries, *numbered) if code not in taken)
