"""Finding people for the stage by name, city and code of their delegation.

Editors of the agenda have no right to see people, so nothing else may be found out by searching.
"""

from collections.abc import Iterator
from heapq import nsmallest
from itertools import islice

from core.text.folding import search_terms
from delegations.models import Attendee
from delegations.protocol import names
from delegations.querysets import AttendeeQuerySet

# Of so many matches the best are chosen.
_LOOKED_AT = 500


def find_best_people(people: AttendeeQuerySet, asked: str, most: int) -> list[Attendee]:
    """At most `most`: of just this name, then whose name begins so, has it within, then by city."""
    terms = search_terms(asked)

    def rank(person: Attendee) -> int:
        known = names.search_text(person.person_name, person.listed_name)
        words = known.split()
        if all(term in words for term in terms):
            return 0
        if all(any(word.startswith(term) for word in words) for term in terms):
            return 1
        return 2 if all(term in known for term in terms) else 3

    return nsmallest(most, islice(find_people(people, asked), _LOOKED_AT), key=rank)


def find_people(people: AttendeeQuerySet, asked: str) -> Iterator[Attendee]:
    """Yield those of `people`, in order, whose visible data contains every word of `asked`."""
    terms = search_terms(asked)
    matches = people.matching(asked).select_related("delegation__organisation")
    for person in matches.iterator(chunk_size=100):
        delegation = person.delegation
        known = names.search_text(
            person.person_name,
            person.listed_name,
            delegation.code,
            delegation.organisation.acronym,
            *delegation.organisation.name.values(),
        )
        if all(term in known for term in terms):
            yield person
