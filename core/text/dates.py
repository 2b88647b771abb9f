"""Dates as each language writes them. The patterns are in core/formats/<language>/formats.py.

Beside Django's own names a page can use, as in `{{ start|date:"WEEKDAY_FORMAT" }}`:
WEEKDAY_FORMAT (Friday 8 December), WEEKDAY_MOMENT_FORMAT (with the time), WEEKDAY_YEAR_FORMAT (with
the year), SHORT_DAY_FORMAT (Fri 8 Dec) and SHORT_MOMENT_FORMAT (8 Dec, 14:30).

Where something begins and ends, the functions here write both, and the tag `hours` in pages: an end
on another day names its day. A test refuses any other way to write an end.
"""

from datetime import date, datetime, tzinfo
from typing import Protocol

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from core.text.whole_days import has_time
from core.text.zones import twice_mark, zone_name


class HasSpan(Protocol):
    """Something that takes place from `start` to `end`."""

    @property
    def start(self) -> datetime:
        """The first moment."""

    @property
    def end(self) -> datetime:
        """The last moment."""


def date_range(first: date, last: date) -> str:
    """7–9 December 2023; 30 November 2023 – 2 December 2023; one day alone where both agree."""
    if first == last:
        return date_format(first, "DATE_FORMAT")
    if (first.year, first.month) == (last.year, last.month):
        start = date_format(first, "RANGE_START_FORMAT")
        return f"{start}–{date_format(last, 'RANGE_END_FORMAT')}"
    return f"{date_format(first, 'DATE_FORMAT')} – {date_format(last, 'DATE_FORMAT')}"


def day_before_time(moment: date, day_format: str) -> str:
    """A day to be followed by a time of day: "Fri 8 Dec, "."""
    return date_format(moment, day_format) + pgettext("between two facts", ", ")


def clock(moment: datetime, day: date, day_format: str = "SHORT_DAY_FORMAT") -> str:
    """14:30; on another day than `day` with that day: Fri 8 Dec, 01:30. In the moment's zone."""
    lead = "" if moment.date() == day else day_before_time(moment, day_format)
    return f"{lead}{moment:%H:%M}{twice_mark(moment)}"


def hours(start: datetime, end: datetime) -> str:
    """14:00–15:30; an end on another day names it: 22:00 – Fri 8 Dec, 01:30."""
    dash = "–" if start.date() == end.date() else " – "
    return f"{clock(start, start.date())}{dash}{clock(end, start.date())}"


def moment_range(start: datetime, end: datetime, moment_format: str = "SHORT_MOMENT_FORMAT") -> str:
    """7 Dec, 14:00–15:30; with both days where they differ: 7 Dec, 22:00 – 8 Dec, 01:30."""
    begins = moment_text(start, moment_format)
    if start.date() == end.date():
        return f"{begins}–{clock(end, start.date())}"
    return f"{begins} – {moment_text(end, moment_format)}"


def moment_text(moment: datetime, moment_format: str = "DATETIME_FORMAT") -> str:
    """8 December 2023, 14:30, in the moment's zone; what clocks show twice with its offset."""
    return f"{date_format(moment, moment_format)}{twice_mark(moment)}"


def short_moment(moment: datetime) -> str:
    """8 Dec, 14:30; a day whose time is not known says so."""
    if not has_time(moment):
        return day_without_time(moment)
    return moment_text(moment, "SHORT_MOMENT_FORMAT")


def day_without_time(day: date) -> str:
    """Fri 8 Dec, time not known."""
    return f"{day_before_time(day, 'SHORT_DAY_FORMAT')}{_('time not known')}"


def full_moment(moment: datetime) -> str:
    """Friday 8 December 2023, 14:30: for who reads it far away and weeks later, as in a mail."""
    return f"{day_before_time(moment, 'WEEKDAY_YEAR_FORMAT')}{clock(moment, moment.date())}"


def full_range(start: datetime, end: datetime) -> str:
    """Thursday 7 December 2023, 14:00 – 15:30; an end on another day names it in full as well."""
    return f"{full_moment(start)} – {clock(end, start.date(), 'WEEKDAY_YEAR_FORMAT')}"


def moment_in(moment: datetime, zone: tzinfo, moment_format: str = "DATETIME_FORMAT") -> str:
    """A moment by the clocks of `zone`, which is named where the page has another one."""
    return f"{moment_text(moment.astimezone(zone), moment_format)}{other_zone(zone, moment)}"


def other_zone(zone: tzinfo, moment: datetime) -> str:
    """The name of `zone` behind a moment of it; nothing where it is that of the page."""
    is_own = str(zone) == timezone.get_current_timezone_name()
    return "" if is_own else f" ({zone_name(zone, moment)})"


def moment_in_figures(moment: datetime) -> str:
    """2026-12-01 14:05, in this order also within a text that runs from right to left."""
    figures = f"{moment:%Y-%m-%d %H:%M}"
    return f"\u2066{figures}\u2069" if get_language_bidi() else figures
