"""Fixed words of the delegations desk. They stand in the database as words."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What sends a delegation."""

    CITY = "city", _("City")
    REGION = "region", _("Region")
    NATIONAL = "national", _("National body")
    INTERNATIONAL = "international", _("International organization")
    ACADEMIA = "academia", _("Academia")
    BUSINESS = "business", _("Business")
    MEDIA = "media", _("Media")
    HOST = "host", _("Host")


class InvitationStatus(models.TextChoices):
    """How far the invitation of a delegation has come."""

    TO_INVITE = "to-invite", _("To invite")
    INVITED = "invited", _("Invited")
    INTERESTED = "interested", _("Interested")
    ACCEPTED = "accepted", _("Accepted")
    LIST_SUBMITTED = "list-submitted", _("List submitted")
    LIST_CONFIRMED = "list-confirmed", _("List confirmed")
    ARRIVED = "arrived", _("Arrived")
    DEPARTED = "departed", _("Departed")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")


# A delegation is coming, as far as the office knows: only such a one is ever shown in public.
COMING = frozenset(
    {
        InvitationStatus.ACCEPTED,
        InvitationStatus.LIST_SUBMITTED,
        InvitationStatus.LIST_CONFIRMED,
        InvitationStatus.ARRIVED,
        InvitationStatus.DEPARTED,
    }
)


# The steps of an invitation, each with those that may follow it; one step back mends a slip.
INVITATION_STEPS: dict[InvitationStatus, frozenset[InvitationStatus]] = {
    InvitationStatus.TO_INVITE: frozenset({InvitationStatus.INVITED, InvitationStatus.CANCELLED}),
    InvitationStatus.INVITED: frozenset(
        {
            InvitationStatus.TO_INVITE,
            InvitationStatus.INTERESTED,
            InvitationStatus.ACCEPTED,
            InvitationStatus.DECLINED,
            InvitationStatus.CANCELLED,
        }
    ),
    InvitationStatus.INTERESTED: frozenset(
        {
            InvitationStatus.INVITED,
            InvitationStatus.ACCEPTED,
            InvitationStatus.DECLINED,
            InvitationStatus.CANCELLED,
        }
    ),
    InvitationStatus.ACCEPTED: frozenset(
        {
            InvitationStatus.INTERESTED,
            InvitationStatus.LIST_SUBMITTED,
            InvitationStatus.LIST_CONFIRMED,
            InvitationStatus.CANCELLED,
        }
    ),
    InvitationStatus.LIST_SUBMITTED: frozenset(
        {
            InvitationStatus.ACCEPTED,
            InvitationStatus.LIST_CONFIRMED,
            InvitationStatus.CANCELLED,
        }
    ),
    InvitationStatus.LIST_CONFIRMED: frozenset(
        {
            InvitationStatus.LIST_SUBMITTED,
            InvitationStatus.ARRIVED,
            InvitationStatus.CANCELLED,
        }
    ),
    InvitationStatus.ARRIVED: frozenset(
        {InvitationStatus.LIST_CONFIRMED, InvitationStatus.DEPARTED}
    ),
    InvitationStatus.DEPARTED: frozenset({InvitationStatus.ARRIVED}),
    InvitationStatus.DECLINED: frozenset({InvitationStatus.INVITED, InvitationStatus.ACCEPTED}),
    InvitationStatus.CANCELLED: frozenset(
        {InvitationStatus.TO_INVITE, InvitationStatus.INVITED, InvitationStatus.ACCEPTED}
    ),
}

# Why a delegation does not come is asked for as long as somebody remembers.
NEEDS_REASON = frozenset({InvitationStatus.DECLINED, InvitationStatus.CANCELLED})


class Actor(models.TextChoices):
    """Who has to do something next."""

    OFFICE = "office", _("The office")
    DELEGATION = "delegation", _("The delegation")
    NOBODY = "nobody", _("Nobody")


