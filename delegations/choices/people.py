"""What people are in a delegation, how far their entry is, and how their names are written."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AttendeeFunction(TextChoices):
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


class RankClass(TextChoices):
    """Class of office by which precedence is given."""

    A = "A", _("A – incumbent mayors and governors, executive heads")
    B = "B", _("B – deputies and vice mayors")
    C = "C", _("C – councillors, commissioners, secretaries, envoys")
    D = "D", _("D – directors and other officials")


class AttendeeStatus(TextChoices):
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


class AmendmentState(TextChoices):
    """What became of an amendment."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken-back", _("Request withdrawn")


class NameOrder(TextChoices):
    """In which order a person's names stand."""

    GIVEN_FIRST = "given-first", _("Given name first")
    FAMILY_FIRST = "family-first", _("Family name first")
    SINGLE = "single", _("One name only")


class Courtesy(TextChoices):
    """How a person wishes to be addressed. Never derived from anything else."""

    MR = "Mr", _("Mr")
    MS = "Ms", _("Ms")
    MX = "Mx", _("Mx")


class TransportMode(TextChoices):
    """How somebody arrives. Guangzhou has several gates, so never only "flight"."""

    AIR = "air", _("Air")
    RAIL = "rail", _("Rail")
    COACH = "coach", _("Coach")
    FERRY = "ferry", _("Ferry")
    CAR = "car", _("Car")


# Under this an import keeps what journey somebody had before and after it.
JOURNEY = "journey"
