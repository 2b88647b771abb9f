"""Choices of event fields, stored as words."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventStatus(TextChoices):
    """Whether an edition is open to the public."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class PictureFocus(TextChoices):
    """The part of the front page's picture that is not cut off on a narrow screen."""

    LEFT = "left", pgettext_lazy("of a picture", "Left")
    CENTRE = "centre", pgettext_lazy("of a picture", "Centre")
    RIGHT = "right", pgettext_lazy("of a picture", "Right")


class PartnerRole(TextChoices):
    """The capacity in which an organization appears on the front page."""

    HOST = "host", _("Host")
    CO_ORGANIZER = "co-organizer", _("Co-organizer")
    SUPPORTER = "supporter", _("Supporter")
    MEDIA = "media", _("Media partner")

    def heading(self, count: int) -> str | Promise:
        """The role above the names of `count` organizations."""
        return self.label if count == 1 else _HEADINGS[self]


_HEADINGS = {
    PartnerRole.HOST: _("Hosts"),
    PartnerRole.CO_ORGANIZER: _("Co-organizers"),
    PartnerRole.SUPPORTER: _("Supporters"),
    PartnerRole.MEDIA: _("Media partners"),
}


class VenueKind(TextChoices):
    """What a venue is used for."""

    CONGRESS_CENTRE = "congress-centre", _("Congress centre")
    HOTEL = "hotel", _("Hotel")
    OTHER = "other", _("Other")


class FigureKey(TextChoices):
    """A published figure that staff pages can show beside a live count."""

    REPRESENTATIVES = "representatives", _("Representatives")
    CITIES = "cities", _("Cities")
    COUNTRIES = "countries", _("Countries")
    ORGANIZATIONS = "organizations", _("International organizations")
    INCUMBENTS = "incumbents", _("Incumbent governors and mayors")
    SUB_FORUMS = "sub-forums", _("Sub-forums")
    MAJOR_EVENTS = "major-events", _("Major events")
    TOUR_ROUTES = "tour-routes", _("Tour routes")
    OTHER = "other", _("Other")


class DocumentCategory(TextChoices):
    """The purpose of a document to download."""

    PROGRAMME = "programme", _("Programme")
    PRACTICAL = "practical", _("For participants")
    OUTCOME = "outcome", _("Outcomes and declarations")
    SPEECH = "speech", _("Speeches and presentations")
    PRESS = "press", _("For the press")
    OTHER = "other", _("Other")


class TeamChangeKind(TextChoices):
    """The kind of a change to the team of an event."""

    INVITED = "invited", _("Invited")
    INVITED_AGAIN = "invited-again", _("Invitation sent again")
    REVOKED = "revoked", _("Invitation withdrawn")
    JOINED = "joined", _("Joined")
    ROLE = "role", _("Role changed")
    SUB_FORUMS = "sub-forums", _("Sub-forums changed")
    REMOVED = "removed", _("Removed")
    SECOND_FACTOR = "second-factor", _("Roles that need a second factor")


class ImportState(TextChoices):
    """The state of an imported table."""

    PREVIEWED = "previewed", _("Waiting")
    # A long table is imported by the worker, in pieces.
    QUEUED = "queued", pgettext_lazy("of an import", "In the queue")
    RUNNING = "running", pgettext_lazy("of an import", "Being imported")
    STOPPED = "stopped", pgettext_lazy("of an import", "Stopped")
    APPLIED = "applied", _("Applied")
    UNDOING = "undoing", pgettext_lazy("of an import", "Being undone")
    UNDONE = "undone", _("Undone")


# The preview of such an import can be applied, and the worker is at such an import.
TO_REVIEW = (ImportState.PREVIEWED, ImportState.STOPPED)
UNFINISHED = (ImportState.QUEUED, ImportState.RUNNING, ImportState.UNDOING)


class ImportStop(TextChoices):
    """Why an import, or undoing it, stopped before its last row."""

    CHANGED = "changed", _("The data has changed since the preview.")
    NOT_ALLOWED = "not-allowed", _("The person who started it may no longer import such a table.")
    BROKEN = "broken", _("Something went wrong on the server.")


class Verdict(TextChoices):
    """What an import does with one row, the worst first."""

    ERROR = "error", _("Error")
    CREATE = "create", _("New")
    CHANGE = "change", pgettext_lazy("of a row", "Change")
    UNCHANGED = "unchanged", _("Unchanged")


class KeptTimes(TextChoices):
    """What is kept when the time zone of an event is corrected."""

    CLOCK = "clock", _("Keep the clock times: 9:00 stays 9:00 in the new time zone")
    MOMENTS = "moments", _("Keep the actual times: the clock times shift by the difference")