# Whom each step of an invitation waits for, and to do what.
WAITS_FOR: dict[InvitationStatus, tuple[Actor, str | Promise]] = {
    InvitationStatus.TO_INVITE: (Actor.OFFICE, _("Send the invitation.")),
    InvitationStatus.INVITED: (Actor.DELEGATION, _("Reply to the invitation.")),
    InvitationStatus.INTERESTED: (Actor.DELEGATION, _("Accept or decline.")),
    InvitationStatus.ACCEPTED: (Actor.DELEGATION, _("Name its head and submit its list.")),
    InvitationStatus.LIST_SUBMITTED: (Actor.OFFICE, _("Look at the list.")),
    InvitationStatus.LIST_CONFIRMED: (Actor.OFFICE, _("Receive the delegation.")),
    InvitationStatus.ARRIVED: (Actor.OFFICE, _("See the delegation off.")),
    InvitationStatus.DEPARTED: (Actor.NOBODY, ""),
    InvitationStatus.DECLINED: (Actor.NOBODY, ""),
    InvitationStatus.CANCELLED: (Actor.NOBODY, ""),
}


class LetterLayout(models.TextChoices):
    """How the two languages of a letter stand on paper."""

    SIDE_BY_SIDE = "side-by-side", _("Side by side")
    ONE_AFTER_ANOTHER = "one-after-another", _("One after another, each on its own page")


class DeadlineKind(models.TextChoices):
    """What has a last day."""

    REPLY = "reply", _("Reply to the invitation")
    LIST = "list", _("List of the delegation")
    TRAVEL = "travel", _("Travel and hotel")
    NAMES_FROZEN = "names-frozen", _("Names for print")
    PHOTOGRAPHS = "photographs", _("Photographs for badges")
    LETTER = "letter", _("Nomination letter")


# While a delegation hands in what it has to. Once names are printed the desk alone changes them.
ENTERING = COMING - {InvitationStatus.ARRIVED, InvitationStatus.DEPARTED}


# By which deadline each step of an invitation has to be taken; other steps have none.
DUE_BY: dict[InvitationStatus, DeadlineKind] = {
    InvitationStatus.INVITED: DeadlineKind.REPLY,
    InvitationStatus.INTERESTED: DeadlineKind.REPLY,
    InvitationStatus.ACCEPTED: DeadlineKind.LIST,
    InvitationStatus.LIST_SUBMITTED: DeadlineKind.NAMES_FROZEN,
}


class AttendeeFunction(models.TextChoices):
    """What a person does in the delegation, in the order in which lists show them."""

    HEAD = "head", _("Head of delegation")
    DEPUTY = "deputy", _("Deputy head")
    DELEGATE = "delegate", _("Delegate")
    ADVISER = "adviser", _("Adviser")
    INTERPRETER = "interpreter", _("Interpreter")
    STAFF = "staff", _("Staff")
    GUEST = "guest", _("Guest")
    SPOUSE = "spouse", _("Spouse or partner")
    SECURITY = "security", _("Security")
    PRESS = "press", _("Press")


# Who counts towards "over 800 representatives" is a decision of the office, not a head count.
COUNTED_FUNCTIONS = frozenset(
    {
        AttendeeFunction.HEAD,
        AttendeeFunction.DEPUTY,
        AttendeeFunction.DELEGATE,
        AttendeeFunction.ADVISER,
        AttendeeFunction.INTERPRETER,
        AttendeeFunction.STAFF,
    }
)


class RankClass(models.TextChoices):
    """Class of office by which precedence is given."""

    A = "A", _("A – incumbent mayors and governors, executive heads")
    B = "B", _("B – deputies and vice mayors")
    C = "C", _("C – councillors, commissioners, secretaries, envoys")
    D = "D", _("D – directors and other officials")


