"""Dates as each language writes them. The patterns are in core/formats/<language>/formats.py.

Beside Django's own names a page can use, as in `{{ start|date:"WEEKDAY_FORMAT" }}`:
WEEKDAY_FORMAT (Friday 8 December), WEEKDAY_YEAR_FORMAT (with the year), SHORT_DAY_FORMAT
(Fri 8 Dec) and SHORT_MOMENT_FORMAT (8 Dec, 14:30).
"""

from datetime import date

from django.utils.formats import date_format


def date_range(first: date, last: date) -> str:
    """7–9 December 2023; 30 November 2023 – 2 December 2023; one day alone where both agree."""
    if first == last:
        return date_format(first, "DATE_FORMAT")
    if (first.year, first.month) == (last.year, last.month):
        start = date_format(first, "RANGE_START_FORMAT")
        return f"{start}–{date_format(last, 'RANGE_END_FORMAT')}"
    return f"{date_format(first, 'DATE_FORMAT')} – {date_format(last, 'DATE_FORMAT')}"
