"""People as rows of a table."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.models import User
from delegations.choices import (
    NOT_COMING,
    AttendeeFunction,
    Courtesy,
    NameOrder,
    RankClass,
)
from delegations.imports.blank_cells import leave_blank_words
from delegations.imports.delegation_checks import Company
from delegations.imports.journeys import JourneyPlanner
from delegations.imports.known_people import KnownPeople, WrittenPerson, are_two_people, name_cell
from delegations.imports.name_matching import is_swapped, keys_of_person
from delegations.imports.namesakes import Marks, marks_of
from delegations.imports.titles_in_cells import read_titles
from delegations.imports.whole_name_cells import read_whole_name
from delegations.models import Attendee, Delegation
from events.imports.lookup import choice_words, yes_no_words
from events.imports.plan import PlannedRow
from events.imports.rows import RowReader
from events.models import Event

TEXTS = (
    "given",
    "family",
    "display_name",
    "native_name",
    "list_name",
    "badge_name",
    "pronunciation",
    "honorific",
    "office_title",
    "office_title_en",
    "institution",
    "email",
    "phone",
)
_CHOICES = {
    "name_order": NameOrder,
    "courtesy": Courtesy,
    "function": AttendeeFunction,
    "rank_class": RankClass,
}
_YES_NO = ("is_incumbent", "vip")
_LENGTHS = {name: getattr(Attendee._meta.get_field(name), "max_length", None) for name in TEXTS}


@dataclass(frozen=True, slots=True)
class _Written:
    """What one row says of who somebody is."""

    number: int
    person: WrittenPerson
    keys: frozenset[str]
    marks: Marks

    def is_namesake(self, other: "_Written") -> bool:
        """Whether another row has this name, in the native script as well."""
        return not are_two_people(self.person.native_name, other.person.native_name)


@dataclass(frozen=True, slots=True)
class _Target:
    """The delegation of a row, and the person if they are already stored."""

    delegation: Delegation | None
    person: Attendee | None


class PersonPlanner:
    """Compares rows with stored people, found by identifier or by delegation and name."""

    def __init__(self, event: Event, by: User | None, only: Delegation | None = None) -> None:
        self._known = KnownPeople(event, only)
        self._only = only
        self._company = Company(self._known)
        self._journeys = JourneyPlanner(event, by)
        self._words = {key: choice_words(field) for key, field in _CHOICES.items()}
        self._yes_no = yes_no_words()
        self._targets: dict[int, _Target] = {}
        # Rows by delegation and key of their name; those so far, by stored person, and of new ones.
        self._by_name: dict[tuple[int, str], list[_Written]] = defaultdict(list)
        self._rows: dict[int, _Written] = {}
        self._new: set[int] = set()

    def prepare(self, rows: list[RowReader]) -> None:
        """Identify the person of each row before any row is compared."""
        for cells in rows:
            leave_blank_words(cells)
        self._journeys.prepare(rows)
        all_written = [(cells, _written(cells), self._delegation(cells)) for cells in rows]
        for _cells, written, delegation in all_written:
            if delegation:
                for key in written.keys:
                    self._by_name[delegation.pk, key].append(written)
        for cells, written, delegation in all_written:
            target = self._identify(cells, written, delegation)
            self._targets[cells.number] = target
            self._refuse_twice(cells, written, target)
            functions = self._words["function"]
            self._company.add_row(
                cells.number,
                written.keys,
                cells.text("email"),
                target.delegation,
                target.person,
                functions.find(cells.meaning("function", cells.text("function"), functions)),
            )

    def _delegation(self, cells: RowReader) -> Delegation | None:
        if cells.text("delegation"):
            return self._known.delegation(cells)
        if not self._only and not cells.text("guid"):
            cells.error("delegation", _("This cell is required. Fill it in."))
        return self._only

    def _identify(
        self, cells: RowReader, written: _Written, delegation: Delegation | None
    ) -> _Target:
        if cells.text("guid"):
            person = self._known.person(cells)
            if person and not cells.text("delegation"):
                delegation = person.delegation
            return _Target(delegation, person)
        if delegation is None:
            return _Target(None, None)
        people = self._known.namesakes(written.keys, delegation, written.person.native_name)
        if len(people) > 1 or self._has_rival(written, delegation):
            people = [
                person for person in people if not written.marks.differ_from(_marks_of(person))
            ]
        if len(people) > 1:
            guids = ", ".join(str(person.guid) for person in people)
            cells.error(
                name_cell(cells),
                _(
                    "Several people in this delegation have this name. Enter the identifier "
                    "of one of them: %(guids)s."
                ),
                guids=guids,
            )
        person = people[0] if len(people) == 1 else None
        taken = self._rows.get(person.pk) if person else None
        if taken and taken.marks.differ_from(written.marks):
            person = None
        return _Target(delegation, person)

    def _namesakes(self, written: _Written, delegation: Delegation) -> Iterator[_Written]:
        """The other rows with this name in the delegation."""
        rows = {
            row.number: row for key in written.keys for row in self._by_name[delegation.pk, key]
        }
        for number in sorted(rows.keys() - {written.number}):
            if written.is_namesake(rows[number]):
                yield rows[number]

    def _has_rival(self, written: _Written, delegation: Delegation) -> bool:
        """Whether another row is about somebody else of this name."""
        rows = self._namesakes(written, delegation)
        return any(written.marks.differ_from(row.marks) for row in rows)

    def _refuse_twice(self, cells: RowReader, written: _Written, target: _Target) -> None:
        """Refuse a second row about one person; who has another address or office is another."""
        earlier = None
        if target.person:
            earlier = self._rows.setdefault(target.person.pk, written)
        elif target.delegation:
            earlier = next(
                (
                    row
                    for row in self._namesakes(written, target.delegation)
                    if row.number in self._new and not written.marks.differ_from(row.marks)
                ),
                None,
            )
            self._new.add(written.number)
        if earlier and earlier.number != cells.number:
            cells.error(
                name_cell(cells),
                _("Row %(number)s is the same person. Keep only one of the two."),
                number=earlier.number,
            )

    def plan(self, cells: RowReader) -> PlannedRow:
        """Plan the change that one row makes."""
        target = self._targets[cells.number]
        old = target.person
        row = copy(old) if old else Attendee()
        if target.delegation:
            row.delegation = target.delegation
        self._read(cells, old, row)
        self._refuse_to_leave(cells, old, row)
        if target.delegation:
            self._company.check_head(cells, old, row)
        beside, journey = self._journeys.plan(cells, old)
        planned = cells.planned(old, row, self._name(cells, row, target))
        if planned.errors:
            return planned
        planned = replace(planned, changes=[*planned.changes, *journey], beside=beside)
        self._warn(cells, old, row, planned)
        return planned

    def _name(self, cells: RowReader, row: Attendee, target: _Target) -> str:
        where = target.delegation.code if target.delegation else cells.text("delegation")[:20]
        return " · ".join(part for part in (row.full_name[:80], where) if part)

    def _read(self, cells: RowReader, old: Attendee | None, row: Attendee) -> None:
        for name in TEXTS:
            text = cells.plain(name, getattr(row, name), _LENGTHS[name])
            if "\n" in text and cells.has(name):
                cells.error(name, _("This cell has several lines. Write the text on one line."))
            setattr(row, name, text)
        read_titles(cells, old, row)
        read_whole_name(cells, old, row)
        for name, lookup in self._words.items():
            setattr(row, name, cells.word(name, lookup, getattr(row, name)))
        for name in _YES_NO:
            if cells.has(name):
                setattr(row, name, bool(cells.word(name, self._yes_no, False)))
        cells.check_fields(row, [name for name in TEXTS if cells.has(name)])
        if not (row.given or row.family or row.display_name or row.native_name):
            cells.error("family", _("Enter the name in at least one form."))

    def _refuse_to_leave(self, cells: RowReader, old: Attendee | None, row: Attendee) -> None:
        """Refuse to move or demote a head of delegation before another head is named."""
        if old and old.is_head:
            for name, key in (("delegation_id", "delegation"), ("function", "function")):
                if getattr(old, name) != getattr(row, name):
                    cells.error(key, _("Name another head of delegation first."))

    def _warn(
        self, cells: RowReader, old: Attendee | None, row: Attendee, planned: PlannedRow
    ) -> None:
        changed = {change.name for change in planned.changes}
        if old and is_swapped(row.given, row.family, old.given, old.family):
            message = _(
                "%(person)s has been entered with given and family name the other way "
                "round. Are they in the right columns?"
            )
            cells.warn("family", message, person=old)
        if old and changed and old.status in NOT_COMING:
            cells.warn(
                name_cell(cells),
                _("This person’s status is “%(status)s”. It will not change."),
                status=old.get_status_display(),
            )
        if old is None or changed & {*WrittenPerson.__dataclass_fields__, "email", "delegation"}:
            self._company.warn_of_twins(cells, old, row)
        self._company.warn_of_quota(cells, old, row)


def _written(cells: RowReader) -> _Written:
    person = WrittenPerson.in_cells(cells)
    offices = (cells.text(name) for name in ("office_title", "office_title_en"))
    marks = marks_of(cells.text("email"), *offices)
    return _Written(cells.number, person, keys_of_person(person), marks)


def _marks_of(person: Attendee) -> Marks:
    return marks_of(person.email, person.office_title, person.office_title_en)


def person_rows(event: Event) -> Iterator[Mapping[str, object]]:
    """The people as rows that come back unchanged, by field; without their journeys."""
    people = Attendee.objects.of_event(event).select_related("delegation__organisation")
    choices = {key: dict(field.choices) for key, field in _CHOICES.items()}
    for person in people.alphabetical().iterator(chunk_size=1000):
        choice_texts = {
            key: str(labels.get(getattr(person, key), "")) for key, labels in choices.items()
        }
        yes_no = {key: _("yes") if getattr(person, key) else _("no") for key in _YES_NO}
        yield {
            "guid": str(person.guid),
            "delegation": person.delegation.code,
            "country": str(person.delegation.organisation.country.name or ""),
            **{name: getattr(person, name) for name in TEXTS},
            **choice_texts,
            **yes_no,
        }
