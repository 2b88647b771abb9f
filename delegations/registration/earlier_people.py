"""Enter people of the last edition who agreed to be invited again as drafts of this one."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.text.folding import fold_solid
from delegations.choices import AttendeeFunction, ConsentPurpose
from delegations.models import Attendee, Delegation, FocalPoint
from delegations.people.delegation_order import lock_order
from delegations.protocol.names import spelling
from delegations.registration.services import RegistrationClosed, is_open, refuse_too_many

# Names, office and function. Never rank, contacts, passport, journey, needs: asked again.
COPIED = (
    "given",
    "family",
    "name_order",
    "display_name",
    "native_name",
    "badge_name",
    "pronunciation",
    "courtesy",
    "honorific",
    "office_title",
    "office_title_en",
    "function",
)


def find_earlier_delegation(delegation: Delegation) -> Delegation | None:
    """The delegation of the same organisation to the last edition it came to before this one."""
    rows = Delegation.objects.filter(
        organisation=delegation.organisation_id, event__end_date__lt=delegation.event.start_date
    )
    return rows.select_related("event").order_by("-event__end_date", "-event_id").first()


def load_earlier_people(delegation: Delegation, *, seen_by: User | None = None) -> list[Attendee]:
    """People of that delegation who agreed to be invited again and are not in this one yet.

    With `seen_by`, only people whom that member of the office may see in the earlier edition.
    """
    before = find_earlier_delegation(delegation)
    if before is None:
        return []
    people = Attendee.objects.filter(delegation=before).coming()
    people = people.select_related("delegation__organisation")
    if seen_by is not None:
        people = people.visible_to(seen_by)
    here = list(delegation.attendees.select_related("delegation__organisation"))
    copied = {person.copied_from_id for person in here}
    written = {spelling(person.person_name) for person in here}
    natives = {fold_solid(person.native_name) for person in here} - {""}
    return [
        person
        for person in people.agreeing(ConsentPurpose.LATER_FORUMS).alphabetical()
        if person.pk not in copied
        and spelling(person.person_name) not in written
        and fold_solid(person.native_name) not in natives
    ]


@transaction.atomic
def copy_people(
    *,
    delegation: Delegation,
    guids: Collection[UUID],
    by_focal_point: FocalPoint | None = None,
    by: User | None = None,
) -> list[Attendee]:
    """Enter these people as drafts, leaving out anybody entered in the meantime.

    A second head becomes a delegate. Raises RegistrationClosed and QuotaExceeded for a focal point.
    """
    lock_order(pk=delegation.event_id)
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True)
    here = rows.select_related("organisation", "event").get(pk=delegation.pk)
    if by_focal_point is not None and not is_open(here):
        raise RegistrationClosed(here.status)
    chosen = [person for person in load_earlier_people(here, seen_by=by) if person.guid in guids]
    if by_focal_point is not None:
        refuse_too_many(here, more=len(chosen))
    return [_copy(person, here, by_focal_point, by) for person in chosen]


def _copy(
    person: Attendee, here: Delegation, by_focal_point: FocalPoint | None, by: User | None
) -> Attendee:
    draft = Attendee(delegation=here, copied_from=person, updated_by=by)
    for name in COPIED:
        setattr(draft, name, getattr(person, name))
    if draft.function == AttendeeFunction.HEAD and here.attendees.other_heads(draft.guid).exists():
        draft.function = AttendeeFunction.DELEGATE
    draft._change_reason = str(by_focal_point or "")[:100] or None  # type: ignore[attr-defined]
    draft.save()
    return draft
