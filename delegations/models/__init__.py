"""Delegations, their people, and the record of what was done with them."""

from delegations.models.attendee import Attendee, StatusChange
from delegations.models.delegation import Delegation, Organisation
from delegations.models.export import ExportLog
from delegations.models.private import Consent, SensitiveData, Travel

__all__ = [
    "Attendee",
    "Consent",
    "Delegation",
    "ExportLog",
    "Organisation",
    "SensitiveData",
    "StatusChange",
    "Travel",
]
