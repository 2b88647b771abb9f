"""Delegations, their people, and the record of what was done with them."""

from delegations.models.amendment import Amendment
from delegations.models.api_token import ApiToken
from delegations.models.attendee import Attendee, StatusChange
from delegations.models.background_export import BackgroundExport
from delegations.models.deadline import Deadline
from delegations.models.delegation import Delegation, Organisation
from delegations.models.export import ExportLog, SavedList
from delegations.models.focal_point import FocalPoint
from delegations.models.private import Consent, SensitiveAccess, SensitiveData, Travel

__all__ = [
    "Amendment",
    "ApiToken",
    "Attendee",
    "BackgroundExport",
    "Consent",
    "Deadline",
    "Delegation",
    "ExportLog",
    "FocalPoint",
    "Organisation",
    "SavedList",
    "SensitiveAccess",
    "SensitiveData",
    "StatusChange",
    "Travel",
]
