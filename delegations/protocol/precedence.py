"""The order of delegations. Knows no database.

Two orders, never to be confused (`docs/architecture.md`):

* alphabetical, for equal treatment: by English country name, then city; organizations after the
  countries, by name;
* precedence, for seats, photographs and cars: the host, then class A to D of the head's office,
  inside a class alphabetical; a position set by hand wins.

There is no law that ranks mayors across countries. This is the written rule of this portal; the
office can overrule it for any delegation, with a reason and its author.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.text.collation import collation_key

_CLASSES = {"A": 0, "B": 1, "C": 2, "D": 3}
_NO_CLASS = len(_CLASSES)


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts that decide the place of one delegation. `key` is an identifier of the caller.

    `manual_position` is the place in the whole list, from 1, or None.
    """

    key: int
    country_name: str
    name: str
    is_host: bool = False
    rank_class: str = ""
    manual_position: int | None = None


def alphabetical_key(standing: Standing) -> tuple[int, str]:
    """Sort key for equal treatment. Organizations without a country come after all countries."""
    return 0 if standing.country_name else 1, collation_key(standing.country_name, standing.name)


def precedence_key(standing: Standing) -> tuple[int, int, tuple[int, str]]:
    """Sort key by rank, before manual positions are applied."""
    rank = _CLASSES.get(standing.rank_class, _NO_CLASS)
    return (0 if standing.is_host else 1, rank, alphabetical_key(standing))


def by_precedence(standings: Iterable[Standing]) -> list[Standing]:
    """Sort the delegations by precedence.

    A delegation with a position set by hand stands exactly there, the others fill the places
    between in their own order. Two at the same position stand one behind the other, in the order
    of the rule; a position past the end is the end.
    """
    ordered = sorted(standings, key=precedence_key)
    result = [person for person in ordered if person.manual_position is None]
    placed = [person for person in ordered if person.manual_position is not None]
    previous = -1
    for standing in sorted(placed, key=lambda standing: standing.manual_position or 0):
        index = min(max((standing.manual_position or 1) - 1, previous + 1), len(result))
        result.insert(index, standing)
        previous = index
    return result


def places(standings: Iterable[Standing]) -> dict[int, tuple[int, int]]:
    """The alphabetical place and the place in precedence of each delegation, from 1, by key."""
    everybody = list(standings)
    alphabetical = sorted(everybody, key=alphabetical_key)
    ranks = {
        standing.key: place for place, standing in enumerate(by_precedence(everybody), start=1)
    }
    return {
        standing.key: (place, ranks[standing.key])
        for place, standing in enumerate(alphabetical, start=1)
    }
