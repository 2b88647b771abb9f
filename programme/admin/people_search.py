"""Finding people for the stage by name, city and code of their delegation.

Editors of the agenda have no right to see people, so nothing else may be found out by searching.
"""

from collections.abc import Iterator

from core.text.folding import search_terms
from delegations.models import Attendee
from delegations.protocol import names
from delegations.querysets import AttendeeQuerySet


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
