"""Sessions as rows of a table."""

from collections.abc import Iterator, Mapping
from copy import copy
from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right
from core.text.languages import with_interface
from core.text.zones import clock_text
from events.imports.lookup import Lookup, choice_words, language_words, split_items, yes_no_words
from events.imports.plan import PlannedRow
from events.imports.rows import RowReader
from events.imports.times import span_of
from events.models import Event, Room
from events.permissions import has_right
from programme.choices import SPOKEN_LANGUAGES, SessionKind, SessionStatus, Visibility
from programme.imports import names
from programme.models import Session, SubForum

_Row = TypeVar("_Row", Room, SubForum)
ALL_ROOMS = "*"
_ALL_ROOMS = frozenset({"*", "all", "all rooms", "所有会场", "全部会场", "全部"})
# Fields whose column has another name.
_CELLS = {"in_all_rooms": "room"}
_FOUND_ELSEWHERE = ("event", "room", "sub_forum", "updated_by")


class SessionPlanner:
    """Compares rows with the draft of one event, for one person. Changes nothing."""

    def __init__(self, event: Event, by: User) -> None:
        self._event = event
        sessions = Session.objects.filter(event=event).select_related("room__venue", "sub_forum")
        self._by_code = {session.code: session for session in sessions}
        self._titles = names.session_titles(list(self._by_code.values()))
        self._is_whole = has_right(by, event, Right.EDIT_DRAFT)
        self._own = set(SubForum.objects.editable_by(by).values_list("pk", flat=True))
        self._sub_forums = names.sub_forum_names(event)
        self._rooms = names.room_names(names.load_rooms(event))
        self._kinds, self._states = choice_words(SessionKind), choice_words(SessionStatus)
        self._visible, self._yes_no = choice_words(Visibility), yes_no_words()
        self._languages = language_words(self._spoken())
        self._codes: frozenset[str] = frozenset()

    def prepare(self, rows: list[RowReader]) -> None:
        """Find codes that occur twice in the table."""
        self._codes = names.repeated_values([row.text("code").upper() for row in rows])

    def plan(self, cells: RowReader) -> PlannedRow:
        """Return what importing one row would do."""
        old = self._existing(cells)
        row = copy(old) if old else Session(event=self._event)
        if not old and cells.text("code"):
            row.code = cells.text("code").upper()
        row.title = cells.texts("title", row.title, 250)
        row.abstract = cells.texts("abstract", row.abstract, None)
        row.office_note = cells.plain("office_note", row.office_note)
        self._words(cells, row)
        self._places(cells, row, old)
        if span := span_of(cells, self._event, old):
            row.start, row.end = span
            self._look_at_day(cells, row)
        cells.check(row, _CELLS, _FOUND_ELSEWHERE)
        planned = cells.planned(old, row, str(row.title) or cells.text("code"))
        if planned.is_new or planned.changes:
            self._allow(cells, row, old)
        if not old and not cells.text("code"):
            self._look_for_twin(cells, row)
        return planned

    def _look_at_day(self, cells: RowReader, row: Session) -> None:
        day = row.start.astimezone(self._event.zone).date()
        if not self._event.start_date <= day <= self._event.end_date:
            cells.warn(
                "day",
                _("%(day)s is outside the dates of the event. Is the year right?"),
                day=date_format(day, "DATE_FORMAT"),
            )

    def _existing(self, cells: RowReader) -> Session | None:
        code = cells.text("code").upper()
        if not code:
            return None
        if code in self._codes:
            cells.error("code", _("“%(code)s” is in several rows. Keep one."), code=code)
        session = self._by_code.get(code)
        if not session:
            try:
                Session._meta.get_field("code").run_validators(code)
            except ValidationError:
                cells.error(
                    "code",
                    _(
                        "A code has six capital letters or digits. Leave the cell "
                        "empty for a new session."
                    ),
                )
            else:
                cells.warn(
                    "code",
                    _("No session has the code %(code)s: a new session is created with it."),
                    code=code,
                )
        return session

    def _words(self, cells: RowReader, row: Session) -> None:
        row.kind = cells.word("kind", self._kinds, row.kind)
        row.status = cells.word("status", self._states, row.status)
        row.visibility = cells.word("visibility", self._visible, row.visibility)
        row.needs_sign_up = self._yes(cells, "needs_sign_up", row.needs_sign_up)
        row.is_major = self._yes(cells, "is_major", row.is_major)
        row.capacity = cells.number_or("capacity", row.capacity)
        for key in ("floor_languages", "interpretation_languages"):
            if cells.has(key):
                setattr(row, key, self._codes_in(cells, key))

    def _yes(self, cells: RowReader, key: str, old: bool) -> bool:
        if not cells.has(key):
            return old
        return bool(cells.word(key, self._yes_no, False))

    def _codes_in(self, cells: RowReader, key: str) -> list[str]:
        languages = []
        for part in split_items(cells.text(key)):
            meant = cells.meaning(key, part, self._languages)
            codes = self._languages.find(meant)
            if meant and not codes:
                cells.unknown(key, part, self._languages)
            languages += codes[:1]
        return list(dict.fromkeys(languages))

    def _spoken(self) -> list[tuple[str, object]]:
        known = dict(SPOKEN_LANGUAGES)
        used = {
            code
            for session in self._by_code.values()
            for code in (*session.floor_languages, *session.interpretation_languages)
        }
        return [*known.items(), *((code, code) for code in sorted(used - set(known)))]

    def _places(self, cells: RowReader, row: Session, old: Session | None) -> None:
        if cells.has("room"):
            text = cells.meaning("room", cells.text("room"), self._rooms)
            row.in_all_rooms = text.casefold() in _ALL_ROOMS
            row.room = (
                None
                if row.in_all_rooms
                else self._find_row(cells, "room", self._rooms, old.room if old else None)
            )
        if cells.has("sub_forum"):
            was = old.sub_forum if old else None
            row.sub_forum = self._find_row(cells, "sub_forum", self._sub_forums, was)

    def _find_row(
        self, cells: RowReader, key: str, known: Lookup[_Row], old: _Row | None
    ) -> _Row | None:
        text = cells.meaning(key, cells.text(key), known)
        if not text:
            return None
        matches = known.find(text)
        if len(matches) == 1 or old in matches:
            return old if old in matches else matches[0]
        if matches:
            cells.error(
                key,
                _("Several rooms have the name “%(text)s”. Add the venue in brackets."),
                text=text[:80],
            )
        else:
            cells.unknown(key, cells.text(key), known)
        return old

    def _allow(self, cells: RowReader, row: Session, old: Session | None) -> None:
        if self._is_whole:
            return
        if old and old.sub_forum_id not in self._own:
            cells.error("sub_forum", _("This session is not in your sub-forum. Remove the row."))
        elif row.sub_forum_id not in self._own:
            cells.error("sub_forum", _("Enter a sub-forum of which you are an editor."))

    def _look_for_twin(self, cells: RowReader, row: Session) -> None:
        for title in row.title.values():
            for session in self._titles.find(title):
                if session.start == row.start:
                    cells.warn(
                        "code" if cells.has("code") else "title",
                        _(
                            "This looks like session %(code)s. Enter its code to change it; "
                            "otherwise a second session is created."
                        ),
                        code=session.code,
                    )
                    return


