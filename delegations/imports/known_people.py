"""Find stored people and delegations by the cells of a table."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from core.text.numbers import read_guid
from delegations.choices import COUNTED_FUNCTIONS, NOT_COMING, AttendeeFunction
from delegations.imports.name_matching import are_written_alike, keys_of_person
from delegations.models import Attendee, Delegation
from events.imports.countries import country_lookup
from events.imports.lookup import Lookup
from events.imports.rows import RowReader
from events.models import Event

# The cells that together are a name, in the order in which a fault is put to one of them.
NAME_PARTS = ("family", "given", "display_name", "native_name", "list_name", "badge_name")


@dataclass(frozen=True, slots=True)
class WrittenPerson:
    """The forms of a name in the cells of one row."""

    given: str
    family: str
    display_name: str
    native_name: str
    list_name: str
    badge_name: str
    honorific: str

    @classmethod
    def in_cells(cls, cells: RowReader) -> "WrittenPerson":
        """What one row says."""
        return cls(**{name: cells.text(name) for name in cls.__dataclass_fields__})


def name_cell(cells: RowReader) -> str:
    """The cell at which faults of the name are reported."""
    return next((key for key in NAME_PARTS if cells.text(key)), NAME_PARTS[0])


class KnownPeople:
    """The delegations of an event and their people, read once."""

    def __init__(self, event: Event, only: Delegation | None = None) -> None:
        """`only` limits this to the delegation of a focal point."""
        delegations = event.delegations.select_related("organisation")
        rows = list(delegations.filter(pk=only.pk) if only else delegations)
        self._by_pk: dict[int, Delegation] = {row.pk: row for row in rows}
        self._delegations = _delegation_names(rows)
        self._countries: Lookup[str] | None = None
        self.by_guid: dict[UUID, Attendee] = {}
        self.by_key: dict[str, list[Attendee]] = defaultdict(list)
        self.by_mail: dict[str, list[Attendee]] = defaultdict(list)
        self.heads: dict[int, list[Attendee]] = defaultdict(list)
        self.counted: dict[int, int] = defaultdict(int)
        people = Attendee.objects.of_event(event).filter(delegation__in=self._by_pk)
        for person in people.order_by("pk"):
            person.delegation = self._by_pk[person.delegation_id]
            self._add(person)

    def _add(self, person: Attendee) -> None:
        self.by_guid[person.guid] = person
        for key in keys_of_person(person):
            self.by_key[key].append(person)
        if person.email:
            self.by_mail[person.email.lower()].append(person)
        if person.status not in NOT_COMING:
            self.counted[person.delegation_id] += person.function in COUNTED_FUNCTIONS
            if person.function == AttendeeFunction.HEAD:
                self.heads[person.delegation_id].append(person)

    def delegation(self, cells: RowReader) -> Delegation | None:
        """The delegation that a row names; else None and an error at its cell."""
        text = cells.meaning("delegation", cells.text("delegation"), self._delegations)
        if not text:
            return None
        delegations = self._delegations.find(text)
        if len(delegations) > 1 and cells.text("country"):
            delegations = [
                delegation
                for delegation in delegations
                if self._is_of(delegation, cells.text("country"))
            ]
        if len(delegations) == 1:
            return delegations[0]
        if delegations:
            codes = ", ".join(delegation.code for delegation in delegations)
            message = _("Several have the name “%(text)s”. Enter one of these codes: %(codes)s.")
            cells.error("delegation", message, text=text[:80], codes=codes)
        else:
            cells.unknown("delegation", text, self._delegations, is_short=False)
        return None

    def _is_of(self, delegation: Delegation, country: str) -> bool:
        if self._countries is None:
            used = {str(row.organisation.country) for row in self._by_pk.values()} - {""}
            self._countries = country_lookup(used)
        return str(delegation.organisation.country) in self._countries.find(country)

    def person(self, cells: RowReader) -> Attendee | None:
        """The person whom the identifier of a row names; else None and an error at its cell."""
        text = cells.text("guid")
        guid = read_guid(text)
        person = self.by_guid.get(guid) if guid else None
        if person is None:
            cells.error(
                "guid",
                _(
                    "Nobody at this event has the identifier “%(text)s”. Leave the cell "
                    "empty for a new person."
                ),
                text=text[:40],
            )
        return person

    def namesakes(
        self, keys: frozenset[str], delegation: Delegation, native: str
    ) -> list[Attendee]:
        """Members of a delegation whose names are written in this way.

        One Latin spelling stands for many Chinese names: of two that are known in their own script
        and differ in it, one is not the other.
        """
        people = {person.pk: person for key in keys for person in self.by_key.get(key, ())}
        return [
            person
            for person in people.values()
            if person.delegation_id == delegation.pk
            and not are_two_people(native, person.native_name)
        ]


def are_two_people(native: str, other: str) -> bool:
    """Whether two names have native forms that differ, so that they are two people."""
    return bool(native and other) and not are_written_alike(native, other)


def _delegation_names(rows: list[Delegation]) -> Lookup[Delegation]:
    """Delegations by code and by every name of their organisation."""
    pairs: list[tuple[str, Delegation]] = [(row.code, row) for row in rows]
    for row in rows:
        organisation = row.organisation
        names = [*organisation.name.values(), organisation.local_name, organisation.acronym]
        pairs += [(name, row) for name in names if name]
        pairs += [(f"{name} ({row.code})", row) for name in names if name]
    return Lookup(pairs)
