"""Sensitive data, travel and consents: saved together, looked at with a reason."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from delegations.choices import AccessKind, ConsentPurpose
from delegations.models import Attendee, Consent, SensitiveAccess, SensitiveData, Travel
from delegations.people.delegation_order import lock_order
from delegations.people.merge_edits import ChangedMeanwhile, weigh
from delegations.protocol.consents import TEXT_VERSION
from events.models import Event


def last_answers(attendee: Attendee) -> dict[str, bool]:
    """What a person said last on each purpose that they were asked about."""
    said = attendee.consents.order_by("at", "pk").values_list("purpose", "given")
    return dict(said)


def said_in_person(attendee: Attendee) -> set[str]:
    """The purposes on which the last word was the person's own."""
    said = attendee.consents.order_by("at", "pk").values_list("purpose", "by_person")
    return {purpose for purpose, is_own in dict(said).items() if is_own}


def private_values(attendee: Attendee) -> dict[str, object]:
    """What is known, by field; an answer by its purpose, None where nobody was asked."""
    return {
        **_values(SensitiveData, attendee),
        **_values(Travel, attendee),
        **dict.fromkeys(ConsentPurpose.values),
        **last_answers(attendee),
    }


def _values(model: type[SensitiveData] | type[Travel], attendee: Attendee) -> dict[str, object]:
    row = model.objects.filter(attendee=attendee).first() or model(attendee=attendee)
    return {one.name: one.value_from_object(row) for one in model._meta.concrete_fields}


@transaction.atomic
def save_private(
    *,
    attendee: Attendee,
    sensitive: Mapping[str, object],
    travel: Mapping[str, object],
    answers: Mapping[str, bool],
    given_by: str,
    language: str,
    by: User | None,
    by_person: bool = False,
    seen: Mapping[str, str] | None = None,
) -> None:
    """Save the sensitive data, journey and consents that a person, or somebody for them, entered.

    Only answers that changed are stored, and answers that the person gave themselves are changed by
    nobody else. `seen` maps each field to the digest of the value that the form showed
    (`delegations.people.merge_edits`). Withdrawing consent to pictures refreshes the public pages.
    Raises ChangedMeanwhile.
    """
    event = lock_order(delegations__attendees=attendee.pk)
    before = last_answers(attendee)
    _refuse_overwriting(attendee, {**sensitive, **travel, **answers}, seen)
    SensitiveData.objects.update_or_create(
        attendee=attendee, defaults={**sensitive, "updated_by": by}
    )
    Travel.objects.update_or_create(attendee=attendee, defaults={**travel, "updated_by": by})
    own = set() if by_person else said_in_person(attendee)
    for purpose, given in answers.items():
        if before.get(purpose) is not given and purpose not in own:
            Consent.objects.create(
                attendee=attendee,
                purpose=purpose,
                given=given,
                text_version=TEXT_VERSION,
                language=language,
                given_by=given_by,
                by_person=by_person,
            )
    if last_answers(attendee).get(ConsentPurpose.IMAGES) is not before.get(ConsentPurpose.IMAGES):
        Event.objects.filter(pk=event.pk).raise_revision()


def _refuse_overwriting(
    attendee: Attendee, typed: Mapping[str, object], seen: Mapping[str, str] | None
) -> None:
    """Raise ChangedMeanwhile at anything that somebody else wrote and this person has not seen.

    In fields that this person left alone too: needs and the consents to them go together.
    """
    weighed = weigh(seen, private_values(attendee), typed)
    if weighed.taken:
        raise ChangedMeanwhile({}, weighed.taken)


def log_access(*, attendee: Attendee, by: User, kind: AccessKind, reason: str) -> None:
    """Write down who looks at what few may see. Call it before it is shown."""
    SensitiveAccess.objects.create(
        event=attendee.delegation.event, attendee=attendee, by=by, kind=kind, reason=reason
    )
