"""What the cells of a table of the programme can say, to choose from where one says another."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from events.choices import VenueKind
from events.imports.values import Options
from events.models import Event, Venue
from programme.choices import (
    SPOKEN_LANGUAGES,
    AppearanceRole,
    AppearanceState,
    SessionKind,
    SessionStatus,
    Visibility,
)
from programme.imports import names
from programme.imports.sessions import ALL_ROOMS
from programme.models import SubForum

_YES_NO = (("1", _("yes")), ("0", _("no")))


def session_values(event: Event) -> Mapping[str, Options]:
    """The values of sessions, by column."""
    rooms = [(name, name) for name in names.written_rooms(names.load_rooms(event)).values()]
    return {
        "kind": SessionKind.choices,
        "sub_forum": [
            (str(sub_forum.number), f"{sub_forum.number} {sub_forum.title}")
            for sub_forum in SubForum.objects.filter(event=event).order_by("number")
        ],
        "room": [(ALL_ROOMS, _("All rooms")), *rooms],
        "floor_languages": SPOKEN_LANGUAGES,
        "interpretation_languages": SPOKEN_LANGUAGES,
        "needs_sign_up": _YES_NO,
        "is_major": _YES_NO,
        "visibility": Visibility.choices,
        "status": SessionStatus.choices,
    }


def appearance_values(_event: Event) -> Mapping[str, Options]:
    """The values of people on stage, by column."""
    return {"role": AppearanceRole.choices, "state": AppearanceState.choices}


def venue_values(_event: Event) -> Mapping[str, Options]:
    """The values of venues, by column."""
    return {"kind": VenueKind.choices}


def room_values(event: Event) -> Mapping[str, Options]:
    """The values of rooms, by column."""
    venues = Venue.objects.filter(event=event).order_by("position", "pk")
    return {"venue": [(str(venue.name), str(venue.name)) for venue in venues]}
