"""Rows with a private link."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from delegations.choices import (
    NOT_COMING,
)
from events.choices import EventStatus

if TYPE_CHECKING:
    from delegations.models import PersonalLink


Link = TypeVar("Link", bound=models.Model, covariant=True)


class MailedLinkQuerySet(models.QuerySet[Link]):
    """Rows with a private link, such as focal points."""

    def active(self, at: datetime) -> Self:
        """Rows whose access is not revoked, of editions that are not over at `at`."""
        # A day more than the last one: somewhere on earth it is still that day.
        last = at.date() - timedelta(days=1)
        return self.filter(revoked_at=None, delegation__event__end_date__gte=last).exclude(
            delegation__event__status=EventStatus.ARCHIVED
        )

    def with_link(self, token_hash: str, at: datetime) -> Self:
        """The row whose link has this digest and is unused and valid at `at`."""
        return self.active(at).filter(token_hash=token_hash, token_expires_at__gt=at)

    def knowing(self, token_hash: str) -> Self:
        """The row whose link has this digest, valid or used."""
        return self.filter(Q(token_hash=token_hash) | Q(spent_hash=token_hash))

    def end(self, at: datetime) -> int:
        """Revoke access at once: links and open pages stop working."""
        return self.filter(revoked_at=None).update(
            revoked_at=at, token_hash=None, token_expires_at=None, generation=F("generation") + 1
        )


class PersonalLinkQuerySet(MailedLinkQuerySet["PersonalLink"]):
    """Links of people to their own entries."""

    def active(self, at: datetime) -> Self:
        """Active links of people who are coming, in the delegation for which the link was sent."""
        here = super().active(at).filter(attendee__delegation=F("delegation"))
        return here.exclude(attendee__status__in=NOT_COMING)
