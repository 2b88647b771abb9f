"""The run of show: a running order on paper, for the people on stage and the crew."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.text.dates import hours
from core.text.languages import in_language
from core.text.translated import fallback_order
from core.typesetting import locale, pdf, say, words
from programme.editing.running_order import count_editions
from programme.editing.running_order_times import RunTime, run_times
from programme.models import RunItem, Session

_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "paper" / "run_of_show.typ"


def run_of_show(session: Session, language: str, *, at: datetime) -> bytes:
    """Return the running order of `session` as PDF, dated `at`."""
    event = session.event
    with (
        in_language(language),
        fallback_order(event.languages),
        timezone.override(event.zone),
    ):
        return pdf(_TEMPLATE, run_sheet(session, language, at=at), made_at=at)


def run_sheet(session: Session, language: str, *, at: datetime) -> dict[str, Any]:
    """Return the contents of the run of show for its template."""
    zone = session.event.zone
    rows = list(session.run_items.all())
    start = session.start.astimezone(zone)
    times = run_times(start, [(row.offset, row.minutes) for row in rows])
    moment = date_format(at.astimezone(zone), "DATETIME_FORMAT")
    return {
        "locale": locale(language),
        "name": f"{words(session.title)} · {_('Run of show')}",
        "kicker": _("Run of show"),
        "internal": _("Internal: not for the public"),
        "title": say(session.title),
        "event": say(session.event.title),
        "facts": [
            date_format(start, "WEEKDAY_YEAR_FORMAT"),
            hours(start, session.end.astimezone(zone)),
            say(session.room.name) if session.room else "",
        ],
        "edition": _("Version %(version)s, as of %(moment)s")
        % {"version": count_editions(session), "moment": moment},
        "contacts-label": _("Contacts"),
        "contacts": [words(line) for line in session.stage_contacts.splitlines() if line.strip()],
        "page": _("Page %(number)s of %(total)s") % {"number": "{page}", "total": "{total}"},
        "heads": _heads(),
        "rows": [_row(*pair) for pair in zip(rows, times, strict=True)],
        "empty": _("No items yet."),
    }


def _heads() -> list[str]:
    return [
        _("Time"),
        _("min"),
        _("Running"),
        _("What happens"),
        _("Who"),
        _("Where"),
        _("Cue"),
        _("Interpretation"),
        _("In charge"),
        _("Note"),
    ]


def _row(row: RunItem, time: RunTime) -> list[object]:
    sign = "-" if time.running < 0 else ""
    hours, minutes = divmod(abs(time.running), 60)
    texts = (row.who, row.place, row.cue, row.interpretation, row.owner, row.note)
    return [
        time.clock,
        str(row.minutes),
        f"{sign}{hours}:{minutes:02}",
        say(row.item),
        *(words(text) for text in texts),
    ]
