"""Who gets in by a link."""

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
    """Focal points of delegations, and others who get in by a link."""

    def active(self, at: datetime) -> Self:
        """Those whose access nobody has taken away, of editions that are not over at `at`."""
        # A day more than the last one: somewhere on earth it is still that day.
        last = at.date() - timedelta(days=1)
        return self.filter(revoked_at=None, delegation__event__end_date__gte=last).exclude(
            delegation__event__status=EventStatus.ARCHIVED
        )

    def with_link(self, token_hash: str, at: datetime) -> Self:
        """The one whose link is not used and good at `at`."""
        return self.active(at).filter(token_hash=token_hash, token_expires_at__gt=at)

    def knowing(self, token_hash: str) -> Self:
        """The one who was sent this link, good or used up."""
        return self.filter(Q(token_hash=token_hash) | Q(spent_hash=token_hash))

    def end(self, at: datetime) -> int:
        """Take the access away, at once: links and open pages are dead."""
        return self.filter(revoked_at=None).update(
            revoked_at=at, token_hash=None, token_expires_at=None, generation=F("generation") + 1
        )


class PersonalLinkQuerySet(MailedLinkQuerySet["PersonalLink"]):
    """Ways of people to their own entries."""

    def active(self, at: datetime) -> Self:
        """Those of people who still come, in the delegation for which the link was sent."""
        here = super().active(at).filter(attendee__delegation=F("delegation"))
        return here.exclude(attendee__status__in=NOT_COMING)
