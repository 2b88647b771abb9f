"""Editing the agenda: sub-forums, the draft of the sessions, preview and publishing."""

from programme.admin.checks import AcceptedFindingAdmin
from programme.admin.imports import ImportBatchAdmin
from programme.admin.plans import PreviewLinkAdmin, ReleasePlanAdmin
from programme.admin.profiles import ProfileAdmin
from programme.admin.releases import ScheduleReleaseAdmin
from programme.admin.sessions import SessionAdmin
from programme.admin.sub_forums import SubForumAdmin
from programme.admin.webhooks import WebhookAdmin, WebhookDeliveryAdmin

__all__ = [
    "AcceptedFindingAdmin",
    "ImportBatchAdmin",
    "PreviewLinkAdmin",
    "ProfileAdmin",
    "ReleasePlanAdmin",
    "ScheduleReleaseAdmin",
    "SessionAdmin",
    "SubForumAdmin",
    "WebhookAdmin",
    "WebhookDeliveryAdmin",
]
