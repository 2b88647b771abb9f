"""Components of pages that know the agenda."""

from datetime import date
from functools import lru_cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from core.templatetags.components import hours_of_one_day, text, timed
from core.text.dates import day_before_time
from core.text.languages import content_language, spoken_names
from core.text.translated import TranslatedText
from delegations.protocol.names import initials, names_on_page
from events.models import Event
from programme.agenda.grid import Cell, Grid
from programme.agenda.payload_types import ChangePayload
from programme.agenda.session_urls import page_path
from programme.agenda.sub_forums import ShownSubForum
from programme.agenda.values import Person, Session, SubForum
from programme.choices import AppearanceRole, SessionKind
from programme.releases.change_days import DayOfChanges, group_payloads, group_pending
from programme.releases.change_wording import CHANGE_LABELS, change_lines
from programme.releases.changes import Change

register = template.Library()

_KINDS: dict[str, str | Promise] = {kind.value: kind.label for kind in SessionKind}
_ROLES: dict[str, str | Promise] = {role.value: role.label for role in AppearanceRole}

# The people on stage named in a cell of the grid; the others are counted.
PEOPLE_IN_A_CELL = 2
# As much of a card as can be made without a template: a page has hundreds of them.
_TRACK = '<p class="track"><span class="track__number">{}</span>{}</p>'


@register.inclusion_tag("components/agenda/session_card.html")
def session_card(
    session: Session,
    *,
    event: Event,
    heading: str = "h3",
    with_room: bool = True,
    day: date | None = None,
    with_stream: bool = False,
) -> dict[str, object]:
    """A session at a glance.

    `with_room=False` leaves the room out: in a list of one room. `day` is the one that
    the card stands under: a session that began before says since when it is going on.
    `with_stream` is for sessions that are on.
    """
    # What can be worked out here is: a page has hundreds of cards, and a tag costs more than this.
    sub_forum = session.sub_forum
    look = sub_forum.colour if sub_forum else "session-card--plenary" if session.is_plenary else ""
    return {
        "session": session,
        "title": text(session.title),
        "track": _track_line(sub_forum.number, text(sub_forum.title)) if sub_forum else "",
        "facts": _facts_line(
            "facts",
            text(_where(session, with_room=with_room)),
            _names(get_language() or "", session.languages),
        ),
        "people": "",
        "classes": f"session-card {look}".rstrip(),
        "hours": _hours(session, day),
        "url": page_path(event.slug, session.code),
        "heading": heading,
        "stream": session.media.stream if with_stream else "",
    }


@register.inclusion_tag("components/agenda/session_card.html")
def grid_card(cell: Cell, *, grid: Grid, event: Event, day: date) -> dict[str, object]:
    """A session in its place in the grid, with the first people on stage.

    It does not repeat the head of its column; a grid too wide for paper is printed without heads,
    so there it has its room on paper.
    """
    session = cell.session
    card = session_card(session, event=event, day=day)
    if session.room and not grid.is_by_sub_forum and cell.column_span == 1:
        paper = text(session.room.name) if grid.is_wide else ""
        card["facts"] = format_html(
            "{}{}",
            _facts_line("facts", "", _names(get_language() or "", session.languages)),
            _facts_line("facts paper-only", paper, ""),
        )
    return card | {"classes": f"{card['classes']} {cell.classes}", "people": _people_line(session)}


def _people_line(session: Session) -> str:
    people = [appearance.person for appearance in session.appearances if appearance.person]
    if not people:
        return ""
    names = pgettext("in a list", ", ").join(person.name for person in people[:PEOPLE_IN_A_CELL])
    more = len(people) - PEOPLE_IN_A_CELL
    return format_html(
        '<p class="session-card__people">{}{}</p>', names, f" +{more}" if more > 0 else ""
    )


# Many sessions share a track, or a room and languages: what they share is made once. `typed` keeps
# apart what is safe and what only reads the same.
@lru_cache(maxsize=256, typed=True)
def _track_line(number: int, title: str) -> str:
    return format_html(_TRACK, number, title)


@lru_cache(maxsize=1024, typed=True)
def _names(_language: str, codes: tuple[str, ...]) -> str:
    return spoken_names(codes)


