"""Links that show the draft agenda to people outside the team for a limited time."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from accounts.models import User
from core.protection.tokens import new_token, token_digest
from core.text.numbers import row_number
from events.models import Event
from programme.models import PreviewLink

LONGEST = timedelta(days=30)


def create_link(*, event: Event, by: User, label: str, days: int) -> tuple[PreviewLink, str]:
    """Create a link valid for `days` (at most 30); return it and its token, of which only a digest
    is stored."""
    token = new_token()
    expires = timezone.now() + min(timedelta(days=days), LONGEST)
    link = PreviewLink.objects.create(
        event=event, label=label, digest=token_digest(token), expires_at=expires, created_by=by
    )
    return link, token


def revoke_link(*, link: PreviewLink) -> None:
    """Revoke a link at once, also for people who have the draft open."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def open_link(token: str) -> PreviewLink | None:
    """Return the valid link of a token and record its use, or None."""
    link = _good().filter(digest=token_digest(token)).select_related("event").first()
    if link is not None:
        PreviewLink.objects.filter(pk=link.pk).update(used_at=timezone.now())
    return link


def find_good_link(pk: object) -> PreviewLink | None:
    """Return a link that was opened earlier, if it is still valid."""
    number = row_number(str(pk))
    return None if number is None else _good().filter(pk=number).first()


def _good() -> models.QuerySet[PreviewLink]:
    return PreviewLink.objects.filter(revoked_at=None, expires_at__gt=timezone.now())
