"""Conditions on rows, and their orders."""

from delegations.querysets.delegations import (
    DeadlineQuerySet,
    DelegationQuerySet,
    InvitationReplyQuerySet,
    InvitationRoundQuerySet,
    LetterQuerySet,
    OrganisationQuerySet,
    reply_overdue,
)
from delegations.querysets.links import (
    MailedLinkQuerySet,
    PersonalLinkQuerySet,
)
from delegations.querysets.lists import (
    EXPORT_KEPT,
    EXPORT_LEASE,
    ApiTokenQuerySet,
    BackgroundExportQuerySet,
    FileQuerySet,
    ListVersionQuerySet,
)
from delegations.querysets.people import (
    ALPHABETICAL,
    ARRIVAL,
    DEPARTURE,
    FUNCTION,
    HOTEL,
    PRECEDENCE,
    AmendmentQuerySet,
    AttendeeQuerySet,
    MergeQuerySet,
    allows,
    last_word,
    order_terms,
    ordering,
)

__all__ = [
    "ALPHABETICAL",
    "ARRIVAL",
    "DEPARTURE",
    "EXPORT_KEPT",
    "EXPORT_LEASE",
    "FUNCTION",
    "HOTEL",
    "PRECEDENCE",
    "AmendmentQuerySet",
    "ApiTokenQuerySet",
    "AttendeeQuerySet",
    "BackgroundExportQuerySet",
    "DeadlineQuerySet",
    "DelegationQuerySet",
    "FileQuerySet",
    "InvitationReplyQuerySet",
    "InvitationRoundQuerySet",
    "LetterQuerySet",
    "ListVersionQuerySet",
    "MailedLinkQuerySet",
    "MergeQuerySet",
    "OrganisationQuerySet",
    "PersonalLinkQuerySet",
    "allows",
    "last_word",
    "order_terms",
    "ordering",
    "reply_overdue",
]
