"""What must be reached when somebody is erased; apps above this one add what they keep."""

from collections.abc import Callable, Sequence

from delegations.models import Attendee

# Called with the person, while they are still there, and the words that are theirs alone.
Eraser = Callable[[Attendee, Sequence[str]], None]
ERASERS: list[Eraser] = []


def words_of(person: Attendee) -> list[str]:
    """How the person may stand in a text: addresses, and the forms of the name.

    Without the name where somebody else of the event has the same: their traces stay theirs.
    """
    words = [person.email, person.phone]
    others = Attendee.objects.of_event(person.delegation.event).exclude(pk=person.pk)
    if not others.filter(sort_key=person.sort_key).exists():
        words += [
            person.full_name, person.listed_name, person.list_name, person.badge_name,
            person.display_name, f"{person.given} {person.family}",
            f"{person.family} {person.given}",
        ]  # fmt: skip
    native = person.native_name
    if native and not others.filter(native_name=native).exists():
        words.append(native)
    return [one.strip() for one in words if one.strip()]
