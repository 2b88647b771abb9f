"""The filters of the agenda page: names of facets and of their values. Knows no database."""

from django.utils.translation import gettext as _

from core.text.collation import collation_key
from core.text.languages import spoken_name
from programme.agenda.page_state import FACETS, GRID, LIST, ROOMS, AgendaState, counts
from programme.agenda.values import Agenda
from programme.choices import SessionKind


def view_names() -> list[tuple[str, str]]:
    """Return the views of the page with their names, in order."""
    return [(LIST, _("List")), (GRID, _("Grid")), (ROOMS, _("Rooms"))]


def facet_names() -> dict[str, str]:
    """Return the name of each facet, as within a sentence."""
    return {
        "track": _("sub-forum"),
        "room": _("room"),
        "language": _("language"),
        "kind": _("kind"),
    }


def filter_options(agenda: Agenda, state: AgendaState) -> dict[str, list[tuple[str, str, int]]]:
    """Return for each facet its values, names and counts; the chosen value even with no session."""
    options = {}
    for name in FACETS:
        sizes = counts(agenda, state, name)
        chosen = getattr(state, name)
        options[name] = [
            (value, label, sizes[value])
            for value, label in _values(agenda, name)
            if sizes[value] or value == chosen
        ]
    return options


def _values(agenda: Agenda, name: str) -> list[tuple[str, str]]:
    if name == "track":
        return [
            (sub_forum.slug, f"{sub_forum.number}. {sub_forum.title}")
            for sub_forum in agenda.sub_forums
        ]
    if name == "room":
        return [(room.key, str(room.name)) for room in agenda.rooms]
    if name == "kind":
        return [(kind.value, str(kind.label)) for kind in SessionKind]
    spoken = {code for session in agenda.sessions for code in session.languages}
    return sorted(
        ((code, spoken_name(code)) for code in spoken), key=lambda pair: collation_key(pair[1])
    )
