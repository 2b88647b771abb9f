"""People on stage as rows of a table."""

from collections.abc import Iterator, Mapping
from copy import copy

from django.utils.translation import gettext as _

from accounts.models import User
from core.text.languages import with_interface
from core.text.translated import TranslatedText
from delegations.models import Attendee
from events.imports.lookup import choice_words
from events.imports.plan import PlannedRow
from events.imports.rows import RowReader
from events.imports.times import day_in, is_at, time_in
from events.models import Event
from programme.choices import AppearanceRole, AppearanceState
from programme.imports import names
from programme.imports.sessions import clock
from programme.models import Appearance, Session


class AppearancePlanner:
    """Compares rows with the appearances: by session and person, then by role. Changes nothing."""

    def __init__(self, event: Event, by: User) -> None:
        self._event = event
        sessions = list(Session.objects.filter(event=event))
        self._by_code = {session.code: session for session in sessions}
        self._titles = names.session_titles(sessions)
        self._own = set(
            Session.objects.filter(event=event).editable_by(by).values_list("pk", flat=True)
        )
        self._people = names.people_names(names.load_people(event))
        self._roles, self._states = choice_words(AppearanceRole), choice_words(AppearanceState)
        rows = Appearance.objects.filter(session__event=event).select_related("session", "attendee")
        self._existing = list(rows.order_by("session", "position", "pk"))
        self._targets: dict[int, tuple[Session | None, Attendee | None, TranslatedText]] = {}
        self._matched: dict[int, Appearance] = {}
        self._written: set[tuple[int, int | None, str]] = set()

    def prepare(self, rows: list[RowReader]) -> None:
        """Find the appearance of each row, exact matches first.

        So a changed role changes the appearance and does not add a second one.
        """
        free = list(self._existing)
        for cells in rows:
            self._targets[cells.number] = self._session(cells), *self._who(cells)
        for is_exact in (True, False):
            for cells in rows:
                if cells.number not in self._matched:
                    match = next((row for row in free if self._fits(cells, row, is_exact)), None)
                    if match:
                        self._matched[cells.number] = match
                        free.remove(match)

    def _fits(self, cells: RowReader, appearance: Appearance, is_exact: bool) -> bool:
        session, person, placeholder = self._targets[cells.number]
        if session is None or appearance.session_id != session.pk or not (person or placeholder):
            return False
        if person:
            is_same = appearance.attendee_id == person.pk
        else:
            is_same = bool(set(placeholder.items()) & set(appearance.placeholder.items()))
        roles = self._roles.find(self._meant(cells, "role")) or [appearance.role]
        state = self._states.find(self._meant(cells, "state")) or [appearance.state]
        texts = cells.texts("placeholder", appearance.placeholder, None) == appearance.placeholder
        return is_same and (
            not is_exact or (appearance.role in roles and appearance.state in state and texts)
        )

    def _meant(self, cells: RowReader, key: str) -> str:
        lookup = self._roles if key == "role" else self._states
        return cells.meaning(key, cells.text(key), lookup)

    def plan(self, cells: RowReader) -> PlannedRow:
        """Return what importing one row would do."""
        session, person, _placeholder = self._targets[cells.number]
        old = self._matched.get(cells.number)
        row = copy(old) if old else Appearance()
        if session:
            row.session = session
        row.attendee = person if cells.has("person") else row.attendee
        row.placeholder = cells.texts("placeholder", row.placeholder, 200)
        row.role = cells.word("role", self._roles, row.role)
        row.state = cells.word("state", self._states, row.state)
        row.position = cells.number_or("position", row.position) or 0
        cells.check(row, {"attendee": "person"}, ("session", "attendee", "updated_by"))
        name = f"{person or row.placeholder or cells.text('person')} · {session or '?'}"
        planned = cells.planned(old, row, name)
        if session and session.pk not in self._own and (planned.is_new or planned.changes):
            cells.error("code", _("This session is not in your sub-forum. Remove the row."))
        if session and person and self._is_taken(row):
            cells.error("role", _("This person already has this role in the session."))
        return planned

    def _is_taken(self, row: Appearance) -> bool:
        key = (row.session_id, row.attendee_id, row.role)
        moved = {appearance.pk for appearance in self._matched.values()}
        stays = (appearance for appearance in self._existing if appearance.pk not in moved)
        is_taken = key in self._written or any(
            key == (appearance.session_id, appearance.attendee_id, appearance.role)
            for appearance in stays
        )
        self._written.add(key)
        return is_taken

    def _session(self, cells: RowReader) -> Session | None:
        code = cells.text("code").upper()
        if code:
            if code not in self._by_code:
                cells.error("code", _("No session has the code %(code)s."), code=code[:20])
            return self._by_code.get(code)
        title = cells.text("title")
        if not title:
            cells.error("code", _("Enter the code of the session, or its title, day and start."))
            return None
        sessions = self._titles.find(title)
        if not sessions:
            cells.error("title", self._titles.unknown(title, is_short=False))
        day, start = day_in(cells, "day", self._event, "start"), time_in(cells, "start")
        local = {session.pk: session.start.astimezone(self._event.zone) for session in sessions}
        sessions = [
            session
            for session in sessions
            if (not day or local[session.pk].date() == day)
            and (not start or is_at(local[session.pk], start))
        ]
        if len(sessions) == 1:
            return sessions[0]
        if local:
            cells.error("title", _("Several sessions match. Enter the code, or the day and start."))
        return None

    def _who(self, cells: RowReader) -> tuple[Attendee | None, TranslatedText]:
        placeholder = cells.texts("placeholder", TranslatedText(), None)
        text = cells.text("person")
        if not text:
            return None, placeholder
        people = self._people.find(text)
        if len(people) == 1:
            return people[0], placeholder
        if people:
            options = ", ".join(str(name) for name in names.written_people(people).values())
            cells.error(
                "person",
                _("Several people have this name. Enter one of: %(names)s."),
                names=options,
            )
        else:
            cells.error("person", self._people.unknown(text, is_short=False))
        return None, placeholder


def appearance_rows(event: Event) -> Iterator[Mapping[str, object]]:
    """Yield the appearances by field, as rows that an import reads back unchanged."""
    languages = with_interface(event.languages)
    people = names.written_people(names.load_people(event))
    rows = Appearance.objects.filter(session__event=event).select_related("session")
    roles, states = dict(AppearanceRole.choices), dict(AppearanceState.choices)
    for row in rows.order_by("session__start", "session", "position", "pk"):
        start = row.session.start.astimezone(event.zone)
        yield {
            "code": row.session.code,
            "title": str(row.session.title),
            "day": start.date(),
            "start": clock(start),
            "person": people.get(row.attendee_id or 0, ""),
            **{f"placeholder.{code}": row.placeholder.get(code, "") for code in languages},
            "role": str(roles[AppearanceRole(row.role)]),
            "position": row.position,
            "state": str(states[AppearanceState(row.state)]),
        }
