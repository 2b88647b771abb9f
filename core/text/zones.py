"""Time zones of places: which can be chosen, and what they are called. Knows no database."""

import zoneinfo
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache
from importlib import resources

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_countries import countries

# Where people name the time after another city than the zone does.
_NAMES: dict[str, str | Promise] = {"Asia/Shanghai": gettext_lazy("Beijing time")}


@cache
def zones_of_places() -> Mapping[str, str]:
    """The country code of each time zone that is named after a place.

    The table of the IANA database itself: no fixed offsets (whose signs are inverted there), no
    names of the machine, no abbreviations, no names that were given up.
    """
    table = resources.files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {name: country for country, _coordinates, name, *_remark in rows}


def validate_time_zone(name: str) -> None:
    """Refuse what is not the zone of a place, such as Asia/Shanghai."""
    if name not in zones_of_places():
        raise ValidationError(
            _("“%(name)s” is not the time zone of a place. Choose a city."),
            params={"name": name},
        )


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The zones of each country as a select offers them, in the language of the reader."""
    return list(_zone_choices(get_language() or "", datetime.now(UTC).year))


# A page with the select asks several times: four hundred zones, each at four moments of the year.
@lru_cache(maxsize=16)
def _zone_choices(language: str, year: int) -> list[tuple[str, list[tuple[str, str]]]]:
    by_country: dict[str, list[tuple[str, str]]] = {}
    for name, country in zones_of_places().items():
        by_country.setdefault(country, []).append((name, f"{zone_name(name)} ({name})"))
    return [
        (str(country), sorted(by_country[code], key=lambda choice: choice[1]))
        for code, country in countries
        if code in by_country
    ]


def zone_name(zone: str | tzinfo, *moments: datetime) -> str:
    """A zone as people say it, with its offset at `moments`: Beijing time, UTC+8.

    Without moments, with all its offsets of this year: Paris time, UTC+1/+2.
    """
    zone = zoneinfo.ZoneInfo(zone) if isinstance(zone, str) else zone
    name = str(zone)
    year = datetime.now(UTC).year
    at = moments or [datetime(year, month, 1, tzinfo=UTC) for month in (1, 4, 7, 10)]
    offsets = "/".join(dict.fromkeys(sorted(offset(moment.astimezone(zone)) for moment in at)))
    if name == "UTC":
        return name
    city = name.rpartition("/")[2].replace("_", " ")
    label = str(_NAMES[name]) if name in _NAMES else _("%(city)s time") % {"city": city}
    return zone_label(label, offsets)


def zone_label(zone: str, offset: str) -> str:
    """The name of a zone with its offset, as the reader's language joins them."""
    return _("%(zone)s, UTC%(offset)s") % {"zone": zone, "offset": offset}


def offset(moment: datetime) -> str:
    """The offset of an aware moment from UTC: +8, −3, +5:45."""
    minutes = round((moment.utcoffset() or UTC.utcoffset(None)).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def at_same_clock(moment: datetime, old: tzinfo, new: tzinfo, days: int = 0) -> datetime:
    """The moment, in UTC, when clocks in `new` show what those in `old` show at `moment`.

    `days` whole days later. An hour that the clocks of `new` leave out is the one after it.
    """
    shown = moment.astimezone(old) + timedelta(days=days)
    return shown.replace(tzinfo=new).astimezone(UTC)


def span_at_same_clock(
    start: datetime, end: datetime, old: tzinfo, new: tzinfo, days: int = 0
) -> tuple[datetime, datetime]:
    """Both ends of a span, as `at_same_clock` moves one.

    Where clocks change within the span, it keeps its length rather than end before it begins.
    """
    first, last = (at_same_clock(moment, old, new, days) for moment in (start, end))
    return first, last if last > first else first + (end - start)


class NoSingleMoment(Exception):
    """A day and a time that clocks show never or twice: `str()` says so, and what to write."""


def moment_of(day: date, at: time, zone: tzinfo) -> datetime:
    """The moment when clocks in `zone` show `at` on `day`; an offset of `at` resolves ambiguity.

    In that zone. Raises NoSingleMoment.
    """
    shown = datetime.combine(day, at.replace(tzinfo=None))
    both = (shown.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    # A time that the clocks leave out comes back from UTC as another one.
    by_offset = {
        moment.utcoffset(): moment
        for moment in both
        if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == shown
    }
    if not by_offset:
        raise NoSingleMoment(
            _("The clocks change: this time does not exist on that day. Choose another.")
        )
    if at.tzinfo is None and len(by_offset) == 1:
        return next(iter(by_offset.values()))
    if at.tzinfo is not None and at.utcoffset() in by_offset:
        return by_offset[at.utcoffset()]
    clocks = (clock_text(moment, always=True) for moment in by_offset.values())
    example = " / ".join(f"{day.isoformat()} {clock}" for clock in clocks)
    if len(by_offset) == 1:
        text = _("The UTC offset is different at that time. Write it as %(example)s.")
    else:
        text = _(
            "The clocks change: this time occurs twice on that day. Choose by the offset: "
            "%(example)s."
        )
    raise NoSingleMoment(text % {"example": example})


def is_twice(moment: datetime) -> bool:
    """Whether clocks of its zone show the time of an aware moment twice on that day."""
    return moment.replace(fold=1 - moment.fold).utcoffset() != moment.utcoffset()


def twice_mark(moment: datetime) -> str:
    """What tells a time that clocks show twice from the other one: (UTC+1). Else nothing."""
    return f" (UTC{offset(moment)})" if is_twice(moment) else ""


def clock_text(moment: datetime, *, always: bool = False) -> str:
    """A time of day to type: 14:00; with its offset where that alone says which: 02:30+01:00."""
    text = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
    return text + (moment.isoformat()[-6:] if always or is_twice(moment) else "")
