"""Check the rows of a table together: one head, the quota, and people entered twice."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from delegations.choices import COUNTED_FUNCTIONS, NOT_COMING, AttendeeFunction
from delegations.imports.known_people import KnownPeople, name_cell
from delegations.imports.name_matching import keys_of_person
from delegations.models import Attendee, Delegation
from events.imports.rows import RowReader

# The number of similar people named at one row.
_NAMED = 3


class Company:
    """The state of these checks over a whole table, row by row."""

    def __init__(self, known: KnownPeople) -> None:
        self._known = known
        self._counted = dict(known.counted)
        # Heads who lose that function, or move, when the table is applied.
        self._leaving: set[int] = set()
        self._heads: dict[int, tuple[int, Attendee]] = {}
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_mail: dict[str, list[int]] = defaultdict(list)

    def add_row(
        self,
        number: int,
        keys: frozenset[str],
        mail: str,
        delegation: Delegation | None,
        person: Attendee | None,
        functions: list[str],
    ) -> None:
        """Register a row before any is compared."""
        for key in keys:
            self._by_key[key].append(number)
        if mail:
            self._by_mail[mail.lower()].append(number)
        moves = person and delegation and delegation.pk != person.delegation_id
        if person and (moves or (functions and functions[0] != AttendeeFunction.HEAD)):
            self._leaving.add(person.pk)

    def check_head(self, cells: RowReader, old: Attendee | None, row: Attendee) -> None:
        """Refuse a second head of a delegation: naming another head is a step of its own."""
        if row.function != AttendeeFunction.HEAD or row.status in NOT_COMING:
            return
        is_same = old and (old.function, old.delegation_id) == (row.function, row.delegation_id)
        others = [
            person
            for person in self._known.heads.get(row.delegation_id, ())
            if person.pk != row.pk and person.pk not in self._leaving
        ]
        claimed = self._heads.setdefault(row.delegation_id, (cells.number, row))
        if claimed[0] != cells.number:
            others.append(claimed[1])
        if others and not is_same:
            message = _(
                "%(person)s is already head of delegation. Change or withdraw that entry first."
            )
            cells.error("function", message, person=others[0])

    def warn_of_quota(self, cells: RowReader, old: Attendee | None, row: Attendee) -> None:
        """Warn at the row with which a delegation exceeds its quota."""
        if row.status in NOT_COMING:
            return
        takes = row.function in COUNTED_FUNCTIONS
        took = old is not None and old.function in COUNTED_FUNCTIONS
        if old and took:
            self._add(old.delegation_id, -1)
        if takes:
            self._add(row.delegation_id, 1)
        count, quota = self._counted.get(row.delegation_id, 0), row.delegation.quota
        is_there = old is not None and took and old.delegation_id == row.delegation_id
        is_more = takes and not is_there
        if is_more and quota is not None and count > quota:
            cells.warn(
                "delegation",
                _("%(delegation)s has %(quota)d places and would have %(count)d people."),
                delegation=row.delegation,
                quota=quota,
                count=count,
            )

    def _add(self, delegation: int, number: int) -> None:
        self._counted[delegation] = self._counted.get(delegation, 0) + number

    def warn_of_twins(self, cells: RowReader, old: Attendee | None, row: Attendee) -> None:
        """Warn of people in the event with the same name in any script, or the same address."""
        keys, mail = keys_of_person(row), row.email.lower()
        known, place = self._known, name_cell(cells)
        alike = [person for key in keys for person in known.by_key.get(key, ())]
        text = _("%(person)s (%(delegation)s) has a similar name. Is it the same person?")
        self._name(cells, old, place, alike, text)
        same = known.by_mail.get(mail, ()) if mail else ()
        text = _("%(person)s (%(delegation)s) has the same e-mail address. Is it the same person?")
        self._name(cells, old, "email", same, text)
        rows = {number for key in keys for number in self._by_key.get(key, ())}
        self._name_rows(cells, place, rows)
        self._name_rows(cells, "email", set(self._by_mail.get(mail, ())) - rows)

    def _name(
        self,
        cells: RowReader,
        old: Attendee | None,
        key: str,
        people: Iterable[Attendee],
        message: object,
    ) -> None:
        own = old.pk if old else None
        others = {
            person.pk: person
            for person in people
            if person.pk != own and person.status not in NOT_COMING
        }
        for person in list(others.values())[:_NAMED]:
            cells.warn_of_twin(key, message, person=person, delegation=person.delegation.code)

    def _name_rows(self, cells: RowReader, key: str, numbers: set[int]) -> None:
        earlier = sorted(number for number in numbers if number < cells.number)
        for number in earlier[:_NAMED]:
            message = _("Row %(number)s of this table is similar. Is it the same person?")
            cells.warn_of_twin(key, message, number=number)
