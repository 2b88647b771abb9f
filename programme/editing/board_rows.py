"""The rows of the planner's table, which its script reads, as HTML.

Each is one format string: a template takes four times as long for a thousand sessions.
"""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.templatetags.components import text
from core.text.translated import TranslatedText
from programme.agenda.values import Room, SubForum
from programme.editing.board import BoardBlock, Sentences
from programme.editing.board_filter import BoardFilter

# Numbers, guids, dates and names of colours: nothing that anybody typed, so nothing to escape.
_FACTS = (
    'data-guid="{guid}" data-pk="{pk}" data-seen="{seen}" data-day="{day}" data-start="{start}"'
    ' data-minutes="{minutes}" data-room="{room}" data-venue="{venue}" data-track="{track}"'
    ' data-colour="{colour}"{movable}{cancelled}{hidden}'
)
_ROW = (
    '<tr {}><td>{}<bdi>{}</bdi></td><th scope="row"><a href="{}">{}</a>{}</th>'
    "<td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
)
_COPY = (
    '<button type="submit" class="button" form="duplicate" name="session" value="{}">{}</button>'
)
_NOTHING = SafeString("")


class BoardRows:
    """Writes rows in the language of the reader; texts of rooms and sub-forums are written once."""

    def __init__(self) -> None:
        change = reverse("admin:programme_session_change", args=[0])
        self._before, _zero, self._after = change.rpartition("0")
        self._words = {"copy": _("Duplicate"), "rooms": _("All rooms"), "off": _("Cancelled")}
        self._rooms: dict[str, str] = {}
        self._sub_forums: dict[int, str] = {}

    def write(self, block: BoardBlock, *, is_hidden: bool = False) -> str:
        """Return the row of a session."""
        session, key = block.session, block.key
        return format_html(
            _ROW,
            _facts(block, is_hidden=is_hidden),
            "" if key.is_planned else date_format(session.start, "SHORT_DAY_FORMAT") + " ",
            block.times,
            f"{self._before}{key.pk}{self._after}",
            text(session.title),
            f" ({self._words['off']})" if session.is_cancelled else "",
            self._words["rooms"] if session.in_all_rooms else self._room(session.room),
            self._sub_forum(session.sub_forum),
            _sentences(block.sentences),
            format_html(_COPY, key.pk, self._words["copy"]) if key.can_move else _NOTHING,
        )

    def _room(self, room: Room | None) -> str:
        if room is None:
            return ""
        if room.guid not in self._rooms:
            self._rooms[room.guid] = text(room.name)
        return self._rooms[room.guid]

    def _sub_forum(self, sub_forum: SubForum | None) -> str:
        if sub_forum is None:
            return ""
        if sub_forum.number not in self._sub_forums:
            self._sub_forums[sub_forum.number] = _numbered(sub_forum.number, sub_forum.title)
        return self._sub_forums[sub_forum.number]


def write_rows(blocks: Iterable[BoardBlock], shown: BoardFilter) -> list[str]:
    """Return the rows of these sessions; what the choice leaves out is hidden."""
    rows = BoardRows()
    return [rows.write(block, is_hidden=shown.hides(block)) for block in blocks]


def _facts(block: BoardBlock, *, is_hidden: bool) -> SafeString:
    session, key = block.session, block.key
    sub_forum = session.sub_forum
    facts = _FACTS.format(
        guid=key.guid,
        pk=key.pk,
        seen=key.seen,
        **key.place,
        venue=session.room.venue_guid if session.room else "",
        track=sub_forum.number if sub_forum else "",
        colour=sub_forum.colour if sub_forum else "",
        movable=" data-movable" if key.can_move else "",
        cancelled=" data-cancelled" if session.is_cancelled else "",
        hidden=" hidden" if is_hidden else "",
    )
    return SafeString(facts)


def _numbered(number: int, title: TranslatedText) -> str:
    return format_html("{} {}", number, text(title))


def _sentences(sentences: Sentences | None) -> SafeString:
    if sentences is None:
        return _NOTHING
    named = [("clash", sentence) for sentence in sentences["clashes"]]
    named += [("warning", sentence) for sentence in sentences["warnings"]]
    return format_html_join("", '<div data-said="{}">{}</div>', named) if named else _NOTHING
