"""The steps of an invitation, the party each waits for, and their deadlines."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(TextChoices):
    """The kinds of organisations that send delegations."""

    CITY = "city", _("City")
    REGION = "region", _("Region")
    NATIONAL = "national", _("National body")
    INTERNATIONAL = "international", _("International organization")
    NGO = "ngo", _("NGO or foundation")
    ACADEMIA = "academia", _("Academia")
    BUSINESS = "business", _("Business")
    MEDIA = "media", _("Media")
    HOST = "host", _("Host")


class InvitationStatus(TextChoices):
    """The status of an invitation."""

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


# The steps of an invitation, each with those that may follow it; one step back corrects a slip.
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


# Statuses in which a delegation may reply to the invitation for the first time.
AWAITING_REPLY = frozenset({InvitationStatus.INVITED, InvitationStatus.INTERESTED})


class DeclineReason(TextChoices):
    """Why a delegation is not coming, in its own reply."""

    ENGAGEMENT = "engagement", _("Another engagement")
    BUDGET = "budget", _("Cost of the journey")
    NO_APPROVAL = "no-approval", _("The journey was not approved")
    ELECTION = "election", _("Elections or a change of office")
    OTHER = "other", _("Another reason")


class ReplyState(TextChoices):
    """What became of a reply to the invitation."""

    WAITING = "waiting", _("Waiting for the office")
    NOTED = "noted", _("Acknowledged by the office")
    REPLACED = "replaced", _("Replaced by a later reply")
    UNDONE = "undone", _("Undone by the office")


# The reply that holds; a delegation has one at most.
CURRENT_REPLY = frozenset({ReplyState.WAITING, ReplyState.NOTED})


class Actor(TextChoices):
    """The party that must act next."""

    OFFICE = "office", _("The office")
    DELEGATION = "delegation", _("The delegation")
    NOBODY = "nobody", _("Nobody")


# Whom each step of an invitation waits for, and to do what.
WAITS_FOR: dict[InvitationStatus, tuple[Actor, str | Promise]] = {
    InvitationStatus.TO_INVITE: (Actor.OFFICE, _("Send the invitation.")),
    InvitationStatus.INVITED: (Actor.DELEGATION, _("Reply to the invitation.")),
    InvitationStatus.INTERESTED: (Actor.DELEGATION, _("Accept or decline.")),
    InvitationStatus.ACCEPTED: (
        Actor.DELEGATION,
        _("Name the head of delegation and submit the list."),
    ),
    InvitationStatus.LIST_SUBMITTED: (Actor.OFFICE, _("Review the list.")),
    InvitationStatus.LIST_CONFIRMED: (Actor.OFFICE, _("Receive the delegation.")),
    InvitationStatus.ARRIVED: (Actor.OFFICE, _("See the delegation off.")),
    InvitationStatus.DEPARTED: (Actor.NOBODY, ""),
    InvitationStatus.DECLINED: (Actor.NOBODY, ""),
    InvitationStatus.CANCELLED: (Actor.NOBODY, ""),
}


class LetterLayout(TextChoices):
    """The layout of a letter in two languages."""

    SIDE_BY_SIDE = "side-by-side", _("Side by side")
    ONE_AFTER_ANOTHER = "one-after-another", _("One after the other, each on a separate page")


class RoundState(TextChoices):
    """The progress of a round of invitations."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", pgettext_lazy("of a round of invitations", "Being sent")
    STOPPED = "stopped", pgettext_lazy("of a round of invitations", "Stopped")
    DONE = "done", pgettext_lazy("of a round of invitations", "Sent")


class DeadlineKind(TextChoices):
    """The things that have a deadline."""

    REPLY = "reply", _("Reply to the invitation")
    LIST = "list", _("Delegation list")
    TRAVEL = "travel", _("Travel and hotel")
    NAMES_FROZEN = "names-frozen", _("Names for printing")
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
