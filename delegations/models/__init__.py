"""Delegations, their people, and the record of what was done with them."""

from delegations.models.amendment import Amendment
from delegations.models.api_token import ApiToken
from delegations.models.attendee import Attendee, StatusChange
from delegations.models.background_export import BackgroundExport
from delegations.models.deadline import Deadline
from delegations.models.delegation import Delegation, Organisation
from delegations.models.export import ExportLog, ListVersion
from delegations.models.files import NominationLetter, Photograph
from delegations.models.focal_point import FocalPoint
from delegations.models.head_change import HeadChange
from delegations.models.invitation_round import InvitationRound
from delegations.models.letter import Letter, LetterTemplate
from delegations.models.link_wish import LinkWish
from delegations.models.mailed_link import MAILBOX
from delegations.models.merge import Merge, NotSame
from delegations.models.personal_link import PersonalLink
from delegations.models.private import Consent, SensitiveAccess, SensitiveData, Travel
from delegations.models.quota import DelegationQuota, EventQuota
from delegations.models.reply import InvitationReply
from delegations.models.scheduled_list import ScheduledList
from delegations.models.tag import Tag
from delegations.models.visa_letter import VisaLetter

__all__ = [
    "MAILBOX",
    "Amendment",
    "ApiToken",
    "Attendee",
    "BackgroundExport",
    "Consent",
    "Deadline",
    "Delegation",
    "DelegationQuota",
    "EventQuota",
    "ExportLog",
    "FocalPoint",
    "HeadChange",
    "InvitationReply",
    "InvitationRound",
    "Letter",
    "LetterTemplate",
    "LinkWish",
    "ListVersion",
    "Merge",
    "NominationLetter",
    "NotSame",
    "Organisation",
    "PersonalLink",
    "Photograph",
    "ScheduledList",
    "SensitiveAccess",
    "SensitiveData",
    "StatusChange",
    "Tag",
    "Travel",
    "VisaLetter",
]
