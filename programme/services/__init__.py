"""Changes of the agenda that are more than saving a row."""

from programme.services.releases import (
    AlreadyAccepted,
    DraftMoved,
    MayNotAccept,
    NothingToRelease,
    OpenErrors,
    Prepared,
    ReasonMissing,
    accept_finding,
    entrust_sub_forums,
    errors_fingerprint,
    fingerprint,
    pending_changes,
    prepare_release,
    release_agenda,
    withdraw_acceptance,
)

__all__ = [
    "AlreadyAccepted",
    "DraftMoved",
    "MayNotAccept",
    "NothingToRelease",
    "OpenErrors",
    "Prepared",
    "ReasonMissing",
    "accept_finding",
    "entrust_sub_forums",
    "errors_fingerprint",
    "fingerprint",
    "pending_changes",
    "prepare_release",
    "release_agenda",
    "withdraw_acceptance",
]
