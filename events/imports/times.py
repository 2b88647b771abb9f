"""Reading the start and end of a row, in the time zone of its event."""

from datetime import UTC, date, datetime, time, timedelta, timezone

from django.utils.translation import gettext as _

from core.tables.moments import (
    Ambiguous,
    DayOrder,
    UnreadableMoment,
    read_clock,
    read_day,
    split_moment,
)
from core.text.dates import HasSpan
from core.text.zones import NoSingleMoment, is_twice, moment_of
from events.imports.notes import DAY_ORDER, Note
from events.imports.rows import RowReader
from events.models import Event


def day_in(
    cells: RowReader, key: str, event: Event, moment_key: str = "", around: int = 0
) -> date | None:
    """The day of a cell; of the cell `moment_key` if this one is empty and that one holds both.

    Of a day that can be read in two ways, the reading within the event is taken, or within `around`
    days of it; where both or neither are, the order that somebody chose for the column.
    """
    text = cells.text(key) or (split_moment(cells.text(moment_key))[0] if moment_key else "")
    if not text:
        return None
    margin = timedelta(days=around)
    within = (event.start_date - margin, event.end_date + margin)
    try:
        return read_day(split_moment(text)[0] or text, within, day_order(cells, key))
    except Ambiguous:
        _doubt_day(cells, key, text[:80], event)
        return None
    except UnreadableMoment:
        problem = _("“%(text)s” is not a date. Write it as %(example)s.")
    cells.error(key, problem, text=text[:80], example=event.start_date.isoformat())
    return None


def day_order(cells: RowReader, key: str) -> DayOrder | None:
    """Which of two numbers somebody said is the day in the column of a field."""
    order = cells.chosen(key, DAY_ORDER)
    return DayOrder(order) if order else None


def _doubt_day(cells: RowReader, key: str, text: str, event: Event) -> None:
    problem = _("“%(text)s” could be two dates. Write it as %(example)s.")
    message = problem % {"text": text, "example": event.start_date.isoformat()}
    cells.faulty.add(key)
    cells.errors.append(Note(cells.place_of(key), message, key=key, kind=DAY_ORDER, value=text))


def time_in(cells: RowReader, key: str) -> time | None:
    """The time of day of a cell."""
    text = cells.text(key)
    if not text:
        return None
    try:
        return read_clock(split_moment(text)[1] or text)
    except UnreadableMoment:
        problem = _("“%(text)s” is not a time. Write it as 14:00.")
        cells.error(key, problem, text=text[:80])
        return None


def span_of(
    cells: RowReader, event: Event, old: HasSpan | None
) -> tuple[datetime, datetime] | None:
    """Start and end; parts that the table lacks stay as in `old`. None after an error."""
    was = [moment.astimezone(event.zone) for moment in (old.start, old.end)] if old else None
    day = day_in(cells, "day", event, "start")
    start, end = time_in(cells, "start"), time_in(cells, "end")
    end_day = day_in(cells, "end_day", event)
    if was:
        day = day if cells.has("day") else day or was[0].date()
        start = start if cells.has("start") else _time_on(was[0], day)
        if not cells.has("end"):
            end = _time_on(was[1], was[1].date() if not cells.has("day") else None)
        if not cells.has("end_day") and not (cells.has("day") or cells.has("end")):
            end_day = was[1].date()
    if cells.errors:
        return None
    needed = {"day": day, "start": start, "end": end}
    for key in (key for key, value in needed.items() if value is None):
        cells.error(key, _("This cell is required. Fill it in."))
    if day is None or start is None or end is None:
        return None
    first = moment_at(cells, "start", event, day, start)
    last = moment_at(cells, "end", event, end_day or day, end)
    if first and last and last <= first:
        cells.error("end", _("The end must be after the start. Correct one of them."))
    return (first, last) if first and last else None


def moment_at(cells: RowReader, key: str, event: Event, day: date, at: time) -> datetime | None:
    """A day and a time in the event's zone as a moment. None after an error."""
    try:
        return moment_of(day, at, event.zone).astimezone(UTC)
    except NoSingleMoment as error:
        cells.error(key, "%(problem)s", problem=str(error))
        return None


def is_at(moment: datetime, at: time) -> bool:
    """Whether clocks show `at` at that moment; if `at` has an offset, it must match too."""
    has_offset = at.tzinfo is None or at.utcoffset() == moment.utcoffset()
    return has_offset and moment.time() == at.replace(tzinfo=None)


def _time_on(moment: datetime, day: date | None) -> time:
    """The time of `moment`; on its own day with the offset, which resolves ambiguity."""
    if day == moment.date() and is_twice(moment):
        return moment.time().replace(tzinfo=timezone(moment.utcoffset() or timedelta()))
    return moment.time()
