"""Numbers and identifiers that somebody else wrote."""

import json
from uuid import UUID

# Both databases count rows in 64 bits; and Python refuses to read thousands of digits.
_MOST_DIGITS = 18


def row_number(text: str) -> int | None:
    """The number of a row as an address or a form says it; None where it is none."""
    return int(text) if len(text) <= _MOST_DIGITS and text.isdecimal() else None


def read_guid(text: str) -> UUID | None:
    """The identifier that an address, a form or a table says; None for a text that is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def row_numbers(text: str) -> dict[str, int] | None:
    """Such numbers by name, as a form carries them in JSON; None where one of them is none."""
    numbers = {}
    try:
        for name, value in json.loads(text).items():
            if (number := row_number(str(value))) is None:
                return None
            numbers[name] = number
    except (ValueError, AttributeError, RecursionError):
        return None
    return numbers
