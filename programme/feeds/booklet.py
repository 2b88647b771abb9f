"""The contents of the programme booklet, for templates/paper/booklet.typ."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.text.dates import clock, date_range, moment_range
from core.text.languages import in_language, spoken_name
from core.text.prose import plain_blocks
from core.text.translated import TranslatedText
from core.text.zones import zone_name
from core.typesetting import locale, marked, pdf, say, words
from events.models import Event
from programme.agenda.session_urls import public_url
from programme.agenda.sub_forums import ShownSubForum, load_sub_forums
from programme.agenda.values import Agenda, Appearance, Session, SubForum
from programme.choices import AppearanceRole, SessionKind

DAY, SUB_FORUM = "day", "sub-forum"
ORDERS = (DAY, SUB_FORUM)

_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "paper" / "booklet.typ"
_IMAGES = Path(settings.BASE_DIR) / "static" / "img"
_PAUSES = frozenset({SessionKind.BREAK, SessionKind.MEAL, SessionKind.REGISTRATION})
# A session with more characters than this may be split over two pages.
_LONG = 700
# How many characters fit into the running head.
_RUNNING = 60

_KINDS = {kind.value: kind.label for kind in SessionKind}
_ROLES = {role.value: role.label for role in AppearanceRole}

Say = str | dict[str, str]


def contents(event: Event, agenda: Agenda, language: str, order: str) -> dict[str, object]:
    """Return the contents of the booklet of a published agenda, ordered by day or by sub-forum."""
    with in_language(language), timezone.override(agenda.zone):
        return _front(event, agenda, language, order) | {
            "chapters": _by_day(event, agenda) if order == DAY else _by_sub_forum(event, agenda),
        }


def typeset(data: dict[str, object], agenda: Agenda) -> bytes:
    """Typeset `contents` as PDF; the same release gives the same bytes in every process."""
    if agenda.released_at is None:
        raise ValueError("Only a release is printed.")
    return pdf(_TEMPLATE, data, made_at=agenda.released_at)


# --- The front ----------------------------------------------------------------------------------


def _front(event: Event, agenda: Agenda, language: str, order: str) -> dict[str, object]:
    url = f"{settings.PUBLIC_ORIGIN}{reverse('programme:agenda', args=[event.slug])}"
    kicker = _("Programme by day") if order == DAY else _("Programme by sub-forum")
    title, theme = words(event.title), words(event.theme)
    return {
        "locale": locale(language),
        "name": f"{title} · {kicker}",
        "description": theme,
        "kicker": kicker,
        "title": say(event.title),
        "title-length": len(title.encode()),
        "theme": say(event.theme),
        "running": title if len(title) <= _RUNNING else f"{title[:_RUNNING]}…",
        "dates": date_range(*(agenda.dates or (event.start_date, event.end_date))),
        "places": [say(text) for text in (event.city, *_venues(agenda)) if text],
        "edition": _("Version %(version)s, published %(moment)s")
        % {
            "version": agenda.version,
            "moment": date_format(timezone.localtime(agenda.released_at), "DATETIME_FORMAT"),
        },
        "emblem": (_IMAGES / "emblem.svg").read_text(encoding="utf-8"),
        "how-to-read": _how_to_read(agenda),
        "url": url,
        "url-shown": words(url.partition("://")[2]),
        "tracks": [_track(sub_forum) for sub_forum in agenda.sub_forums],
        "count": len(agenda.sessions),
        "labels": _labels(),
    }


def _venues(agenda: Agenda) -> Iterable[TranslatedText]:
    return list(dict.fromkeys(room.venue for room in agenda.rooms))[:1]


def _how_to_read(agenda: Agenda) -> list[str]:
    return [
        _("All times are local to the forum: %(zone)s.")
        % {"zone": zone_name(agenda.zone, *(session.start for session in agenda.sessions))},
        _("Sessions below the same line begin at the same time."),
        _("Each sub-forum has a colour and a number."),
        _("A text without a translation is printed in the language in which it was written."),
        _("Each title links to the page of the session, where changes appear first:"),
    ]


def _labels() -> dict[str, str]:
    return {
        "page": _("Page %(number)s of %(total)s") % {"number": "{page}", "total": "{total}"},
        "contents": _("Contents"),
        "how-to-read": _("How to read this programme"),
        "questions": _("Questions"),
        "cancelled": f"{_('Cancelled')} · {_('This session has been cancelled.')}",
        "comma": pgettext("in a list", ", "),
        "none-yet": _("The sessions of this sub-forum have not been published yet."),
    }


# --- Chapters -----------------------------------------------------------------------------------


def _by_day(event: Event, agenda: Agenda) -> list[dict[str, object]]:
    return [
        _chapter(
            date_format(day.date, "WEEKDAY_FORMAT"),
            event,
            day.sessions,
            order=DAY,
            day=day.date,
        )
        for day in agenda.days
    ]


def _by_sub_forum(event: Event, agenda: Agenda) -> list[dict[str, object]]:
    """Return a chapter for sessions outside sub-forums, then one for each sub-forum.

    All sessions are included, also those whose sub-forum has been deleted.
    """
    shown = load_sub_forums(event, agenda)
    known = {sub_forum.guid for sub_forum, _sessions in shown}
    everybody = [
        session
        for session in agenda.sessions
        if not session.sub_forum or session.sub_forum.guid not in known
    ]
    chapters = [_sub_forum(event, sub_forum, sessions) for sub_forum, sessions in shown]
    if everybody:
        chapters.insert(0, _chapter(_("The whole forum"), event, everybody, order=SUB_FORUM))
    return chapters


def _sub_forum(event: Event, row: ShownSubForum, sessions: list[Session]) -> dict[str, object]:
    petal = (_IMAGES / f"{row.colour}.svg").read_text(encoding="utf-8")
    questions = row.questions.best()
    lines = [line.strip() for line in questions.text.splitlines() if line.strip()]
    return _chapter(say(row.title), event, sessions, order=SUB_FORUM) | {
        "track": _track(row),
        "kicker": _("Sub-forum %(number)s") % {"number": row.number},
        "petal": petal,
        "lead": say(row.description),
        "host": [_("Hosted by"), say(row.host)] if row.host else [],
        "questions": [marked(line, questions) for line in lines],
    }


def _chapter(
    title: Say, event: Event, sessions: Iterable[Session], *, order: str, day: date | None = None
) -> dict[str, object]:
    """Return a chapter; sessions that began before `day` are shortened."""
    everything = list(sessions)
    continued = [session for session in everything if day and session.day < day]
    groups = groupby(everything[len(continued) :], lambda session: session.start)
    slots = [_slot(event, list(group), order) for _start, group in groups]
    return {
        "title": title,
        "track": None,
        "lead": "",
        "host": [],
        "questions": [],
        "slots": [*([_continued(event, continued)] if continued else []), *slots],
    }


def _slot(event: Event, sessions: list[Session], order: str) -> dict[str, object]:
    note = ngettext(
        "%(count)d session at the same time", "%(count)d sessions at the same time", len(sessions)
    )
    return {
        "day": date_format(sessions[0].start, "WEEKDAY_FORMAT") if order != DAY else "",
        "note": note % {"count": len(sessions)} if len(sessions) > 1 else "",
        "sessions": [
            _session(event, session, order, opens=index == 0)
            for index, session in enumerate(sessions)
        ],
    }


def _continued(event: Event, sessions: list[Session]) -> dict[str, object]:
    """Return sessions of an earlier day with time and place only."""
    return {
        "day": _("Continued from an earlier day"),
        "note": "",
        "sessions": [
            _session(event, session, DAY, opens=False)
            | {"start": "", "roles": [], "abstract": [], "is-long": False}
            | {"when": moment_range(session.start, session.end, "WEEKDAY_MOMENT_FORMAT")}
            for session in sessions
        ],
    }


# --- A session ----------------------------------------------------------------------------------


def _session(event: Event, session: Session, order: str, *, opens: bool) -> dict[str, object]:
    abstract = session.abstract.best()
    length = len(str(session.title).encode()) + len(abstract.text.encode())
    return {
        "title": say(session.title),
        "url": public_url(event, session),
        "start": clock(session.start, session.start.date()),
        "end": clock(session.end, session.day),
        "when": "",
        "opens": opens,
        "kind": str(_KINDS.get(session.kind, session.kind)),
        "tone": _tone(session),
        "cancelled": session.is_cancelled,
        "track": _track(session.sub_forum) if session.sub_forum else None,
        "shows-track": order == DAY,
        "where": _where(session),
        "languages": _languages(session),
        "roles": _roles(session.appearances),
        "abstract": [
            {"kind": block.kind, "text": marked(block.text, abstract)}
            for block in plain_blocks(session.abstract.get(abstract.language, ""))
        ],
        "is-long": length + 120 * len(session.appearances) > _LONG,
    }


def _tone(session: Session) -> str:
    if session.kind in _PAUSES:
        return "pause"
    return "plenary" if session.is_plenary else ""


def _where(session: Session) -> list[Say]:
    room = session.room
    if session.in_all_rooms or room is None:
        return [_("All rooms") if session.in_all_rooms else _("To be announced")]
    floor = f"{_('floor')} {words(room.floor)}" if room.floor else ""
    return [say(room.name), floor, say(room.venue)]


def _languages(session: Session) -> list[tuple[str, list[str]]]:
    pairs = (
        (_("Languages spoken"), session.floor_languages),
        (_("Interpreted into"), session.interpretation_languages),
    )
    return [(label, [spoken_name(code) for code in codes]) for label, codes in pairs if codes]


def _roles(appearances: Iterable[Appearance]) -> list[dict[str, object]]:
    """Return the people on stage by role, each role once, in the order of its first person."""
    people_by_role: dict[str, list[dict[str, object]]] = {}
    for appearance in appearances:
        people_by_role.setdefault(appearance.role, []).append(_person(appearance))
    return [
        {"label": str(_ROLES.get(role, role)), "people": people}
        for role, people in people_by_role.items()
    ]


def _person(appearance: Appearance) -> dict[str, object]:
    person = appearance.person
    if person is None:
        return {"name": None, "placeholder": say(appearance.placeholder)}
    return {
        "name": words(f"{person.honorific} {person.name}".strip()),
        "native": words(person.native_name),
        "office": say(person.office_title),
        "from": say(person.delegation_name),
    }


def _track(sub_forum: SubForum | ShownSubForum) -> dict[str, object]:
    return {"number": sub_forum.number, "title": say(sub_forum.title), "colour": sub_forum.colour}
