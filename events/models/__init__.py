"""An edition of the forum, what visitors read about it, where it is, and who works for it."""

from core.text.zones import validate_time_zone
from events.models.award import Award, AwardEntry
from events.models.content import Page, Partner, PublishedFigure
from events.models.documents import Document, Download
from events.models.edition_picture import PICTURE_WIDTHS
from events.models.event import (
    RESERVED_SLUGS,
    Event,
    default_languages,
    validate_event_slug,
    validate_languages,
)
from events.models.former_address import FormerAddress
from events.models.imports import ColumnChoice, ImportBatch, ValueChoice
from events.models.news import NewsItem, NewsMailing, RelatedNews, Subscriber
from events.models.places import Room, Venue, VenueDistance
from events.models.saved_list import SavedList
from events.models.team import Invitation, TeamChange, TeamMember

__all__ = [
    "PICTURE_WIDTHS",
    "RESERVED_SLUGS",
    "Award",
    "AwardEntry",
    "ColumnChoice",
    "Document",
    "Download",
    "Event",
    "FormerAddress",
    "ImportBatch",
    "Invitation",
    "NewsItem",
    "NewsMailing",
    "Page",
    "Partner",
    "PublishedFigure",
    "RelatedNews",
    "Room",
    "SavedList",
    "Subscriber",
    "TeamChange",
    "TeamMember",
    "ValueChoice",
    "Venue",
    "VenueDistance",
    "default_languages",
    "validate_event_slug",
    "validate_languages",
    "validate_time_zone",
]
