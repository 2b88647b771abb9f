"""Choices of the models of the programme, stored as words."""

from django.db.models import TextChoices
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from core.text.languages import spoken_languages, spoken_name


class SessionKind(TextChoices):
    """What happens in a session."""

    CEREMONY = "ceremony", _("Ceremony")
    PLENARY = "plenary", _("Plenary")
    KEYNOTE = "keynote", _("Keynote")
    SUB_FORUM = "sub-forum", _("Sub-forum")
    PANEL = "panel", _("Panel")
    DIALOGUE = "dialogue", _("Dialogue")
    BRIEFING = "briefing", _("Briefing")
    PRESS = "press", _("Press")
    EXHIBITION = "exhibition", _("Exhibition")
    TOUR = "tour", _("City tour")
    RECEPTION = "reception", _("Reception")
    MEAL = "meal", _("Meal")
    BREAK = "break", _("Break")
    REGISTRATION = "registration", _("Registration")
    BILATERAL = "bilateral", _("Bilateral meetings")
    PROTOCOL = "protocol", _("Protocol")
    REHEARSAL = "rehearsal", _("Rehearsal")


class SessionStatus(TextChoices):
    """Whether a session will take place."""

    PLANNED = "planned", _("Planned")
    CONFIRMED = "confirmed", _("Confirmed")
    CANCELLED = "cancelled", _("Cancelled")


class Visibility(TextChoices):
    """Who can see a session. Only public sessions enter a release."""

    PUBLIC = "public", _("Public")
    PARTICIPANTS = "participants", _("Participants")
    INTERNAL = "internal", _("Internal")


class TakingBack(TextChoices):
    """What happens to a published session that is no longer public in the draft."""

    CALLED_OFF = "called-off", _("Cancelled: visitors see it marked as cancelled")
    WITHDRAWN = (
        "withdrawn",
        _("Withdrawn: it was published by mistake and disappears from the site"),
    )


class AppearanceRole(TextChoices):
    """The role of a person on stage, in the order in which the page of a session lists them."""

    CHAIR = "chair", _("Chair")
    MODERATOR = "moderator", _("Moderator")
    KEYNOTE = "keynote", _("Keynote speaker")
    SPEAKER = "speaker", _("Speaker")
    PANELLIST = "panellist", _("Panellist")
    RAPPORTEUR = "rapporteur", _("Rapporteur")


class AppearanceState(TextChoices):
    """Whether a person has agreed to be on stage."""

    INVITED = "invited", _("Invited")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")


class SubForumColour(TextChoices):
    """Colour token of a sub-forum: a name in the style sheet, never a colour value."""

    PETAL_1 = "petal-1", _("Petal 1")
    PETAL_2 = "petal-2", _("Petal 2")
    PETAL_3 = "petal-3", _("Petal 3")
    PETAL_4 = "petal-4", _("Petal 4")
    PETAL_5 = "petal-5", _("Petal 5")
    PETAL_6 = "petal-6", _("Petal 6")
    PETAL_7 = "petal-7", _("Petal 7")


class SignUpState(TextChoices):
    """Whether a person who signed up has a seat."""

    SEATED = "seated", _("Seated")
    WAITING = "waiting", _("Waiting")


class PlanState(TextChoices):
    """The state of a planned release."""

    WAITING = "waiting", _("Waiting for approval")
    PLANNED = "planned", _("Scheduled")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    # Another release came first, and publishing the plan would undo it.
    OVERTAKEN = "overtaken", _("Superseded by another release")


class DeliveryState(TextChoices):
    """The state of a message about a release."""

    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    GIVEN_UP = "given-up", _("Failed")


class ImportKind(TextChoices):
    """What the rows of an imported table are."""

    # In the order in which they build on one another.
    VENUES = "venues", _("Venues")
    ROOMS = "rooms", _("Rooms")
    SUB_FORUMS = "sub-forums", _("Sub-forums")
    SESSIONS = "sessions", _("Sessions")
    APPEARANCES = "appearances", _("People on stage")


# What a session can be spoken in or interpreted into, by name in the language of the reader.
SPOKEN_LANGUAGES = tuple((code, lazy(spoken_name, str)(code)) for code in spoken_languages())
