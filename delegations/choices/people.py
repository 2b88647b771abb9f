"""Functions and ranks of people, the status of their entries, and forms of their names."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AttendeeFunction(TextChoices):
    """The function of a person in the delegation, in the order of lists."""

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


class RankClass(TextChoices):
    """The class of an office, which decides precedence."""

    A = "A", _("A – incumbent mayors and governors, executive heads")
    B = "B", _("B – deputies and vice mayors")
    C = "C", _("C – councillors, commissioners, secretaries, envoys")
    D = "D", _("D – directors and other officials")


class AttendeeStatus(TextChoices):
    """The status of a person's accreditation."""

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
    # Back to submitted: an approval that was a slip.
    AttendeeStatus.APPROVED: frozenset(
        {AttendeeStatus.SUBMITTED, AttendeeStatus.RETURNED, AttendeeStatus.WITHDRAWN}
    ),
    AttendeeStatus.REFUSED: frozenset({AttendeeStatus.SUBMITTED}),
    AttendeeStatus.WITHDRAWN: frozenset({AttendeeStatus.SUBMITTED}),
}


# Refused and withdrawn people are not coming and do not count towards quotas.
NOT_COMING = (AttendeeStatus.REFUSED, AttendeeStatus.WITHDRAWN)


# What the office decides about a person must be explained to the delegation.
PERSON_NEEDS_REASON = frozenset({AttendeeStatus.RETURNED, AttendeeStatus.REFUSED})
# A delegation changes these itself; anybody else is changed by an amendment that the office sees.
OPEN_TO_DELEGATION = frozenset({AttendeeStatus.DRAFT, AttendeeStatus.RETURNED})


class AmendmentState(TextChoices):
    """The state of an amendment."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken-back", _("Request withdrawn")


class NameOrder(TextChoices):
    """The order of given and family name."""

    GIVEN_FIRST = "given-first", _("Given name first")
    FAMILY_FIRST = "family-first", _("Family name first")
    SINGLE = "single", _("One name only")


class Courtesy(TextChoices):
    """The form of address that a person wishes. It is never derived from other data."""

    MR = "Mr", _("Mr")
    MS = "Ms", _("Ms")
    MX = "Mx", _("Mx")


class TransportMode(TextChoices):
    """The means of transport. Guangzhou is reached in several ways, so not only by air."""

    AIR = "air", _("Air")
    RAIL = "rail", _("Rail")
    COACH = "coach", _("Coach")
    FERRY = "ferry", _("Ferry")
    CAR = "car", _("Car")


class RoomType(TextChoices):
    """The kinds of hotel rooms."""

    SINGLE = "single", pgettext_lazy("of a room", "Single")
    DOUBLE = "double", pgettext_lazy("of a room", "Double")
    TWIN = "twin", pgettext_lazy("of a room", "Twin")
    SUITE = "suite", pgettext_lazy("of a room", "Suite")


class RoomPayer(TextChoices):
    """The party that pays a hotel room."""

    HOST = "host", _("The host")
    DELEGATION = "delegation", _("The delegation")
    PERSON = "person", _("The guest")


class VisaOutcome(TextChoices):
    """What a consulate decided on an application with a letter of the office."""

    ISSUED = "issued", pgettext_lazy("of a visa", "Issued")
    REFUSED = "refused", pgettext_lazy("of a visa", "Refused")


class DocumentKind(TextChoices):
    """The kinds of travel documents."""

    PASSPORT = "passport", _("Passport")
    DIPLOMATIC = "diplomatic", _("Diplomatic passport")
    SERVICE = "service", _("Service or official passport")
    IDENTITY_CARD = "identity-card", _("Identity card")
    LAISSEZ_PASSER = "laissez-passer", _("United Nations laissez-passer")
    OTHER = "other", pgettext_lazy("of a document", "Other")


class DocumentSex(TextChoices):
    """The sex as travel documents state it (ICAO Doc 9303)."""

    FEMALE = "F", pgettext_lazy("of a document", "F (female)")
    MALE = "M", pgettext_lazy("of a document", "M (male)")
    UNSPECIFIED = "X", pgettext_lazy("of a document", "X (unspecified)")


# Under this an import keeps what journey somebody had before and after it.
JOURNEY = "journey"
