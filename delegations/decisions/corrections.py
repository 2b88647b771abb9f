"""Correct one person for the office: names, office and rank, and with them the status."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from delegations.choices import PERSON_NEEDS_REASON, AmendmentState, AttendeeFunction
from delegations.choices import AttendeeStatus as Status
from delegations.decisions.services import decide_people, lead_if_nobody_does
from delegations.models import Attendee
from delegations.people.delegation_order import lock_order, refresh_order
from delegations.people.merge_edits import MergedEdits, merge_edits
from delegations.people.name_parts import take_parts_as_known
from delegations.people.person_steps import change_attendee_status
from delegations.people.tags import set_tags, tags_text
from delegations.registration.services import HeadExists

_DECIDED = frozenset({Status.APPROVED, *PERSON_NEEDS_REASON})
STATUS, TAGS = "status", "tags"


@transaction.atomic
def correct_person(
    *,
    person: Attendee,
    values: Mapping[str, object],
    by: User,
    seen: Mapping[str, str] | None = None,
    note: str = "",
) -> MergedEdits:
    """Write `values` of fields, `status` and `tags` among them, with their author: all or none.

    `seen` maps each field to the digest of the value that the form showed
    (`delegations.people.merge_edits`). `note` explains a new status to the delegation. Raises
    ChangedMeanwhile, HeadExists, ValidationError, and what a decision on the person raises.
    """
    event = lock_order(delegations__attendees=person.pk)
    rows = Attendee.objects.select_related("delegation__organisation", "delegation__event")
    row = rows.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    edits = merge_edits(seen, present_values(row, values), values)
    write_fields(row, {name: edits.values[name] for name in values.keys() - {STATUS, TAGS}}, by)
    if TAGS in values:
        set_tags(row, str(edits.values[TAGS]), by)
    to = Status(str(edits.values.get(STATUS, row.status)))
    if to != row.status:
        change_status(row, to, by, note)
    elif row.status == Status.APPROVED:
        lead_if_nobody_does(row, by)
    if row.is_head:
        refresh_order(event=event)
    return edits


def present_values(row: Attendee, names: Iterable[str]) -> dict[str, object]:
    """The stored values of fields, and the tags as one line."""
    return {name: tags_text(row) if name == TAGS else getattr(row, name) for name in names}


def write_fields(row: Attendee, values: Mapping[str, object], by: User) -> bool:
    """Save a locked person with these values if they differ; return whether they did.

    Raises HeadExists, ValidationError.
    """
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return False
    if changed.get("function") == AttendeeFunction.HEAD:
        people = Attendee.objects.filter(delegation=row.delegation_id)
        if other := people.other_heads(row.guid).first():
            raise HeadExists(other)
    take_parts_as_known(row, changed)
    for name, value in changed.items():
        setattr(row, name, value)
    row.updated_by = by
    row.clean()
    row.validate_constraints()
    row.save()
    return True


def change_status(row: Attendee, to: Status, by: User, note: str) -> None:
    """Take one step with a person: as a decision if the delegation is waiting for one.

    Raises TransitionRefused, ReasonMissing, NotAgreed.
    """
    seen = Status(row.status)
    if to in _DECIDED and seen != Status.DRAFT:
        decide_people(
            event=row.delegation.event, people=[row], to=to, by=by, delegation_note=note, seen=seen
        )
        return
    change_attendee_status(attendee=row, to=to, by=by, delegation_note=note)
    if to == Status.WITHDRAWN:
        row.amendments.waiting().update(state=AmendmentState.TAKEN_BACK)


def errors_by_field(error: ValidationError) -> dict[str, list[str]]:
    """The messages of a refused row by field; under the empty name what concerns the whole."""
    if hasattr(error, "error_dict"):
        return {name: [*map(str, texts)] for name, texts in error.message_dict.items()}
    return {"": error.messages}
