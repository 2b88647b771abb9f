"""Save the files that delegations upload."""

from django.core.files import File
from django.db import transaction

from accounts.models import User
from core.files.uploads import describe_file, plain
from delegations.models import Attendee, FocalPoint, NominationLetter, Photograph
from delegations.people.delegation_order import lock_order
from delegations.registration.services import QuotaExceeded, RegistrationClosed, is_open, take_turn

# Versions of one letter that a delegation may hand in.
MOST_LETTERS = 20


@transaction.atomic
def save_photograph(
    *, attendee: Attendee, file: "File[bytes]", by: User | None = None
) -> Photograph:
    """Save the photograph of a person in place of the former one. Raises RegistrationClosed.

    The office, `by`, does so at any time. `file` is what `core.files.pictures.plain_photograph` has
    made of an upload.
    """
    person = _lock_person(attendee, by)
    photograph = Photograph.objects.filter(attendee=person).first() or Photograph(attendee=person)
    photograph.file, photograph.updated_by = file, by
    photograph.save()
    return photograph


@transaction.atomic
def remove_photograph(*, attendee: Attendee, by: User | None = None) -> bool:
    """Delete the photograph; return whether there was one. Raises RegistrationClosed."""
    count, _models = Photograph.objects.filter(attendee=_lock_person(attendee, by)).delete()
    return bool(count)


@transaction.atomic
def hand_in_letter(*, focal_point: FocalPoint, file: "File[bytes]") -> NominationLetter:
    """Save a nomination letter as a new version. Raises RegistrationClosed or QuotaExceeded.

    `file` has passed `core.files.uploads.validate_scan`.
    """
    delegation = take_turn(focal_point)
    before = delegation.nomination_letters.values_list("version", flat=True)
    if len(before) >= MOST_LETTERS:
        raise QuotaExceeded(MOST_LETTERS)
    file = plain(file)
    name, size, _digest = describe_file(file)
    return NominationLetter.objects.create(
        delegation=delegation,
        version=max(before, default=0) + 1,
        file=file,
        file_name=name,
        size=size,
        by=focal_point,
    )


def _lock_person(attendee: Attendee, by: User | None) -> Attendee:
    lock_order(delegations__attendees=attendee.pk)
    rows = Attendee.objects.select_related("delegation").select_for_update(
        of=("self",), no_key=True
    )
    person = rows.get(pk=attendee.pk)
    if by is None and not is_open(person.delegation):
        raise RegistrationClosed(person.delegation.status)
    return person
