"""Add many delegations to invite, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from delegations.models import Delegation, FocalPoint, Organisation
from delegations.people.delegation_order import lock_order, refresh_order
from events.models import Event


@dataclass(frozen=True, slots=True)
class Invitee:
    """An organisation to be invited; one that is not saved is new.

    `contact`, not saved either, will register the delegation, and is mailed when the invitation is
    sent, not before.
    """

    organisation: Organisation
    code: str
    quota: int | None = None
    contact: FocalPoint | None = None


class DelegationsRefused(Exception):
    """No delegation was added; `faults` says why, by index in the list."""

    def __init__(self, faults: dict[int, str | Promise]) -> None:
        super().__init__(faults)
        self.faults = faults


@transaction.atomic
def add_delegations(*, event: Event, invitees: Sequence[Invitee], by: User) -> list[Delegation]:
    """Add a delegation for each of `invitees`, or none and raise DelegationsRefused."""
    lock_order(pk=event.pk)
    if faults := _find_faults(event, invitees):
        raise DelegationsRefused(faults)
    new = {id(invitee.organisation): invitee.organisation for invitee in invitees}
    unsaved = [organisation for organisation in new.values() if organisation.pk is None]
    for organisation in unsaved:
        organisation.updated_by = by
    if unsaved:
        bulk_create_with_history(unsaved, Organisation, batch_size=500, default_user=by)
    rows = [
        Delegation(
            event=event,
            organisation=invitee.organisation,
            code=invitee.code,
            quota=invitee.quota,
            updated_by=by,
        )
        for invitee in invitees
    ]
    if rows:
        bulk_create_with_history(rows, Delegation, batch_size=500, default_user=by)
    contacts = []
    for row, invitee in zip(rows, invitees, strict=True):
        if invitee.contact is not None:
            invitee.contact.delegation, invitee.contact.updated_by = row, by
            invitee.contact.email = invitee.contact.email.strip().lower()
            contacts.append(invitee.contact)
    FocalPoint.objects.bulk_create(contacts)
    refresh_order(event=event)
    return rows


def _find_faults(event: Event, invitees: Sequence[Invitee]) -> dict[int, str | Promise]:
    rows = Delegation.objects.filter(event=event)
    here = set(rows.values_list("organisation_id", flat=True))
    codes = {code.upper() for code in rows.values_list("code", flat=True)}
    faults: dict[int, str | Promise] = {}
    for place, invitee in enumerate(invitees):
        if invitee.organisation.pk in here:
            faults[place] = _("This organization already has a delegation to the event.")
        elif invitee.code.upper() in codes:
            faults[place] = _("Another delegation already has this code.")
        here |= {invitee.organisation.pk} - {None}
        codes.add(invitee.code.upper())
    return faults
