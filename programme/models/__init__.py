"""The draft of the agenda, its releases and plans, accepted findings, seats and webhooks."""

from programme.models.agenda import (
    Appearance,
    Session,
    SubForum,
    new_code,
    validate_language_codes,
)
from programme.models.booklet import Booklet
from programme.models.findings import AcceptedFinding
from programme.models.plan import PreviewLink, ReleasePlan
from programme.models.profile import Profile
from programme.models.release import ScheduleRelease
from programme.models.running_order import RunItem
from programme.models.session_document import SessionDocument
from programme.models.sign_up import SignUp
from programme.models.webhook import Webhook, WebhookDelivery

__all__ = [
    "AcceptedFinding",
    "Appearance",
    "Booklet",
    "PreviewLink",
    "Profile",
    "ReleasePlan",
    "RunItem",
    "ScheduleRelease",
    "Session",
    "SessionDocument",
    "SignUp",
    "SubForum",
    "Webhook",
    "WebhookDelivery",
    "new_code",
    "validate_language_codes",
]
