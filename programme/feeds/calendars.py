"""The agenda as a calendar to subscribe to (RFC 5545, RFC 7986)."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache, partial
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.text.languages import in_language, spoken_names
from events.models import Event
from programme.agenda.session_urls import public_url
from programme.agenda.values import Agenda, Appearance, Room, Session, SubForum, Withdrawn
from programme.choices import AppearanceRole, SessionKind
from programme.feeds import ical

CONTENT_TYPE = "text/calendar; charset=utf-8"
_ROOMS = gettext_lazy("All rooms")


def calendar(
    event: Event, agenda: Agenda, items: Iterable[Session | Withdrawn], language: str
) -> bytes:
    """Return the sessions as one calendar, its texts in `language`.

    The UID of a session never changes; its SEQUENCE (`programme.releases.calendar_sequence`) grows
    when it moves. Cancelled sessions say so; of withdrawn ones there is nothing else. The same
    agenda gives the same bytes, because the stamp is the time of the release.
    """
    items = list(items)
    with in_language(language):
        lines = [*_head(event, agenda), *_time_zone(agenda, items)]
        describe = _describer(event, agenda)
        for item in items:
            lines += describe(item)
    return ical.document([*lines, "END:VCALENDAR"])


def _head(event: Event, agenda: Agenda) -> list[str]:
    title = ical.text(str(event.title))
    return [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Forum portal//Agenda//EN",
        "METHOD:PUBLISH",
        f"NAME:{title}",
        # The older name of the same, and the only one that Outlook and Google know.
        f"X-WR-CALNAME:{title}",
        f"X-WR-TIMEZONE:{agenda.time_zone}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        # The older name of the same, for Outlook.
        "X-PUBLISHED-TTL:PT1H",
    ]


def _time_zone(agenda: Agenda, items: list[Session | Withdrawn]) -> list[str]:
    if not items:
        return []
    first = min(item.start for item in items)
    last = max(item.end for item in items)
    return ical.time_zone(agenda.zone, agenda.time_zone, first, last)


def _describer(event: Event, agenda: Agenda) -> Callable[[Session | Withdrawn], list[str]]:
    """Return a function that writes a session. What sessions share is worked out only once."""
    zone, host = agenda.time_zone, urlsplit(settings.PUBLIC_ORIGIN).hostname
    stamp = agenda.released_at or datetime.now(UTC)
    url = partial(public_url, event)
    stamps = [f"DTSTAMP:{ical.utc(stamp)}", f"LAST-MODIFIED:{ical.utc(stamp)}"]
    place, heading, kind = cache(_place), cache(_heading), cache(_kind)

    def begin(item: Session | Withdrawn, status: str) -> list[str]:
        return [
            "BEGIN:VEVENT",
            f"UID:{item.guid}@{host}",
            *stamps,
            f"SEQUENCE:{item.sequence}",
            f"STATUS:{status}",
            ical.at("DTSTART", item.start, zone),
            ical.at("DTEND", item.end, zone),
        ]

    def describe(session: Session | Withdrawn) -> list[str]:
        if isinstance(session, Withdrawn):
            return [
                *begin(session, "CANCELLED"),
                f"SUMMARY:{ical.text(_('Cancelled'))}",
                "END:VEVENT",
            ]
        title = str(session.title)
        lines = [
            *begin(session, _status(session)),
            f"SUMMARY:{ical.text(_('Cancelled: %s') % title if session.is_cancelled else title)}",
        ]
        if where := str(_ROOMS) if session.in_all_rooms else place(session.room):
            lines.append(f"LOCATION:{ical.text(where)}")
        lines.append(f"CATEGORIES:{ical.text(kind(session.kind))}")
        parts = (heading(session.sub_forum), str(session.abstract), _facts(session))
        if description := "\n\n".join(part for part in parts if part):
            lines.append(f"DESCRIPTION:{ical.text(description)}")
        return [*lines, *_conference(session), f"URL:{url(session)}", "END:VEVENT"]

    return describe


def _status(session: Session) -> str:
    if session.is_cancelled:
        return "CANCELLED"
    return "CONFIRMED" if session.status == "confirmed" else "TENTATIVE"


def _conference(session: Session) -> list[str]:
    """Return the line of RFC 7986, 5.11, for the stream."""
    if not session.media.stream or session.is_cancelled:
        return []
    label = f'LABEL="{_("Live stream")}"'
    return [f"CONFERENCE;VALUE=URI;FEATURE=VIDEO;{label}:{session.media.stream}"]


def _place(room: Room | None) -> str:
    if room is None:
        return ""
    floor = f"{_('floor')} {room.floor}" if room.floor else ""
    return ", ".join(part for part in (str(room.name), floor, str(room.venue)) if part)


def _heading(sub_forum: SubForum | None) -> str:
    if sub_forum is None:
        return ""
    number = _("Sub-forum %(number)s") % {"number": sub_forum.number}
    return f"{number}: {sub_forum.title}"


def _kind(kind: str) -> str:
    return str(SessionKind(kind).label) if kind in SessionKind.values else kind


def _facts(session: Session) -> str:
    """Return a line for the languages and for each person on stage."""
    lines = [
        f"{label}: {spoken_names(codes)}"
        for label, codes in (
            (_("Languages spoken"), session.floor_languages),
            (_("Interpreted into"), session.interpretation_languages),
        )
        if codes
    ]
    return "\n".join([*lines, *(_on_stage(appearance) for appearance in session.appearances)])


def _on_stage(appearance: Appearance) -> str:
    role = (
        str(AppearanceRole(appearance.role).label)
        if appearance.role in AppearanceRole.values
        else appearance.role
    )
    if appearance.person is None:
        return f"{role}: {appearance.placeholder}"
    who = " ".join(part for part in (appearance.person.honorific, appearance.person.name) if part)
    facts = (who, str(appearance.person.office_title), str(appearance.person.delegation_name))
    return f"{role}: {pgettext('in a list', ', ').join(part for part in facts if part)}"
