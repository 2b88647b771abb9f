"""The state of the agenda page: what a visitor chose, as in the URL. Knows no database.

A choice consists of facets (sub-forum, room, language, kind), a day and words to search for. Each
value of a facet is shown with the number of sessions that it would leave with the other choices.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from core.text.folding import has_terms, search_terms, searchable
from programme.agenda.values import Agenda, Day, Session

LIST, GRID, ROOMS = "list", "grid", "rooms"
VIEWS = (LIST, GRID, ROOMS)
# More characters than anybody types; the rest is ignored.
_LONGEST_SEARCH = 100


def _track(session: Session) -> tuple[str, ...]:
    return (session.sub_forum.slug,) if session.sub_forum else ()


def _room(session: Session) -> tuple[str, ...]:
    return (session.room.key,) if session.room else ()


def _language(session: Session) -> tuple[str, ...]:
    return session.languages


def _kind(session: Session) -> tuple[str, ...]:
    return (session.kind,)


FACETS: Mapping[str, Callable[[Session], tuple[str, ...]]] = {
    "track": _track,
    "room": _room,
    "language": _language,
    "kind": _kind,
}


@dataclass(frozen=True, slots=True)
class AgendaState:
    """A checked choice. `day` None means all days; `is_known` is False if a value was unknown."""

    view: str = LIST
    day: date | None = None
    track: str = ""
    room: str = ""
    language: str = ""
    kind: str = ""
    q: str = ""
    is_known: bool = True

    def query(self, **other: str) -> str:
        """Return the state as a query string, with the values of `other` instead."""
        values = {
            "view": self.view if self.view != LIST else "",
            "day": self.day.isoformat() if self.day else "",
            **{name: getattr(self, name) for name in (*FACETS, "q")},
        } | other
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def chosen(self) -> dict[str, str]:
        """The chosen facets and search words, by name."""
        return {name: value for name in (*FACETS, "q") if (value := getattr(self, name))}

    def without(self, name: str) -> "AgendaState":
        """Return the choice without one facet, the words (`q`) or the day."""
        return replace(self, day=None) if name == "day" else replace(self, **{name: ""})  # type: ignore[arg-type]

    def shows(self, session: Session) -> bool:
        """Return whether the choice includes this session, on any day."""
        for name, values in FACETS.items():
            chosen = getattr(self, name)
            if chosen and chosen not in values(session):
                return False
        return not self.q or _says(session, search_terms(self.q))


def _says(session: Session, terms: Iterable[str]) -> bool:
    """Return whether every word is in some text of the session, in any language or script."""
    texts = [*session.title.values(), *session.abstract.values(), session.code]
    if session.sub_forum:
        texts += session.sub_forum.title.values()
    if session.room:
        texts += session.room.name.values()
    for appearance in session.appearances:
        texts += appearance.placeholder.values()
        if appearance.person:
            texts += (
                appearance.person.name,
                appearance.person.native_name,
                *appearance.person.office_title.values(),
            )
            texts += appearance.person.delegation_name.values()
    return has_terms(searchable(*texts), terms)


def read_state(query: Mapping[str, str], agenda: Agenda, today: date) -> AgendaState:
    """Read the choice in `query`. Values that the agenda does not know are ignored.

    The grid shows one day: without a choice today, or the next day of the forum, or the first.
    """
    view, day = query.get("view") or LIST, query.get("day") or ""
    days = {day.date.isoformat(): day.date for day in agenda.days}
    known = view in VIEWS and (not day or day in days)
    facets: dict[str, str] = {}
    for name, values in FACETS.items():
        if asked := query.get(name) or "":
            possible = asked in {value for session in agenda.sessions for value in values(session)}
            known = known and possible
            facets[name] = asked if possible else ""
    chosen = days.get(day)
    if view == GRID and chosen is None and agenda.days:
        coming = (day.date for day in agenda.days if day.date >= today)
        chosen = next(coming, agenda.days[0].date)
    return AgendaState(
        view=view if view in VIEWS else LIST,
        day=chosen,
        q=" ".join((query.get("q") or "").replace("\0", " ").split())[:_LONGEST_SEARCH],
        is_known=known,
        **facets,
    )


def chosen_days(agenda: Agenda, state: AgendaState) -> list[Day]:
    """Return the days to show, each with the sessions that the choice includes."""
    if not state.chosen:
        return [day for day in agenda.days if state.day in (None, day.date)]
    left = agenda.only(session for session in agenda.sessions if state.shows(session))
    return [day for day in left.days if state.day in (None, day.date)]


def counts(agenda: Agenda, state: AgendaState, name: str) -> Counter[str]:
    """Count the sessions that each value of a facet would leave with the other choices."""
    rest = state.without(name)
    return Counter(
        value
        for session in sessions_on(chosen_days(agenda, rest))
        for value in FACETS[name](session)
    )


def sessions_on(days: Iterable[Day]) -> list[Session]:
    """Return the sessions of these days, each once even if it lasts several days."""
    return list({session.guid: session for day in days for session in day.sessions}.values())


def ways_out(agenda: Agenda, state: AgendaState) -> list[tuple[str, AgendaState, int]]:
    """Return which choice to drop when there are no results, and the number of sessions without it.

    The largest numbers come first; choices that still show nothing are left out.
    """
    names = [*state.chosen, *(["day"] if state.day and state.view != GRID else [])]
    ways = [(name, wider, _size(agenda, wider)) for name in names if (wider := state.without(name))]
    return sorted((way for way in ways if way[2]), key=lambda way: -way[2])


def _size(agenda: Agenda, state: AgendaState) -> int:
    return len(sessions_on(chosen_days(agenda, state)))