@lru_cache(maxsize=1024, typed=True)
def _facts_line(classes: str, where: str, languages: str) -> str:
    facts = [part for part in (where, languages) if part]
    spans = format_html_join("", "<span>{}</span>", ([part] for part in facts))
    return format_html('<p class="{}">{}</p>', classes, spans) if facts else ""


def _hours(session: Session, day: date | None) -> str:
    start, end = session.start, session.end
    if start.date() == end.date():
        return hours_of_one_day(start, end)
    if day is None or day <= session.day:
        last = day_before_time(end, "SHORT_DAY_FORMAT")
        return format_html("<span>{} – {}</span>", timed("", start), timed(last, end))
    since = day_before_time(start, "WEEKDAY_FORMAT")
    until = day_before_time(end, "WEEKDAY_FORMAT") if end.date() != day else ""
    sentence = format_html(
        _("since {start}, until {end}"), start=timed(since, start), end=timed(until, end)
    )
    return format_html("<span>{}</span>", sentence)


def _where(session: Session, *, with_room: bool) -> str | TranslatedText:
    if session.in_all_rooms:
        return _("All rooms")
    return session.room.name if session.room and with_room else ""


@register.inclusion_tag("components/agenda/track.html")
def track(sub_forum: SubForum | ShownSubForum, *, event: Event) -> dict[str, object]:
    """A sub-forum: number, name and its colour, never the colour alone."""
    return {
        "sub_forum": sub_forum,
        "url": reverse("programme:sub-forum", args=[event.slug, sub_forum.slug]),
    }


@register.inclusion_tag("components/agenda/calendar_links.html")
def calendar_links(path: str) -> dict[str, object]:
    """The ways to a calendar whose address on this site is `path`, in the reader's language."""
    address = f"{settings.PUBLIC_ORIGIN}{path}?lang={content_language()}"
    return {"one_tap": f"webcal:{address.partition(':')[2]}", "address": address}


@register.simple_tag
def person_name(person: Person, url: str = "") -> str:
    """The name of a person on stage in the script of the page, then in the other one.

    `url` is the page that the first form leads to.
    """
    first, second = names_on_page(person.name, person.native_name, content_language())
    forms = [
        f"{person.honorific} {name}" if person.honorific and name == person.name else name
        for name in (first, second)
    ]
    link = '<a href="{}"><bdi>{}</bdi></a>' if url else "{}<bdi>{}</bdi>"
    name = format_html(link, url, forms[0])
    return (
        format_html('{} <bdi class="person__native">{}</bdi>', name, forms[1]) if second else name
    )


@register.filter
def headline_name(person: Person) -> str:
    """The name of a person on stage in the script of the page."""
    return names_on_page(person.name, person.native_name, content_language())[0]


@register.simple_tag
def portrait(person: Person, url: str) -> str:
    """The photograph of a person beside their name, or their initials."""
    if url:
        image = '<img class="portrait" src="{}" alt="" width="56" height="56" loading="lazy">'
        return format_html(image, url)
    letters = initials(headline_name(person))
    return format_html('<span class="portrait" aria-hidden="true">{}</span>', letters)


@register.filter
def kind_label(kind: str) -> str | Promise:
    """The name of a kind of session."""
    return _KINDS.get(kind, kind)


@register.filter
def role_label(role: str) -> str | Promise:
    """The name of a role on stage."""
    return _ROLES.get(role, role)


@register.filter
def language_names(codes: tuple[str, ...]) -> str:
    """Spoken languages by their names for the reader: Chinese, English, French."""
    return spoken_names(codes)


@register.filter
def petal_image(colour: str) -> str:
    """The URL of a sub-forum's emblem."""
    return static(f"img/{colour}.svg")


@register.filter
def change_label(kind: str) -> str | Promise:
    """New, moved, changed or cancelled, as a word."""
    return CHANGE_LABELS.get(kind, kind)


@register.filter(name="change_lines")
def change_lines_of(change: ChangePayload) -> list[str]:
    """The changes of one session, one line for each field."""
    return change_lines(change)


@register.simple_tag
def kept_text(texts: dict[str, str]) -> str:
    """A text as stored in a release."""
    return text(TranslatedText(texts))


@register.filter
def pending_days(changes: list[Change]) -> list[DayOfChanges]:
    """The changes of the next release, by day."""
    return group_pending(changes)


@register.filter
def change_days(changes: list[ChangePayload]) -> list[DayOfChanges]:
    """The changes of a release as stored, by day."""
    return group_payloads(changes)
