"""Proofs of identity in a session, and ending the other sessions of an account."""

from collections.abc import Set as AbstractSet
from typing import TypedDict

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.services import end_sessions

# Sessions that are deleted in one statement.
_BATCH = 1000
# What somebody has who has the account, beyond the mailbox of its address.
_OWN = frozenset({"password", "mfa"})


class _Proof(TypedDict):
    """How (`password`, `mfa`, `code`) and when (in seconds) a session has shown who it is."""

    method: str
    at: float


def end_other_sessions(request: HttpRequest, user: User) -> None:
    """Log `user` out everywhere but in the session of `request`, if that is theirs."""
    end_sessions(user=user)
    keep_session(request, user)


def keep_session(request: HttpRequest, user: User) -> None:
    """Let the session of `request` go on after all sessions of `user` were ended."""
    user.refresh_from_db(fields=("session_generation", "password"))
    if request.user == user:
        update_session_auth_hash(request, user)


def shown_since(request: HttpRequest, moment: float) -> frozenset[str]:
    """How the person of this session has shown since `moment` (in seconds) who they are."""
    return frozenset(proof["method"] for proof in _records(request) if proof["at"] >= moment)


def is_own_credential(shown: AbstractSet[str]) -> bool:
    """Whether something of the account itself was shown: a code by mail proves less."""
    return not _OWN.isdisjoint(shown)


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether this session, and not only its account, has shown an app or a key."""
    return any(proof["method"] == "mfa" for proof in _records(request))


def forget_expired() -> int:
    """Delete some of the sessions that have expired; how many. A background job."""
    expired = Session.objects.filter(expire_date__lt=timezone.now()).values_list("pk", flat=True)
    deleted, _models = Session.objects.filter(pk__in=list(expired[:_BATCH])).delete()
    return deleted


def _records(request: HttpRequest) -> list["_Proof"]:
    records: list[_Proof] = get_authentication_records(request, request.user)
    return records