def session_rows(event: Event) -> Iterator[Mapping[str, object]]:
    """Yield the draft by field, as rows that an import reads back unchanged."""
    languages = with_interface(event.languages)
    rooms = names.written_rooms(names.load_rooms(event))
    kinds, states = dict(SessionKind.choices), dict(SessionStatus.choices)
    visible = dict(Visibility.choices)
    for session in Session.objects.filter(event=event).select_related("sub_forum", "event"):
        start, end = (moment.astimezone(event.zone) for moment in (session.start, session.end))
        room = rooms.get(session.room_id or 0, "")
        yield {
            "code": session.code,
            **{f"title.{code}": session.title.get(code, "") for code in languages},
            **{f"abstract.{code}": session.abstract.get(code, "") for code in languages},
            "kind": str(kinds[SessionKind(session.kind)]),
            "sub_forum": str(session.sub_forum.number) if session.sub_forum else "",
            "day": start.date(),
            "start": clock(start),
            "end": clock(end),
            "end_day": end.date() if end.date() != start.date() else "",
            "room": ALL_ROOMS if session.in_all_rooms else room,
            "floor_languages": ", ".join(session.floor_languages),
            "interpretation_languages": ", ".join(session.interpretation_languages),
            "capacity": session.capacity,
            "needs_sign_up": yes_or_no(session.needs_sign_up),
            "is_major": yes_or_no(session.is_major),
            "visibility": str(visible[Visibility(session.visibility)]),
            "status": str(states[SessionStatus(session.status)]),
            "office_note": session.office_note,
        }


def clock(moment: datetime) -> str:
    """Return the time of day as an import reads it."""
    return clock_text(moment)


def yes_or_no(value: bool) -> str:
    """Return “yes” or “no” in the active language."""
    return _("yes") if value else _("no")
