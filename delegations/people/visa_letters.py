"""Issue letters for visa applications, each with the next number of its event, and revoke them."""

from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from delegations.models import ExportLog, LetterTemplate, VisaLetter
from delegations.people.delegation_order import lock_order
from delegations.protocol.letter_numbers import visa_letter_number


class AlreadyRevoked(Exception):
    """Somebody else has revoked the letter in the meantime."""


def issue_visa_letters(
    log: ExportLog, rows: Iterable[tuple[int, Sequence[object]]]
) -> Iterator[list[object]]:
    """Yield the cells of each person after the number of their letter; `rows` begin with keys.

    Called for the file that `log` records. A file that is made again has letters of its own: no two
    that were printed share a number.
    """
    people = list(rows)
    letters = _register(log, [pk for pk, _cells in people])
    for letter, (_pk, cells) in zip(letters, people, strict=True):
        yield [letter.number, *cells]


@transaction.atomic
def _register(log: ExportLog, people: Sequence[int]) -> list[VisaLetter]:
    """Enter a letter for each person, in the language of the reader. Locks the event."""
    event = lock_order(pk=log.event_id)
    template = LetterTemplate.objects.filter(event=event).select_related("event").first()
    prefix = template.prefix if template else event.slug.upper()
    last = VisaLetter.objects.filter(event=event).aggregate(last=Max("serial"))["last"] or 0
    return VisaLetter.objects.bulk_create(
        VisaLetter(
            event=event,
            attendee_id=pk,
            log=log,
            serial=serial,
            number=visa_letter_number(prefix, serial),
            language=get_language() or settings.LANGUAGE_CODE,
        )
        for serial, pk in enumerate(people, start=last + 1)
    )


def revoke_visa_letter(*, letter: VisaLetter, by: User, reason: str) -> None:
    """Mark a letter as no longer valid. Raises AlreadyRevoked."""
    standing = VisaLetter.objects.filter(pk=letter.pk, revoked_at=None)
    if not standing.update(revoked_at=timezone.now(), revoked_by=by, revocation_reason=reason):
        raise AlreadyRevoked
