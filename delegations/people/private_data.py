"""Load and save sensitive data, journeys and consents, and log who opens them."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from delegations.choices import AccessKind, ConsentPurpose
from delegations.models import Attendee, Consent, SensitiveAccess, SensitiveData, Travel
from delegations.people.delegation_order import lock_order
from delegations.people.merge_edits import ChangedMeanwhile, merge_edits
from delegations.protocol.consents import TEXT_VERSION
from events.models import Event


def load_last_answers(attendee: Attendee) -> dict[str, bool]:
    """The last answer of a person to each purpose."""
    answers = attendee.consents.order_by("at", "pk").values_list("purpose", "given")
    return dict(answers)


def load_own_answers(attendee: Attendee) -> set[str]:
    """The purposes whose last answer was given by the person themselves."""
    answers = attendee.consents.order_by("at", "pk").values_list("purpose", "by_person")
    return {purpose for purpose, is_own in dict(answers).items() if is_own}


def load_private_values(attendee: Attendee) -> dict[str, object]:
    """The stored values by field, and the last answers by purpose, None if there is none."""
    return {
        **_load_values(SensitiveData, attendee),
        **_load_values(Travel, attendee),
        **dict.fromkeys(ConsentPurpose.values),
        **load_last_answers(attendee),
    }


def _load_values(
    model: type[SensitiveData] | type[Travel], attendee: Attendee
) -> dict[str, object]:
    row = model.objects.filter(attendee=attendee).first() or model(attendee=attendee)
    return {field.name: field.value_from_object(row) for field in model._meta.concrete_fields}


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
    """Save sensitive data, journey and consents. Raises ChangedMeanwhile.

    Only changed answers are stored, and nobody else changes answers that the person gave.
    `seen` maps each field to the digest of the value that the form showed
    (`merge_edits`). A change of the consent to pictures refreshes the public pages.
    """
    event = lock_order(delegations__attendees=attendee.pk)
    before = load_last_answers(attendee)
    _refuse_overwriting(attendee, {**sensitive, **travel, **answers}, seen)
    SensitiveData.objects.update_or_create(
        attendee=attendee, defaults={**sensitive, "updated_by": by}
    )
    Travel.objects.update_or_create(attendee=attendee, defaults={**travel, "updated_by": by})
    own = set() if by_person else load_own_answers(attendee)
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
    pictures = ConsentPurpose.IMAGES
    if load_last_answers(attendee).get(pictures) is not before.get(pictures):
        Event.objects.filter(pk=event.pk).raise_revision()


def _refuse_overwriting(
    attendee: Attendee, typed: Mapping[str, object], seen: Mapping[str, str] | None
) -> None:
    """Raise ChangedMeanwhile if somebody else has saved values that this person has not seen.

    This includes untouched fields, because needs and the consents to them go together.
    """
    weighed = merge_edits(seen, load_private_values(attendee), typed)
    if weighed.taken:
        raise ChangedMeanwhile({}, weighed.taken)


def log_access(*, attendee: Attendee, by: User, kind: AccessKind, reason: str) -> None:
    """Log an access to sensitive data. Call it before they are shown."""
    SensitiveAccess.objects.create(
        event=attendee.delegation.event, attendee=attendee, by=by, kind=kind, reason=reason
    )
