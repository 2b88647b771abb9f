"""An edition of the forum, what visitors read about it, where it is, and who works for it."""

from events.models.content import Page, Partner, PublishedFigure
from events.models.event import (
    RESERVED_SLUGS,
    Event,
    default_languages,
    initial_revision,
    validate_event_slug,
    validate_languages,
    validate_time_zone,
)
from events.models.places import Room, Venue
from events.models.team import TeamMember

__all__ = [
    "RESERVED_SLUGS",
    "Event",
    "Page",
    "Partner",
    "PublishedFigure",
    "Room",
    "TeamMember",
    "Venue",
    "default_languages",
    "initial_revision",
    "validate_event_slug",
    "validate_languages",
    "validate_time_zone",
]
