"""What must be reached when somebody is erased; apps above this one add what they keep."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from delegations.models import Attendee, Merge
from delegations.names import spelling
from delegations.querysets import AttendeeQuerySet

# Called with the person, while they are still there, and the words that are theirs alone.
Eraser = Callable[[Attendee, Sequence[str]], None]
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


def words_of(person: Attendee) -> list[str]:
    """How the person may stand in a text: addresses, and the forms of the name.

    Without the name where somebody else of the event has the same: their traces stay theirs.
    """
    others = Attendee.objects.of_event(person.delegation.event).exclude(pk=person.pk)
    words = [person.email, person.phone, *_former_words(person, others)]
    if not _has_namesake(person, others):
        words += [
            person.full_name, person.listed_name, person.list_name, person.badge_name,
            person.display_name, f"{person.given} {person.family}",
            f"{person.family} {person.given}",
        ]  # fmt: skip
    native = person.native_name
    if native and not others.filter(native_name=native).exists():
        words.append(native)
    return [one.strip() for one in words if one.strip()]


def _has_namesake(person: Attendee, others: AttendeeQuerySet) -> bool:
    """Whether one of the others has the same name, however it is spelt."""
    mine = spelling(person.person_name)
    alike = others.matching(person.full_name).select_related("delegation__organisation")
    return any(spelling(one.person_name) == mine for one in alike)


def _former_words(person: Attendee, others: AttendeeQuerySet) -> list[str]:
    """How the records read that went into this one."""
    words = []
    for record in Attendee.history.filter(id__in=identities_of(person).pks[1:]):
        words += [record.email, record.phone]
        if not others.filter(given=record.given, family=record.family).exists():
            words += [
                record.display_name, record.list_name, record.badge_name, record.native_name,
                f"{record.given} {record.family}", f"{record.family} {record.given}",
            ]  # fmt: skip
    return words
