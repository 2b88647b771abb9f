"""Erase one person everywhere, or a class of data of an event after its retention period."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from core.protection.scrub import GONE
from core.text.spellings import without_contacts
from delegations.access.focal_points import forget_focal_points
from delegations.access.personal_links import forget_personal_links
from delegations.choices import JOURNEY, AccessKind, ConsentPurpose, DataClass
from delegations.lists.export_queue import drop_files
from delegations.lists.packed_rows import without_person
from delegations.models import (
    Amendment,
    ApiToken,
    Attendee,
    Delegation,
    ExportLog,
    FocalPoint,
    HeadChange,
    InvitationReply,
    InvitationRound,
    Letter,
    LinkWish,
    ListVersion,
    Merge,
    NominationLetter,
    PersonalLink,
    Photograph,
    SensitiveAccess,
    SensitiveData,
    StatusChange,
    Tag,
    Travel,
)
from delegations.people.delegation_order import lock_order, refresh_order
from delegations.privacy.erasers import ERASERS, Identities, load_identities
from delegations.privacy.identity import Person, load_person
from delegations.privacy.traces import forget_in_other_entries, take_out
from delegations.querysets import AttendeeQuerySet, DelegationQuerySet, LetterQuerySet
from events.imports.retention import forget_in_tables, forget_undo_facts
from events.models import Event, Subscriber
from mail.services import forget_address, forget_recipient

# How long after its last day an event keeps what: domain notes, section 3.10.
KEPT_FOR: dict[DataClass, timedelta] = {
    DataClass.SENSITIVE: timedelta(days=30),
    DataClass.PHOTOGRAPHS: timedelta(days=90),
    DataClass.CONTACTS: timedelta(days=365),
    DataClass.LETTERS: timedelta(days=365),
    DataClass.NOTES: timedelta(days=365),
    DataClass.RECORDS: timedelta(days=3 * 365),
}


class NotDue(Exception):
    """The retention period of this class of data has not ended."""


@dataclass(frozen=True, slots=True)
class Due:
    """One class of data of an event: its day of erasure, and the present number of rows."""

    kind: DataClass
    due_on: date
    rows: int

    def is_due(self, today: date) -> bool:
        """Whether the day of erasure has come."""
        return self.due_on <= today


def load_due_classes(event: Event) -> list[Due]:
    """Each class of data of an event with its day of erasure and the rows to be erased."""
    return [
        Due(kind, event.end_date + age, sum(rows.count() for rows in _load_rows(event, kind)))
        for kind, age in KEPT_FOR.items()
    ]


@transaction.atomic
def erase_class(*, event: Event, kind: DataClass, by: User, today: date) -> int:
    """Erase one class of data of an event; return the number of rows. Raises NotDue.

    Names, offices and attendance are not erased: they are the record of the forum.
    """
    if event.end_date + KEPT_FOR[kind] > today:
        raise NotDue(kind)
    lock_order(pk=event.pk)
    drop_files(event=event)
    reached: int = sum(rows.count() for rows in _load_rows(event, kind))
    if kind != DataClass.RECORDS:
        # Undoing a merge would restore erased data, so it is no longer possible.
        Merge.objects.filter(event=event).update(undo="")
    if kind == DataClass.SENSITIVE:
        forget_undo_facts(event, JOURNEY)
    if kind == DataClass.CONTACTS:
        _erase_contacts(event)
    elif kind == DataClass.NOTES:
        _erase_notes(event)
    else:
        for rows in _load_rows(event, kind):
            rows.delete()
    SensitiveAccess.objects.create(
        event=event, by=by, kind=AccessKind.ERASE, reason=f"{kind.value}: {reached}"
    )
    return reached


def _load_rows(event: Event, kind: DataClass) -> list[Any]:
    """The rows of an event that an erasure of `kind` deletes or clears."""
    people = Attendee.objects.of_event(event)
    if kind == DataClass.SENSITIVE:
        own = {"attendee__delegation__event": event}
        return [
            SensitiveData.objects.filter(**own),
            Travel.objects.filter(**own),
            # Lists of a forum that is long over need no comparison.
            ListVersion.objects.filter(log__event=event),
        ]
    if kind == DataClass.PHOTOGRAPHS:
        return [Photograph.objects.filter(attendee__delegation__event=event)]
    if kind == DataClass.LETTERS:
        return [NominationLetter.objects.filter(delegation__event=event)]
    if kind == DataClass.CONTACTS:
        return [
            _with_contacts(people),
            FocalPoint.objects.filter(delegation__event=event),
            PersonalLink.objects.filter(delegation__event=event),
            _with_words(event),
            _with_salutation(event),
        ]
    if kind == DataClass.NOTES:
        heads = HeadChange.objects.filter(delegation__event=event).exclude(note="")
        corrected = Letter.objects.filter(event=event).exclude(reason="")
        delegations = Delegation.objects.filter(event=event).exclude(office_note="")
        tags = Tag.objects.filter(attendee__delegation__event=event)
        replies = InvitationReply.objects.filter(delegation__event=event).exclude(note="")
        rounds = InvitationRound.objects.filter(event=event).exclude(note="")
        notes = [people.exclude(office_note=""), delegations, _with_notes(event)]
        return [*notes, heads, corrected, tags, replies, rounds]
    return [
        ExportLog.objects.filter(event=event),
        ApiToken.objects.filter(event=event),
        SensitiveAccess.objects.filter(event=event).exclude(kind=AccessKind.ERASE),
    ]


def _with_contacts(people: AttendeeQuerySet) -> AttendeeQuerySet:
    """People whose contacts are erased: those who did not agree to be invited again."""
    return _not_staying(people).exclude(email="", phone="")


def _not_staying(people: AttendeeQuerySet) -> AttendeeQuerySet:
    staying = people.agreeing(ConsentPurpose.LATER_FORUMS)
    return people.exclude(pk__in=staying.values("pk"))


def _with_words(event: Event) -> LetterQuerySet:
    """Letters with texts or recipients."""
    return Letter.objects.filter(event=event).exclude(texts=[], recipients=[])


def _with_salutation(event: Event) -> DelegationQuerySet:
    return Delegation.objects.filter(event=event).exclude(salutation={})


def _with_notes(event: Event) -> "QuerySet[StatusChange]":
    changes = StatusChange.objects.filter(delegation__event=event)
    return changes.exclude(delegation_note="", office_note="")


def _erase_contacts(event: Event) -> None:
    # People without contacts may have had some, which are in their history.
    known = load_identities(*_not_staying(Attendee.objects.of_event(event)))
    keys, guids = known.pks, known.guids
    Attendee.history.filter(id__in=keys).update(email="", phone="")
    Amendment.objects.filter(attendee__in=keys).delete()
    Attendee.objects.filter(pk__in=keys).update(email="", phone="")
    for guid in guids:
        forget_recipient(recipient=guid.hex)
    forget_focal_points(FocalPoint.objects.filter(delegation__event=event))
    forget_personal_links(PersonalLink.objects.filter(delegation__event=event))
    # That a letter was sent, under which number and by whom, is the record of the office.
    _with_words(event).update(texts=[], recipients=[])
    Delegation.history.filter(event=event).update(salutation={})
    _with_salutation(event).update(salutation={})


def _erase_notes(event: Event) -> None:
    Tag.objects.filter(attendee__delegation__event=event).delete()
    people = Attendee.objects.of_event(event)
    Attendee.history.filter(delegation__event=event).update(office_note="")
    people.update(office_note="")
    _with_notes(event).update(delegation_note="", office_note="")
    HeadChange.objects.filter(delegation__event=event).update(note="")
    Letter.objects.filter(event=event).update(reason="")
    InvitationReply.objects.filter(delegation__event=event).update(note="")
    InvitationRound.objects.filter(event=event).update(note="")
    Delegation.history.filter(event=event).update(office_note="")
    Delegation.objects.filter(event=event).exclude(office_note="").update(office_note="")


@transaction.atomic
def erase_person(
    *, attendee: Attendee, by: User, reason: str, chosen: Collection[str] = ()
) -> None:
    """Erase one person everywhere: rows, history, files, mails, records and releases.

    `chosen` are keys of traces (`find_traces`) to erase too. The record states that a person was
    erased, by whom and why, but not who it was.
    """
    event = lock_order(delegations__attendees=attendee.pk)
    people = Attendee.objects.select_related("delegation__organisation")
    entry = people.select_for_update(of=("self",)).get(pk=attendee.pk)
    was_head, person = entry.is_head, load_person(entry)
    drop_files(event=event)
    for eraser in ERASERS:
        eraser(entry)
    # Before names are removed from other texts: a table is found by them and deleted as a whole.
    forget_in_tables(event, person.keys.pks, person.is_in)
    _forget_mails(event, entry, person)
    forget_in_other_entries(event, person)
    take_out(event, person, chosen)
    _forget_in_lists(event, person.keys)
    Photograph.objects.filter(attendee=entry).delete()
    # An undone merge still names both records.
    Merge.objects.filter(merged_guid__in=person.keys.guids).delete()
    _forget_entry(entry, person, by)
    clean_reason = without_contacts(person.without_any(reason)) or GONE
    SensitiveAccess.objects.create(
        event=event, by=by, kind=AccessKind.ERASE, reason=clean_reason[:300]
    )
    if was_head:
        refresh_order(event=event)


def _forget_mails(event: Event, entry: Attendee, person: Person) -> None:
    """Delete mails to the person, and their links and requests for links."""
    forget_personal_links(PersonalLink.objects.filter(attendee=entry))
    # A focal point with the same name or address is the same person.
    forget_focal_points(person.focal_points)
    for mailbox in person.mailboxes:
        forget_recipient(recipient=mailbox)
    for email in person.known.emails:
        Subscriber.objects.filter(event=event, email__iexact=email).delete()
        LinkWish.objects.filter(email__iexact=email).delete()
        forget_address(scope=event.guid.hex, address=email)


def _forget_entry(entry: Attendee, person: Person, by: User) -> None:
    """Delete the entry, its history, and the log of the admin site about it."""
    Attendee.history.filter(id__in=person.keys.pks).delete()
    kinds = ContentType.objects.get_for_model(Attendee)
    keys = [str(pk) for pk in person.keys.pks]
    LogEntry.objects.filter(content_type=kinds, object_id__in=keys).delete()
    entry.deleted_by = by
    entry.delete()
    # What simple-history wrote of the deletion itself.
    Attendee.history.filter(guid=entry.guid).delete()


def _forget_in_lists(event: Event, known: Identities) -> None:
    """Clear the person from versions of lists; one that is being stored waits (store_version)."""
    list(ExportLog.objects.filter(event=event).select_for_update().values_list("pk"))
    for version in ListVersion.objects.filter(log__event=event).only("pk", "rows").iterator(10):
        rows = left = bytes(version.rows)
        for pk in known.pks:
            left = without_person(left, pk)
        if left is not rows:
            ListVersion.objects.filter(pk=version.pk).update(rows=left)
