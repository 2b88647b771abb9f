"""What a visitor chose on the agenda page. The state is in the address; bad values are said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from programme.agenda import Agenda, Day

LIST, GRID = "list", "grid"


@dataclass(frozen=True, slots=True)
class AgendaState:
    """A checked choice: `day` None means all days; `is_known` is False if a value was not."""

    view: str
    day: date | None
    track: str
    is_known: bool

    def query(self, **other: str) -> str:
        """The state as a query string, with some of it changed."""
        values = {
            "view": self.view if self.view != LIST else "",
            "day": self.day.isoformat() if self.day else "",
            "track": self.track,
        } | other
        return urlencode({name: value for name, value in values.items() if value})


def read_state(query: Mapping[str, str], agenda: Agenda) -> AgendaState:
    """The choice in `query`. A value that the agenda does not know counts as none."""
    view, day, track = query.get("view") or LIST, query.get("day") or "", query.get("track") or ""
    days = {one.date.isoformat(): one.date for one in agenda.days}
    tracks = {one.slug for one in agenda.sub_forums}
    known = view in (LIST, GRID) and (not day or day in days) and (not track or track in tracks)
    chosen = days.get(day)
    if view == GRID and chosen is None and agenda.days:
        chosen = agenda.days[0].date
    return AgendaState(
        view=view if view in (LIST, GRID) else LIST,
        day=chosen,
        track=track if track in tracks else "",
        is_known=known,
    )


def chosen_days(agenda: Agenda, state: AgendaState) -> list[Day]:
    """The days to show, each with the sessions that the choice leaves."""
    sessions = agenda.of_sub_forum(state.track) if state.track else agenda.sessions
    left = agenda.only(sessions)
    return [one for one in left.days if state.day in (None, one.date)]
