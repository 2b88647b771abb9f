"""Files that delegations hand in."""

from typing import Any

from django.db import transaction

from delegations.models import Attendee, Photograph
from delegations.services.order import lock_order
from delegations.services.registration import NotOpen, is_open


@transaction.atomic
def save_photograph(*, attendee: Attendee, file: Any) -> Photograph:
    """Keep what somebody looks like; the picture before it goes. Raises NotOpen.

    `file` is what `core.pictures.plain_photograph` has made of an upload.
    """
    person = _locked(attendee)
    photograph = Photograph.objects.filter(attendee=person).first() or Photograph(attendee=person)
    photograph.file = file
    photograph.save()
    return photograph


@transaction.atomic
def remove_photograph(*, attendee: Attendee) -> bool:
    """Take the picture out; whether there was one. Raises NotOpen."""
    count, _models = Photograph.objects.filter(attendee=_locked(attendee)).delete()
    return bool(count)


def _locked(attendee: Attendee) -> Attendee:
    lock_order(delegations__attendees=attendee.pk)
    rows = Attendee.objects.select_related("delegation").select_for_update(
        of=("self",), no_key=True
    )
    person: Attendee = rows.get(pk=attendee.pk)
    if not is_open(person.delegation):
        raise NotOpen(person.delegation.status)
    return person
