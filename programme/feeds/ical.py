"""Writing iCalendar (RFC 5545): lines, texts, moments and the rules of a time zone.

Our own, because a library takes ten times as long; the tests read the result with that library.
Knows no database and no session; for SEQUENCE see `programme.releases.calendar_sequence`.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo

_LINE = 75
# A line goes on after a space, which counts. No piece ends before the rest of a character.
_PIECE = re.compile(rb".{1,%d}(?![\x80-\xbf])" % (_LINE - 1), re.DOTALL)
# What no line may hold; the tab may stay, and line ends are our own once texts are escaped.
_CONTROL = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\r\n")
# A slip in a date must not make a calendar search centuries.
_MOST_YEARS = 20
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


def document(lines: Iterable[str]) -> bytes:
    """Return the lines as bytes: folded at 75 octets, ended by CRLF, without control characters."""
    # Half of a surrogate pair is not a character: it is dropped, like control characters.
    folded = b"\r\n".join(_folded(line.encode(errors="ignore")) for line in lines)
    # Once for all lines, which is many times quicker. Lines only become shorter by it.
    return folded.translate(None, _CONTROL) + b"\r\n"


def _folded(line: bytes) -> bytes:
    return line if len(line) <= _LINE else b"\r\n ".join(_PIECE.findall(line))


def text(value: str) -> str:
    """A value of type TEXT: what has a meaning of its own is escaped, line breaks become `\\n`."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def utc(moment: datetime) -> str:
    """Return a moment in UTC."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def at(name: str, moment: datetime, zone_name: str) -> str:
    """Return the line `name` with a moment in local time of the zone."""
    # When clocks go back, a local time means the first of the two: the second needs UTC.
    if zone_name == "UTC" or moment.fold:
        return f"{name}:{utc(moment)}"
    return f"{name};TZID={zone_name}:{moment:%Y%m%dT%H%M%S}"


def time_zone(zone: tzinfo, name: str, first: datetime, last: datetime) -> list[str]:
    """Return the VTIMEZONE from the year before `first` to the year after `last`.

    Each change of the clocks is an observance of its own: no rule has to be guessed, and zones
    without one (in Morocco the clocks follow the moon) are right as well. UTC needs none.
    """
    if name == "UTC":
        return []
    begin = datetime(max(first.year - 1, 2), 1, 1, tzinfo=UTC)
    end = datetime(min(last.year + 2, begin.year + _MOST_YEARS, 9999), 1, 1, tzinfo=UTC)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    lines += _observance(zone, begin, begin)
    for before, after in _changes(zone, begin, end):
        lines += _observance(zone, before, after)
    return [*lines, "END:VTIMEZONE"]


def _clock(zone: tzinfo, moment: datetime) -> tuple[timedelta, bool, str]:
    """What a clock there shows at `moment`: the offset, whether it is summer time, its name."""
    local = moment.astimezone(zone)
    return local.utcoffset() or timedelta(), bool(local.dst()), local.tzname() or ""


def _changes(zone: tzinfo, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The last second before each change and the first one after it."""
    day = begin
    while day < end:
        before, after = day, day + _DAY
        day = after
        if _clock(zone, before) == _clock(zone, after):
            continue
        while after - before > _SECOND:
            middle = before + (after - before) // _SECOND // 2 * _SECOND
            if _clock(zone, middle) == _clock(zone, before):
                before = middle
            else:
                after = middle
        yield before, after


def _observance(zone: tzinfo, before: datetime, after: datetime) -> list[str]:
    old, _summer, _name = _clock(zone, before)
    new, summer, name = _clock(zone, after)
    kind = "DAYLIGHT" if summer else "STANDARD"
    return [
        f"BEGIN:{kind}",
        # As the clocks show it that are about to change.
        f"DTSTART:{after + old:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_offset(old)}",
        f"TZOFFSETTO:{_offset(new)}",
        f"TZNAME:{text(name)}",
        f"END:{kind}",
    ]


def _offset(offset: timedelta) -> str:
    minutes, seconds = divmod(int(abs(offset).total_seconds()), 60)
    sign = "-" if offset < timedelta() else "+"
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours:02}{minutes:02}" + (f"{seconds:02}" if seconds else "")
