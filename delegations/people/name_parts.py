"""Confirm which words of whole names are the family name: many people at once."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from delegations.models import Attendee
from delegations.protocol.whole_names import NameParts, propose_parts, splits
from events.models import Event


def whole_name(person: Attendee) -> str:
    """The name whose parts are not known, as it was typed."""
    return person.display_name or person.full_name


def possible_parts(person: Attendee) -> list[NameParts]:
    """Every way to read the name of a person; what is stored, or a proposal, is the first."""
    name = whole_name(person)
    stored = NameParts(person.given, person.family, person.name_order)
    country = str(person.delegation.organisation.country)
    likeliest = stored if person.given or person.family else propose_parts(name, country)
    ways = [likeliest, *splits(name)] if likeliest else splits(name)
    return list(dict.fromkeys(ways))


def take_parts_as_known(person: Attendee, values: Mapping[str, object]) -> None:
    """Confirm the parts of a name that somebody changes to `values` of the fields of a form."""
    if any(values.get(name, old) != old for name, old in person.parts.items()):
        person.parts_known = True


@transaction.atomic
def confirm_parts(*, event: Event, parts: Mapping[int, NameParts], by: User) -> int:
    """Store the confirmed parts of names, by person; return how many were still to confirm."""
    rows = Attendee.objects.editable_by(by).of_event(event).with_unknown_parts()
    people = list(
        rows.filter(pk__in=parts)
        .select_for_update(of=("self",), no_key=True)
        .select_related("delegation__organisation")
        .order_by("pk")
    )
    for person in people:
        chosen = parts[person.pk]
        person.given, person.family = chosen.given, chosen.family
        person.name_order, person.parts_known = chosen.order, True
        person.updated_by = by
        person.save()
    return len(people)
