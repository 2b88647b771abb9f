"""Changes at the delegations desk that are more than saving a row."""

from delegations.services.decisions import (
    AlreadyDecided,
    CannotAmend,
    accept_amendment,
    decide_people,
    refuse_amendment,
)
from delegations.services.earlier import copy_people, earlier_delegation, earlier_people
from delegations.services.erasure import Due, NotDue, erase_class, erase_person, what_is_kept
from delegations.services.exports import log_export
from delegations.services.files import hand_in_letter, remove_photograph, save_photograph
from delegations.services.focal_points import (
    FocalPointExists,
    hand_over,
    name_focal_point,
    revoke_focal_point,
    send_link,
)
from delegations.services.invitations import ReasonMissing, change_delegation_status
from delegations.services.letters import remind_of_deadlines, tell_focal_points
from delegations.services.links import Link, LinkUnknown, open_link, read_link, use_link, was_sent
from delegations.services.order import (
    lock_order,
    refresh_delegation,
    refresh_order,
    refresh_organisation,
)
from delegations.services.people import (
    NotEligible,
    TransitionRefused,
    approve_people,
    change_attendee_status,
    name_head,
    register_people,
)
from delegations.services.personal_links import (
    finish_entry,
    links_of,
    renew_links,
    revoke_personal_link,
    send_personal_link,
)
from delegations.services.private import (
    last_answers,
    log_access,
    private_values,
    said_in_person,
    save_private,
)
from delegations.services.registration import (
    HeadExists,
    Incomplete,
    NotOpen,
    Saved,
    TooMany,
    is_open,
    save_person,
    submit_people,
    take_back_amendment,
    withdraw_person,
)

__all__ = [
    "AlreadyDecided",
    "CannotAmend",
    "Due",
    "FocalPointExists",
    "HeadExists",
    "Incomplete",
    "Link",
    "LinkUnknown",
    "NotDue",
    "NotEligible",
    "NotOpen",
    "ReasonMissing",
    "Saved",
    "TooMany",
    "TransitionRefused",
    "accept_amendment",
    "approve_people",
    "change_attendee_status",
    "change_delegation_status",
    "copy_people",
    "decide_people",
    "earlier_delegation",
    "earlier_people",
    "erase_class",
    "erase_person",
    "finish_entry",
    "hand_in_letter",
    "hand_over",
    "is_open",
    "last_answers",
    "links_of",
    "lock_order",
    "log_access",
    "log_export",
    "name_focal_point",
    "name_head",
    "open_link",
    "private_values",
    "read_link",
    "refresh_delegation",
    "refresh_order",
    "refresh_organisation",
    "refuse_amendment",
    "register_people",
    "remind_of_deadlines",
    "remove_photograph",
    "renew_links",
    "revoke_focal_point",
    "revoke_personal_link",
    "said_in_person",
    "save_person",
    "save_photograph",
    "save_private",
    "send_link",
    "send_personal_link",
    "submit_people",
    "take_back_amendment",
    "tell_focal_points",
    "use_link",
    "was_sent",
    "what_is_kept",
    "withdraw_person",
]
