"""Sensitive data, travel and consents: saved together, looked at with a reason."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from delegations.choices import AccessKind, ConsentPurpose
from delegations.consents import TEXT_VERSION
from delegations.models import Attendee, Consent, SensitiveAccess, SensitiveData, Travel
from delegations.services.order import lock_order
from events.models import Event


def last_answers(attendee: Attendee) -> dict[str, bool]:
    """What a person said last on each purpose that they were asked about."""
    said = attendee.consents.order_by("at", "pk").values_list("purpose", "given")
    return dict(said)


@transaction.atomic
def save_private(
    *,
    attendee: Attendee,
    sensitive: Mapping[str, Any],
    travel: Mapping[str, Any],
    answers: Mapping[str, bool],
    given_by: str,
    language: str,
    by: User | None,
) -> None:
    """Keep what a person, or somebody for them, says. An answer that is the same is not repeated.

    A yes to pictures that is taken back changes public pages: they are made anew.
    """
    event = lock_order(delegations__attendees=attendee.pk)
    SensitiveData.objects.update_or_create(
        attendee=attendee, defaults={**sensitive, "updated_by": by}
    )
    Travel.objects.update_or_create(attendee=attendee, defaults={**travel, "updated_by": by})
    before = last_answers(attendee)
    for purpose, given in answers.items():
        if before.get(purpose) is not given:
            Consent.objects.create(
                attendee=attendee,
                purpose=purpose,
                given=given,
                text_version=TEXT_VERSION,
                language=language,
                given_by=given_by,
            )
    if answers.get(ConsentPurpose.IMAGES) is not before.get(ConsentPurpose.IMAGES):
        Event.objects.filter(pk=event.pk).raise_revision()


def log_access(*, attendee: Attendee, by: User, kind: AccessKind, reason: str) -> None:
    """Write down who looks at what few may see. Call it before it is shown."""
    SensitiveAccess.objects.create(
        event=attendee.delegation.event, attendee=attendee, by=by, kind=kind, reason=reason
    )
