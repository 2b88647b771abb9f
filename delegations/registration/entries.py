"""The people of a delegation as a focal point sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.history import FieldChange, value_in_words
from delegations.choices import (
    COUNTED_FUNCTIONS,
    NOT_COMING,
    OPEN_TO_DELEGATION,
    AttendeeFunction,
    DeadlineKind,
)
from delegations.models import (
    Amendment,
    Attendee,
    Deadline,
    Delegation,
    PersonalLink,
    Photograph,
    StatusChange,
)
from delegations.people.completeness import missing_of
from delegations.protocol import names
from delegations.querysets import AttendeeQuerySet

# As many words of the office as somebody reads.
_MESSAGES = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """A person, what they lack, and the change that waits for the office."""

    person: Attendee
    lacking: list[str]
    amendment: Amendment | None
    asks_photograph: bool = False

    @property
    def missing(self) -> list[str]:
        """What the person still needs, and a photograph if the event asks for one."""
        wants = self.asks_photograph and self.can_withdraw and self.photograph is None
        return [*self.lacking, *([_("a photograph")] if wants else [])]

    @property
    def photograph(self) -> Photograph | None:
        """The photograph, if there is one."""
        photograph: Photograph | None = getattr(self.person, "photograph", None)
        return photograph

    @property
    def is_open(self) -> bool:
        """Whether the delegation may change this person without the office."""
        return self.person.status in OPEN_TO_DELEGATION

    @property
    def can_submit(self) -> bool:
        """Whether the person can be submitted."""
        return self.is_open and not self.lacking

    @property
    def can_withdraw(self) -> bool:
        """Whether the person is still coming."""
        return self.person.status not in NOT_COMING

    @property
    def is_head(self) -> bool:
        """Whether the person is entered as head and is coming."""
        return self.can_withdraw and self.person.function == AttendeeFunction.HEAD

    @property
    def takes_a_place(self) -> bool:
        """Whether the person counts towards the quota."""
        return self.can_withdraw and self.person.function in COUNTED_FUNCTIONS

    @property
    def link(self) -> PersonalLink | None:
        """The active link of the person to this entry."""
        link: PersonalLink | None = getattr(self.person, "personal_link", None)
        is_open = link and link.is_active and link.delegation_id == self.person.delegation_id
        return link if is_open and self.can_withdraw else None

    @property
    def wanted(self) -> Mapping[str, object]:
        """The requested values that differ from those of the office, by field."""
        return self.amendment.changes if self.amendment else {}


def load_entries(delegation: Delegation) -> list[Entry]:
    """The people of a delegation, the head first, those who are not coming last: four queries."""
    entries = _load_entries(delegation, Attendee.objects.filter(delegation=delegation))
    return sorted(entries, key=lambda entry: not entry.can_withdraw)


def find_entry(delegation: Delegation, guid: UUID) -> Entry | None:
    """A person of this delegation, or None."""
    entries = _load_entries(delegation, Attendee.objects.filter(delegation=delegation, guid=guid))
    return entries[0] if entries else None


def _load_entries(delegation: Delegation, people: AttendeeQuerySet) -> list[Entry]:
    waiting = Prefetch("amendments", Amendment.objects.waiting(), to_attr="waiting")
    with_own = ("delegation__organisation", "personal_link", "photograph")
    deadlines = Deadline.objects.filter(event=delegation.event)
    asks = deadlines.asking(DeadlineKind.PHOTOGRAPHS)
    entries = []
    for person in people.select_related(*with_own).prefetch_related(waiting).alphabetical():
        lacking = missing_of(person) if person.status in OPEN_TO_DELEGATION else []
        entries.append(Entry(person, lacking, _first(getattr(person, "waiting", [])), asks))
    return entries


def _first(amendments: list[Amendment]) -> Amendment | None:
    return amendments[0] if amendments else None


def describe_amendment(amendment: Amendment) -> list[FieldChange]:
    """The changes that an amendment asks for, in words."""
    changes = []
    columns = {field.name: field for field in Attendee._meta.concrete_fields}
    for name, new in amendment.changes.items():
        field = columns[name]
        label = str(capfirst(str(field.verbose_name)))
        old = value_in_words(field, amendment.attendee, amendment.before.get(name))
        changes.append(
            FieldChange(name, label, old, value_in_words(field, amendment.attendee, new))
        )
    return changes


def load_messages(delegation: Delegation) -> list[StatusChange]:
    """The notes of the office to the delegation and its people, the newest first."""
    notes = StatusChange.objects.filter(~Q(delegation_note=""), delegation=delegation)
    return list(notes.select_related("attendee")[:_MESSAGES])


def preview_names(person: Attendee) -> dict[str, str]:
    """The name of a person in the list, on the badge and on the table plate, line by line."""
    name = person.person_name
    latin, native = names.badge_name(name)
    front, back = names.plate_name(name)
    organisation = person.delegation.organisation
    office = person.office_title_en or person.office_title
    listed = " ".join(part for part in (person.honorific, names.list_name(name)) if part)
    return {
        "list": ", ".join(part for part in (listed, office) if part),
        "badge_name": person.badge_name or latin,
        "badge_native": native,
        "badge_office": office or str(AttendeeFunction(person.function).label),
        "badge_from": ", ".join(
            str(part) for part in (organisation.name, organisation.country.name) if part
        ),
        "plate_front": front,
        "plate_back": back,
    }
