"""Days whose time is not known, among moments. Knows no database.

Such a day is stored as its last moment: every order puts it behind the times of that day, a filter
by day finds it, and it moves with the clocks of its event. Nobody can type that moment, because
forms and tables end at seconds.
"""

from datetime import UTC, date, datetime, time, tzinfo


def whole_day(day: date, zone: tzinfo) -> datetime:
    """The moment, in UTC, that stands for a day in `zone` whose time is not known."""
    return datetime.combine(day, time.max, zone).astimezone(UTC)


def has_time(moment: datetime) -> bool:
    """Whether the time of `moment` is known."""
    return moment.microsecond != time.max.microsecond


def day_or_moment(moment: datetime | None, zone: tzinfo) -> date | datetime | None:
    """The moment by the clocks of `zone`, or the day alone if its time is not known."""
    if moment is None:
        return None
    shown = moment.astimezone(zone)
    return shown if has_time(moment) else shown.date()


def earliest(moment: datetime, zone: tzinfo) -> datetime:
    """The first moment that can be meant: for a day without a time, its beginning in `zone`."""
    if has_time(moment):
        return moment
    return datetime.combine(moment.astimezone(zone).date(), time.min, zone)
