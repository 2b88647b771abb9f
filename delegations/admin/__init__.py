"""Editing delegations and their people."""

from delegations.admin.deadlines import DeadlineAdmin
from delegations.admin.exports import ExportLogAdmin, SensitiveAccessAdmin
from delegations.admin.invitations import DelegationAdmin, OrganisationAdmin
from delegations.admin.letters import LetterTemplateAdmin
from delegations.admin.people import AttendeeAdmin
from delegations.admin.quotas import EventQuotaAdmin

__all__ = [
    "AttendeeAdmin",
    "DeadlineAdmin",
    "DelegationAdmin",
    "EventQuotaAdmin",
    "ExportLogAdmin",
    "LetterTemplateAdmin",
    "OrganisationAdmin",
    "SensitiveAccessAdmin",
]