class AttendeeStatus(models.TextChoices):
    """How far the accreditation of a person has come."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Which change of status the office may make; everything else is refused.
TRANSITIONS: dict[AttendeeStatus, frozenset[AttendeeStatus]] = {
    AttendeeStatus.DRAFT: frozenset({AttendeeStatus.SUBMITTED, AttendeeStatus.WITHDRAWN}),
    AttendeeStatus.SUBMITTED: frozenset(
        {
            AttendeeStatus.APPROVED,
            AttendeeStatus.RETURNED,
            AttendeeStatus.REFUSED,
            AttendeeStatus.WITHDRAWN,
        }
    ),
    AttendeeStatus.RETURNED: frozenset({AttendeeStatus.SUBMITTED, AttendeeStatus.WITHDRAWN}),
    AttendeeStatus.APPROVED: frozenset({AttendeeStatus.RETURNED, AttendeeStatus.WITHDRAWN}),
    AttendeeStatus.REFUSED: frozenset({AttendeeStatus.SUBMITTED}),
    AttendeeStatus.WITHDRAWN: frozenset({AttendeeStatus.SUBMITTED}),
}


# Who is refused or has withdrawn comes no more, and takes no place.
NOT_COMING = (AttendeeStatus.REFUSED, AttendeeStatus.WITHDRAWN)


# What the office decides about a person must be explained to the delegation.
PERSON_NEEDS_REASON = frozenset({AttendeeStatus.RETURNED, AttendeeStatus.REFUSED})
# A delegation changes these itself; anybody else is changed by an amendment that the office sees.
OPEN_TO_DELEGATION = frozenset({AttendeeStatus.DRAFT, AttendeeStatus.RETURNED})


class AmendmentState(models.TextChoices):
    """What became of an amendment."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken-back", _("Taken back")


class NameOrder(models.TextChoices):
    """In which order a person's names stand."""

    GIVEN_FIRST = "given-first", _("Given name first")
    FAMILY_FIRST = "family-first", _("Family name first")
    SINGLE = "single", _("One name only")


class Courtesy(models.TextChoices):
    """How a person wishes to be addressed. Never derived from anything else."""

    MR = "Mr", _("Mr")
    MS = "Ms", _("Ms")
    MX = "Mx", _("Mx")


class TransportMode(models.TextChoices):
    """How somebody arrives. Guangzhou has several gates, so never only "flight"."""

    AIR = "air", _("Air")
    RAIL = "rail", _("Rail")
    COACH = "coach", _("Coach")
    FERRY = "ferry", _("Ferry")
    CAR = "car", _("Car")


# Under this an import keeps what journey somebody had before and after it.
JOURNEY = "journey"


class ConsentPurpose(models.TextChoices):
    """What a person agrees to, one by one."""

    REGISTRATION = "registration", _("Processing for registration")
    PARTICIPANTS_BOOK = "participants-book", _("Name in the participants' book")
    CONTACT_IN_BOOK = "contact-in-book", _("Contact details in the book")
    IMAGES = "images", _("Photographs and video")
    DIET_HEALTH = "diet-health", _("Diet and health")
    RELIGIOUS_NEEDS = "religious-needs", _("Religious needs")
    SHARING_ABROAD = "sharing-abroad", _("Sharing with co-organizers abroad")
    LATER_FORUMS = "later-forums", _("Invitations to later forums")


class AccessKind(models.TextChoices):
    """What somebody did with sensitive data."""

    VIEW = "view", _("Looked at")
    CHANGE = "change", _("Changed")
    ERASE = "erase", _("Erased")


class DataClass(models.TextChoices):
    """What is kept of people, by how long it may be kept."""

    SENSITIVE = "sensitive", _("Passports, diets, health, worship, journeys")
    PHOTOGRAPHS = "photographs", _("Photographs for badges")
    CONTACTS = "contacts", _("Contacts, and focal points")
    LETTERS = "letters", _("Nomination letters")
    NOTES = "notes", _("Notes about people and decisions")
    RECORDS = "records", _("Records of exports and of looking")


class ListFormat(models.TextChoices):
    """Format of an exported list."""

    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"
    PDF = "pdf", "PDF"
    JSON = "json", "JSON"
