"""The keys, names and addresses of a person, present and past."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.protection.scrub import GONE
from core.protection.sealed import CannotUnseal
from core.text.spellings import Finder, phrase, words
from delegations.models import Amendment, Attendee, FocalPoint, PersonalLink, SensitiveData
from delegations.privacy.erasers import Identities, load_identities
from delegations.privacy.name_spellings import KnownNames, WrittenName
from mail.models import OutgoingMail

_WHOLES = ("display_name", "native_name", "list_name", "badge_name")
_CONTACTS = ("email", "phone")
_FIELDS = ("given", "family", *_WHOLES, *_CONTACTS)


@dataclass(frozen=True)
class Person:
    """A person to be found in texts. `others` are names of other people, not to be found."""

    keys: Identities
    known: KnownNames
    others: tuple[WrittenName, ...]
    focal_points: tuple[FocalPoint, ...]
    mailboxes: frozenset[str]

    @cached_property
    def whole(self) -> Finder:
        """Finds what names only this person."""
        return self.known.finder(self.others)

    @cached_property
    def alone(self) -> Finder:
        """Finds a family or given name alone, which may refer to this person."""
        return self.known.alone(self.others)

    def may_be_in(self, text: str) -> bool:
        """Whether a close search is needed: the person may be named, or characters are escaped."""
        return "%" in text or "\\" in text or self.whole.may_find(text)

    def may_be_meant(self, text: str) -> bool:
        """Whether a close search is needed, counting a family or given name alone."""
        return self.may_be_in(text) or self.alone.may_find(text)

    def without(self, text: str) -> str:
        """`text` without what names only this person."""
        return self.whole.without(text, GONE)

    def without_any(self, text: str) -> str:
        """`text` without that, and without a family or given name alone."""
        return self.alone.without(self.without(text), GONE)

    def is_in(self, cells: Sequence[str]) -> bool:
        """Whether the cells of a row name the person, in one cell or split over two."""
        if not self.whole.may_find("\n".join(cells)):
            return False
        return any(map(self.whole.spans, cells)) or any(
            all(any(map(part.spans, cells)) for part in pair) for pair in self._pairs
        )

    @cached_property
    def _pairs(self) -> list[tuple[Finder, Finder]]:
        return [
            (Finder([phrase(name.given)]), Finder([phrase(name.family)]))
            for name in self.known.names
            if name.given and name.family and self.whole.spans(f"{name.given} {name.family}")
        ]


def load_person(person: Attendee) -> Person:
    """Load everything that names a person of one edition, from all present and past data."""
    keys = load_identities(person)
    rows = list(_load_forms(person, keys))
    others = Attendee.objects.of_event(person.delegation.event).exclude(pk__in=keys.pks)
    other_rows = list(others.values(*_FIELDS))
    shared = {contact for row in other_rows for contact in _contacts(row)}
    names = dict.fromkeys(
        [*map(_written_name, rows), *_load_earlier_names(person), *_load_passport_name(person)]
    )
    emails = {email for row in rows if (email := row["email"].strip().lower())}
    emails |= _load_mailed_addresses(person, keys)
    same = _load_focal_points(person, [*names], emails - shared)
    emails |= {focal_point.email.lower() for focal_point in same}
    phones = {row["phone"] for row in rows} | {focal_point.phone for focal_point in same}
    known = KnownNames(
        names=(*names, *_focal_names(same, names)),
        emails=frozenset(emails - shared),
        phones=frozenset(phone for phone in phones if phone and _digits(phone) not in shared),
    )
    links = PersonalLink.objects.filter(attendee=person)
    mailboxes = {guid.hex for guid in keys.guids} | {link.mailbox for link in links}
    mailboxes |= {
        box for focal_point in same for box in (focal_point.mailbox, focal_point.guid.hex)
    }
    others_names = tuple(map(_written_name, other_rows))
    return Person(keys, known, others_names, tuple(same), frozenset(mailboxes))


def _load_forms(person: Attendee, keys: Identities) -> Iterator[Mapping[str, str]]:
    """Yield the fields of the entry: present, past, merged into it, and requested."""
    present = {name: getattr(person, name) for name in _FIELDS}
    yield present
    yield from Attendee.history.filter(id__in=keys.pks).values(*_FIELDS)
    for changes, before in Amendment.objects.filter(attendee=person).values_list(
        "changes", "before"
    ):
        for asked in (changes, before):
            told = {name: str(asked[name] or "") for name in _FIELDS if name in asked}
            if told:
                yield present | told


def _written_name(row: Mapping[str, str]) -> WrittenName:
    wholes = dict.fromkeys(row[name] for name in _WHOLES if row[name])
    return WrittenName(row["given"], row["family"], tuple(wholes))


def _load_earlier_names(person: Attendee) -> Iterator[WrittenName]:
    """Yield the names of the entries of earlier editions from which this one was copied."""
    seen, earlier = {person.pk}, person.copied_from_id
    while earlier is not None and earlier not in seen:
        seen.add(earlier)
        row = Attendee.objects.values("copied_from_id", *_FIELDS).get(pk=earlier)
        yield _written_name(row)
        earlier = row["copied_from_id"]


def _load_passport_name(person: Attendee) -> Iterator[WrittenName]:
    try:
        data = SensitiveData.objects.filter(attendee=person).first()
    except CannotUnseal:
        # Its key is lost: it cannot be read, and is deleted with the person.
        return
    if data is not None and data.passport_name:
        yield WrittenName(wholes=(data.passport_name,))


def _load_mailed_addresses(person: Attendee, keys: Identities) -> set[str]:
    """The addresses of mails to the person, without those of focal points."""
    mails = OutgoingMail.objects.filter(recipient__in=[guid.hex for guid in keys.guids])
    links = PersonalLink.objects.filter(attendee=person)
    addresses = {
        email.lower()
        for rows, field in ((mails, "address"), (links, "email"))
        for email in rows.values_list(field, flat=True)
    }
    event = person.delegation.event
    registering = FocalPoint.objects.filter(delegation__event=event).values_list("email", flat=True)
    return addresses - {email.lower() for email in registering}


def _load_focal_points(
    person: Attendee, names: Iterable[WrittenName], emails: set[str]
) -> list[FocalPoint]:
    """Somebody who registers too: under an address of the person, or by name for the same city."""
    own = {tuple(words(text)) for name in names for text in name.names if text}
    return [
        focal_point
        for focal_point in FocalPoint.objects.filter(delegation__event=person.delegation.event)
        if focal_point.email.lower() in emails
        or (
            focal_point.delegation_id == person.delegation_id
            and tuple(words(focal_point.name)) in own
        )
    ]


def _focal_names(same: Iterable[FocalPoint], names: Iterable[WrittenName]) -> Iterator[WrittenName]:
    """Their names, but not "Protocol office", under whose address somebody was entered."""
    own = {word for name in names for text in name.names for word in words(text)}
    for focal_point in same:
        if own & set(words(focal_point.name)):
            yield WrittenName(wholes=(focal_point.name,))


def _contacts(row: Mapping[str, str]) -> Iterator[str]:
    yield row["email"].strip().lower()
    if row["phone"]:
        yield _digits(row["phone"])


def _digits(phone: str) -> str:
    return "".join(char for char in phone if char.isdigit()).removeprefix("00")
