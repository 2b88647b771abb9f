"""Days and times as people type them. What can be read in two ways is not read at all."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, time, timedelta, timezone
from enum import StrEnum
from functools import cache

from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT, WEEKDAYS, WEEKDAYS_ABBR

from core.text.languages import in_language, interface_languages


class UnreadableMoment(Exception):
    """This is no day or no time."""


class Ambiguous(UnreadableMoment):
    """This can be read in two ways."""


# Day 0 of Excel on Windows, and serial numbers that can be meant as days: 1982 to 2119.
_EXCEL_ZERO = date(1899, 12, 30)
_SERIALS = range(30_000, 80_000)
_MINUTES = 24 * 60
# Behind a time; no place is farther from UTC.
_OFFSET = r"\s*(?:UTC\s*)?([+\-−])(\d{1,2})(?::?(\d\d))?"
_FARTHEST = 14 * 60
# As 7/5.
_SHORTEST_DAY = 3


class DayOrder(StrEnum):
    """Which of two numbers is the day, as in 07/12/2023."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


def read_day(text: str, within: tuple[date, date], order: DayOrder | None = None) -> date:
    """The day that `text` names. `within` are the days that are expected.

    Year first, or a name for the month, is always clear. Of 07/12/2023 the order is taken which
    alone gives a day, or alone a day `within`, or else `order`; a day without a year is one
    `within`. Raises UnreadableMoment, Ambiguous.
    """
    plain = _plain(text)
    if re.fullmatch(r"\d{5}(\.0+)?", plain) and int(plain[:5]) in _SERIALS:
        return _EXCEL_ZERO + timedelta(days=int(plain[:5]))
    days = sorted(set(_days(plain, within)))
    if not days:
        raise UnreadableMoment
    if len(days) > 1:
        days = [day for day in days if within[0] <= day <= within[1]] or days
    if len(days) > 1 and order:
        days = [day for day in _days(plain, within, order) if day in days]
    if len(days) != 1:
        raise Ambiguous
    return days[0]


def _days(text: str, within: tuple[date, date], order: DayOrder | None = None) -> Iterator[date]:
    """Every day that the text may name, or may in one order."""
    text = re.sub(r"\(.*?\)|00:00(:00)?$", " ", text)
    plain = _month_as_number(text).strip()
    numbers = re.fullmatch(r"(\d+)\D+(\d+)(?:\D+(\d+))?\D*", plain)
    if not numbers or (numbers[3] and len(numbers[1]) < 4 and len(numbers[3]) < 4):
        return
    first, second, third = int(numbers[1]), int(numbers[2]), numbers[3]
    if third and len(numbers[1]) == 4:
        yield from _day(first, second, int(third))
        return
    years = [int(third)] if third else range(within[0].year, within[1].year + 1)
    for year in years:
        if plain != text.strip() and (named := list(_named(text, year))):
            days = named
        else:
            # With dots the day stands first, wherever dots are used.
            is_day_first = "." in text or order == DayOrder.DAY_FIRST
            orders = [] if order == DayOrder.MONTH_FIRST and "." not in text else [(second, first)]
            orders += [] if is_day_first else [(first, second)]
            days = [day for month, number in orders for day in _day(year, month, number)]
        # Without a year and a name for the month, only an expected day is a day.
        is_clear = bool(third) or plain != text.strip()
        yield from (day for day in days if is_clear or within[0] <= day <= within[1])


def _named(text: str, year: int) -> Iterator[date]:
    # "7 December" and "December 7": the month is marked, the other number is the day.
    marked = _month_as_number(text, mark="m")
    month, rest = re.search(r"m(\d+)", marked), re.sub(r"m\d+", " ", marked)
    days = re.findall(r"\d+", rest)
    if month and days:
        yield from _day(year, int(month[1]), int(days[0]))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        calendar_day = date(year, month, day)
    except ValueError:
        return
    # The first and the last day that there is have no moment in some time zones.
    if date.min < calendar_day < date.max:
        yield calendar_day


