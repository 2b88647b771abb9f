"""Components of pages that know the agenda."""

from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from core.languages import own_name
from core.templatetags.components import text
from core.translated import TranslatedText
from programme.agenda import Session
from programme.changes import Change, as_json
from programme.choices import AppearanceRole, SessionKind
from programme.wording import CHANGE_LABELS, change_lines

register = template.Library()

_KINDS: dict[str, str | Promise] = {kind.value: kind.label for kind in SessionKind}
_ROLES: dict[str, str | Promise] = {role.value: role.label for role in AppearanceRole}

# As much of a card as can be made without a template: a page has hundreds of them.
_HOURS = '<time datetime="{}">{}</time>–<time datetime="{}">{}</time>'
# Stands for the code of a session in an address: no short name of an event has capital letters.
_A_CODE = "CODE00"


@register.inclusion_tag("components/session_card.html")
def session_card(
    session: Session, *, event: Any, heading: str = "h3", place: str = "", with_room: bool = True
) -> Any:
    """A session at a glance. `place` are the classes of its place in the grid.

    In the grid the column says the room, so that it shows on paper only, and there is no space for
    languages. `with_room=False` leaves the room out: in a list of one room.
    """
    # What can be worked out here is: a page has hundreds of cards, and a tag costs more than this.
    sub_forum = session.sub_forum
    look = sub_forum.colour if sub_forum else "session-card--plenary" if session.is_plenary else ""
    return {
        "session": session,
        "title": text(session.title),
        "track": text(sub_forum.title) if sub_forum else "",
        "number": str(sub_forum.number) if sub_forum else "",
        "where": text(_where(session, with_room=with_room)),
        "facts": "facts paper-only" if place else "facts",
        "classes": " ".join(part for part in ("session-card", look, place) if part),
        "hours": format_html(_HOURS, *_moments(session)),
        "url": _session_url(event.slug, get_language() or "").replace(_A_CODE, session.code),
        "heading": heading,
        "languages": "" if place else " · ".join(code.upper() for code in session.languages),
    }


def _moments(session: Session) -> tuple[str, ...]:
    start, end = session.start, session.end
    return start.isoformat(), f"{start:%H:%M}", end.isoformat(), f"{end:%H:%M}"


@lru_cache(maxsize=64)
def _session_url(slug: str, language: str) -> str:
    # The language is part of the address: it is here as what the address is kept under.
    return reverse("programme:session", args=[slug, _A_CODE])


def _where(session: Session, *, with_room: bool) -> str | TranslatedText:
    if session.in_all_rooms:
        return _("All rooms")
    return session.room.name if session.room and with_room else ""


@register.inclusion_tag("components/track.html")
def track(sub_forum: Any, *, event: Any) -> Any:
    """A sub-forum: number, name and its colour, never the colour alone."""
    return {
        "sub_forum": sub_forum,
        "url": reverse("programme:sub-forum", args=[event.slug, sub_forum.slug]),
    }


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
    """Languages in their own names: 中文, English, français."""
    comma = pgettext("in a list", ", ")
    return comma.join(own_name({"zh": "zh-hans"}.get(code, code)) for code in codes)


@register.filter
def petal_image(colour: str) -> str:
    """The address of a sub-forum's emblem."""
    return static(f"img/{colour}.svg")


@register.filter
def change_label(kind: str) -> str | Promise:
    """New, moved, changed or cancelled, as a word."""
    return CHANGE_LABELS.get(kind, kind)


@register.filter(name="change_lines")
def change_lines_of(change: dict[str, Any]) -> list[str]:
    """What changed in one session, a line for each field."""
    return change_lines(change)


@register.simple_tag
def kept_text(texts: dict[str, str]) -> str:
    """A text as a release keeps it."""
    return text(TranslatedText(texts))


@register.filter
def pending_lines(change: Change) -> list[str]:
    """What would change in one session, before the release."""
    return change_lines(as_json([change])[0])
