"""The registry of erasers, with which higher apps delete what they store about a person."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from delegations.models import Attendee, Merge

# Called with the person, while they are still there. Texts that name them are registered as places
# (`delegations.privacy.naming_texts`) and not its business.
Eraser = Callable[[Attendee], None]
ERASERS: list[Eraser] = []


@dataclass(frozen=True, slots=True)
class Identities:
    """The keys of a person: their own, and those of records merged into theirs."""

    pks: list[int]
    guids: list[UUID]


def load_identities(*people: Attendee) -> Identities:
    """All keys of these people."""
    merged = Merge.objects.standing().filter(kept__in=people)
    rows = list(merged.values_list("merged_pk", "merged_guid"))
    return Identities(
        [*(person.pk for person in people), *(pk for pk, _guid in rows)],
        [*(person.guid for person in people), *(guid for _pk, guid in rows)],
    )
