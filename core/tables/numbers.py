"""A number of a workbook as its sheet shows it, where that is more than its value: 06 12 34 56 78.

Formats are those of Office Open XML (ECMA-376, part 1, 18.8.31). Only masks of digits are followed:
thousands, decimals, percentages, currencies and units say nothing about which digits there are.
"""

import operator
import re
from collections.abc import Callable

_EXACT_DIGITS = 15
# Spreadsheet programs take no longer one.
_LONGEST_FORMAT = 255
_SECTIONS = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+')
# A text in quotes, an escaped character, the width or the filling of one, a bracket, anything else.
_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[[^\]]*\]|(?P<plain>.)')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(\d+(?:\.\d+)?)\]")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
# What may stand between the digits of a telephone number, and what of it needs no quotes.
_BETWEEN = re.compile(r"[\d\s+()/.\u2010-\u2015-]*")
_UNQUOTED = frozenset(" \u00a0+-()123456789")
_SHORTENED = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+\d{2,3}")


def number_text(value: float, number_format: str = "") -> str:
    """A number as people see it: 12.0 is 12, and 7 in the format 0000 is 0007."""
    whole = int(value)
    if whole != value:
        return repr(round(value, _EXACT_DIGITS))
    is_followed = whole >= 0 and len(number_format) <= _LONGEST_FORMAT
    mask = _mask(whole, number_format) if is_followed else None
    return str(whole) if mask is None else _filled(mask, str(whole))


def has_lost_digits(value: float) -> bool:
    """Whether a number had more digits than spreadsheet programs keep."""
    return isinstance(value, float) and abs(value) >= 1e15


def is_shortened(text: str) -> bool:
    """Whether a program wrote a long number as 8.61381E+12: its digits are gone."""
    return "E+" in text and bool(_SHORTENED.fullmatch(text))


def _mask(whole: int, number_format: str) -> list[str] | None:
    """The places for digits (0, # or ?) and the texts between them; None for another format."""
    mask: list[str] = []
    for token in _TOKEN.finditer(_section(whole, number_format)):
        plain = token["plain"] or ""
        if plain in ("0", "#", "?"):
            mask.append(plain)
            continue
        text = token["quoted"] or token["escaped"] or plain
        if not _BETWEEN.fullmatch(text) or (plain and plain not in _UNQUOTED):
            return None
        # A text never looks like a place.
        mask += [f" {text}"] if text else []
    return mask if any(token in ("0", "#", "?") for token in mask) else None


def _section(whole: int, number_format: str) -> str:
    """The part of a format that holds for a number that is not negative."""
    sections: list[str] = _SECTIONS.findall(number_format) or [""]
    conditions = [_CONDITION.search(section) for section in sections]
    if conditions[0] is None:
        return sections[2] if whole == 0 and len(sections) > 2 else sections[0]
    for section, condition in zip(sections, conditions, strict=True):
        if condition is None or _COMPARE[condition[1]](whole, float(condition[2])):
            return section
    return ""


def _filled(mask: list[str], digits: str) -> str:
    """The mask with digits in its places, from the right; those too many stand at the first."""
    places = sum(place[0] != " " for place in mask)
    waiting = [*digits.rjust(places)]
    first = "".join(waiting[: len(waiting) - places + 1])
    waiting = [first, *waiting[len(waiting) - places + 1 :]]
    shown, shows_zeros = "", False
    for place in mask:
        if place[0] == " ":
            shown += place[1:]
            continue
        # After a 0 every place shows a digit.
        shows_zeros |= place == "0"
        digit = waiting.pop(0)
        shown += digit if digit != " " else "0" if shows_zeros else ""
    return shown.strip()
