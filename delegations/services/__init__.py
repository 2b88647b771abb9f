"""Changes at the delegations desk that are more than saving a row."""

from delegations.services.decisions import (
    AlreadyDecided,
    CannotAmend,
    accept_amendment,
    decide_people,
    refuse_amendment,
)
from delegations.services.erasure import Due, NotDue, erase_class, erase_person, what_is_kept
from delegations.services.exports import keep_rows, log_export
from delegations.services.focal_points import (
    FocalPointExists,
    LinkUnknown,
    hand_over,
    name_focal_point,
    open_focal_point,
    read_link,
    renew_links,
    revoke_focal_point,
    send_link,
    use_link,
)
from delegations.services.invitations import ReasonMissing, change_delegation_status
from delegations.services.letters import remind_of_deadlines, tell_focal_points
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
from delegations.services.private import last_answers, log_access, save_private
from delegations.services.registration import (
    HeadExists,
    Incomplete,
    NotOpen,
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
    "LinkUnknown",
    "NotDue",
    "NotEligible",
    "NotOpen",
    "ReasonMissing",
    "TransitionRefused",
    "accept_amendment",
    "approve_people",
    "change_attendee_status",
    "change_delegation_status",
    "decide_people",
    "erase_class",
    "erase_person",
    "hand_over",
    "is_open",
    "keep_rows",
    "last_answers",
    "lock_order",
    "log_access",
    "log_export",
    "name_focal_point",
    "name_head",
    "open_focal_point",
    "read_link",
    "refresh_delegation",
    "refresh_order",
    "refresh_organisation",
    "refuse_amendment",
    "register_people",
    "remind_of_deadlines",
    "renew_links",
    "revoke_focal_point",
    "save_person",
    "save_private",
    "send_link",
    "submit_people",
    "take_back_amendment",
    "tell_focal_points",
    "use_link",
    "what_is_kept",
    "withdraw_person",
]
