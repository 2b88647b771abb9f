"""What must be reached when somebody is erased; apps above this one add what they keep."""

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
    """Under which keys a person stands in what was kept: their own, and those merged into them."""

    pks: list[int]
    guids: list[UUID]


def identities_of(*people: Attendee) -> Identities:
    """All keys of these people."""
    merged = Merge.objects.standing().filter(kept__in=people)
    rows = list(merged.values_list("merged_pk", "merged_guid"))
    return Identities(
        [*(one.pk for one in people), *(pk for pk, _guid in rows)],
        [*(one.guid for one in people), *(guid for _pk, guid in rows)],
    )