def _month_as_number(text: str, mark: str = "") -> str:
    """`text` with the name of a month as its number, without names of weekdays and ordinals."""
    months, weekdays = _names()
    text = re.sub(r"(\d+)\s*月", rf" {mark}\1 ", text) if "月" in text else text
    text = re.sub(r"(?<=\d)\s*(年|日|号|號)", " ", text)
    text = re.sub(r"(周|週|星期|礼拜)[一二三四五六日天]", " ", text)
    pieces = re.split(r"([^\W\d_]+)", text)
    replaced = [
        f" {mark}{months[word]} " if word in months else " " if word in weekdays else word
        for word in pieces
    ]
    return "".join(replaced)


@cache
def _names() -> tuple[dict[str, int], frozenset[str]]:
    months: dict[str, int] = {}
    weekdays = {"de", "del", "the", "of", "le", "el", "st", "nd", "rd", "th", "er"}
    for code in interface_languages():
        with in_language(code):
            for names in (MONTHS, MONTHS_3, MONTHS_ALT):
                months |= {_plain(str(name)).strip("."): key for key, name in names.items()}
            for names in (WEEKDAYS, WEEKDAYS_ABBR):
                weekdays |= {_plain(str(name)).strip(".") for name in names.values()}
    months |= {"sept": 9}
    return {name: key for name, key in months.items() if name.isalpha()}, frozenset(weekdays)


def read_time(text: str) -> time:
    """The time of day that `text` names, in 24 or twice 12 hours. Raises UnreadableMoment."""
    plain = _plain(text)
    # Excel's part of a day. Of two digits it may as well be half past midnight, typed with a dot.
    if re.fullmatch(r"0?\.(\d|[6-9]\d|\d{3,})", plain):
        minutes = round(float(plain) * _MINUTES)
        return time(minutes // 60 % 24, minutes % 60)
    half = next((pm for pm, marks in _HALVES.items() if any(mark in plain for mark in marks)), None)
    for marks in _HALVES.values():
        for word in marks:
            plain = plain.replace(word, " ")
    match = re.fullmatch(
        r"\s*(\d{1,2})\s*(?:(?:[:.]|h|点|點|时|時)\s*(?:(\d{2})\s*分?)?)?(?::(\d{2}))?\s*", plain
    )
    if not match or (half is None and re.fullmatch(r"\s*\d+\s*", plain)):
        raise UnreadableMoment
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if half is not None and not (0 < hour <= 12 or (hour > 12 and half)):
        raise UnreadableMoment
    if half is not None and hour <= 12:
        hour = hour % 12 + (12 if half else 0)
    try:
        return time(hour, minute, second)
    except ValueError as error:
        raise UnreadableMoment from error


def read_clock(text: str) -> time:
    """A time of day as `read_time` reads it, with an optional offset: 02:30+01:00.

    The offset says which of two is meant where clocks are put back. Raises UnreadableMoment.
    """
    match = re.fullmatch(rf"(.+?){_OFFSET}", text.strip())
    if not match:
        return read_time(text)
    hours, minutes = int(match[3]), int(match[4] or 0)
    if hours * 60 + minutes > _FARTHEST or minutes >= 60:
        raise UnreadableMoment
    away = timedelta(hours=hours, minutes=minutes)
    return read_time(match[1]).replace(tzinfo=timezone(away if match[2] == "+" else -away))


# False: before noon. Longer words first, so that nothing of them is left.
_HALVES = {
    True: ("p.m.", "pm", "下午", "中午", "晚上", "午后", "مساء", "م"),
    False: ("a.m.", "am", "上午", "早上", "凌晨", "صباحا", "ص"),
}


def split_moment(text: str) -> tuple[str, str]:
    """The day and the time of a cell that holds both, the time last; else two blanks."""
    clock = rf"\d{{1,2}}:\d\d(?::\d\d)?(?:\s*[AaPp]\.?[Mm]\.?)?(?:{_OFFSET})?"
    match = re.fullmatch(rf"([^:]*\d[^:]*?)(?:(?<=\d)T|[\s,]+)({clock})", text.strip())
    return (match[1], match[2]) if match and len(match[1]) >= _SHORTEST_DAY else ("", "")


def _plain(text: str) -> str:
    # Full-width and Arabic-Indic digits are digits; the odd space between figures is a space.
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    return "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in folded)
