"""Access tokens: create them for a limited time, count their uses, and revoke them."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from core.protection.tokens import new_token, token_digest
from delegations.models import ApiToken
from events.models import Event

# A fixed prefix, so that scanners for leaked secrets find the token.
PREFIX = "fpt_"
# In days.
USUAL_DAYS, MOST_DAYS, DAYS_AFTER = 30, 365, 30
# How many good tokens one person may have in one event.
MOST_TOKENS = 10
# How often a token may be used in a minute.
MOST_IN_A_MINUTE = 60


class TooManyTokens(Exception):
    """The owner has as many tokens as allowed and must revoke one first."""


def last_moment(event: Event, at: datetime) -> datetime:
    """The latest expiry of a token created at `at`: a year from then, or a month after the event.

    If the event is long over, a month from now.
    """
    month = timedelta(days=DAYS_AFTER)
    end = datetime.combine(event.end_date, time.max, event.zone) + month
    return min(at + timedelta(days=MOST_DAYS), max(end, at + month))


@transaction.atomic
def create_token(
    *,
    event: Event,
    owner: User,
    name: str,
    columns: Sequence[str],
    with_delegations: bool,
    has_sensitive_columns: bool,
    expires_at: datetime,
    reason: str = "",
) -> tuple[ApiToken, str]:
    """Create a token; return it with its secret, which is not stored. Raises TooManyTokens."""
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=owner.pk)
    now = timezone.now()
    if ApiToken.objects.filter(event=event, owner=owner).good(now).count() >= MOST_TOKENS:
        raise TooManyTokens
    secret = PREFIX + new_token()
    token = ApiToken.objects.create(
        event=event,
        owner=owner,
        name=name,
        token_hash=token_digest(secret),
        columns=list(columns),
        with_delegations=with_delegations,
        has_sensitive_columns=has_sensitive_columns,
        reason=reason,
        expires_at=min(expires_at, last_moment(event, now)),
        session_generation=locked.session_generation,
    )
    return token, secret


def find_token(secret: str, at: datetime) -> ApiToken | None:
    """The valid token with this secret, with its event and its owner: one query."""
    rows = ApiToken.objects.good(at).select_related("event", "owner")
    return rows.filter(token_hash=token_digest(secret)).first()


def use_token(*, token: ApiToken, at: datetime) -> int:
    """Count a use. Return 0, or the seconds to wait if the limit of this minute is reached."""
    minute, second = divmod(int(at.timestamp()), 60)
    rows = ApiToken.objects.filter(pk=token.pk)
    here = rows.filter(minute=minute, used_in_minute__lt=MOST_IN_A_MINUTE)
    if here.update(used_in_minute=F("used_in_minute") + 1, last_used_at=at):
        return 0
    if rows.exclude(minute=minute).update(minute=minute, used_in_minute=1, last_used_at=at):
        return 0
    return 60 - second


def revoke_token(*, token: ApiToken, by: User) -> None:
    """Revoke a token at once."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=by
    )
