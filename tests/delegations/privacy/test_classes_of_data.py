"""Each class of data goes on its day, all of it, and nothing else, of no other event."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.roles import Role
from delegations.choices import DataClass
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
    ListVersion,
    Merge,
    NominationLetter,
    PersonalLink,
    Photograph,
    SensitiveAccess,
    SensitiveData,
    StatusChange,
    Travel,
)
from delegations.privacy.erasure import NotDue, erase_class, load_due_classes
from events.models import Event
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_focal_point,
    make_letter,
    make_member,
    make_nomination,
    make_photograph,
)

pytestmark = pytest.mark.django_db

# What is there of an event, by the class of data with which it goes.
GOES: dict[DataClass, dict[str, int]] = {
    DataClass.SENSITIVE: {"diets": 1, "journeys": 1, "list versions": 1},
    DataClass.PHOTOGRAPHS: {"photographs": 1},
    DataClass.CONTACTS: {
        "with a mailbox": 1,
        "with a telephone": 1,
        "mailboxes of old": 3,
        "amendments": 1,
        "focal points": 1,
        "personal links": 1,
        "texts of letters": 1,
        "recipients": 1,
        "salutations": 1,
        "salutations of old": 1,
    },
    DataClass.LETTERS: {"nominations": 1},
    DataClass.NOTES: {
        "notes on people": 1,
        "notes on people of old": 2,
        "reasons for letters": 1,
        "notes on decisions": 1,
        "words to delegations": 1,
        "notes on heads": 1,
        "notes on delegations": 1,
        "notes of replies": 1,
        "notes of rounds": 1,
        "notes on delegations of old": 1,
    },
    DataClass.RECORDS: {"exports": 2, "tokens": 1, "looks": 1},
}
AGE = {
    DataClass.SENSITIVE: 30,
    DataClass.PHOTOGRAPHS: 90,
    DataClass.CONTACTS: 365,
    DataClass.LETTERS: 365,
    DataClass.NOTES: 365,
    DataClass.RECORDS: 1095,
}
# A row with two of them is one row.
ROWS = {
    DataClass.SENSITIVE: 3,
    DataClass.PHOTOGRAPHS: 1,
    DataClass.CONTACTS: 7,
    DataClass.LETTERS: 1,
    DataClass.NOTES: 8,
    DataClass.RECORDS: 4,
}


def fill(event: Event) -> None:
    """Something of everything, each on a row of its own, beside rows that hold nothing."""
    by = make_member(event, Role.ADMINISTRATOR)
    plain = make_attendee(make_delegation(event))
    delegation = make_delegation(
        event, salutation={"en": "Your Excellency,"}, office_note="They come late."
    )
    people = {
        name: make_attendee(delegation, **values)
        for name, values in {
            "mailed": {"email": "somebody@home.example"},
            "called": {"phone": "+99 1"},
            "noted": {"office_note": "Is nice."},
            "linked": {"email": ""},
        }.items()
    }
    former = make_attendee(delegation, email="former@home.example", office_note="Was nice.")
    former.email = former.office_note = ""
    former.save()
    Amendment.objects.create(attendee=people["called"], changes={"phone": "+99 2"})
    SensitiveData.objects.create(attendee=plain, diet="vegan")
    Travel.objects.create(attendee=people["called"])
    make_photograph(plain)
    make_nomination(delegation)
    make_focal_point(delegation)
    PersonalLink.objects.create(
        attendee=people["linked"], delegation=delegation, email="linked@home.example", language="en"
    )
    make_letter(delegation, recipients=[])
    make_letter(delegation, texts=[])
    make_letter(delegation, texts=[], recipients=[], reason="The name was wrong.")
    said: dict[str, Any] = {"delegation": delegation, "from_status": "a", "to_status": "b"}
    StatusChange.objects.create(office_note="Of a friend.", **said)
    StatusChange.objects.create(delegation_note="Send it again.", **said)
    StatusChange.objects.create(**said)
    places: dict[str, Any] = {"delegation": delegation, "place_before": 1, "place_after": 2}
    HeadChange.objects.create(note="By telephone.", **places)
    HeadChange.objects.create(**places)
    step: dict[str, Any] = {"status": "declined", "status_before": "invited"}
    InvitationReply.objects.create(delegation=delegation, note="The mayor is ill.", **step)
    InvitationReply.objects.create(delegation=plain.delegation, **step)
    InvitationRound.objects.create(event=event, language="en", note="By order of the mayor.")
    InvitationRound.objects.create(event=event, language="en")
    logs = [
        ExportLog.objects.create(
            event=event, by=by, list_name="attendees", version=number, row_count=1
        )
        for number in (1, 2)
    ]
    ListVersion.objects.create(log=logs[0], language="en", key_name="k", rows=b"")
    ApiToken.objects.create(
        event=event,
        owner=by,
        name="Badges",
        token_hash=str(event.pk),
        expires_at="2031-01-01T00:00Z",
    )
    for kind in ("view", "erase"):
        SensitiveAccess.objects.create(event=event, by=by, kind=kind, reason="Theirs")
    Merge.objects.create(
        event=event,
        kept=plain,
        merged_pk=0,
        merged_guid=event.guid,
        merged_name="M",
        by=by,
        undo="sealed",
    )


def there_is(event: Event) -> dict[str, int]:
    """How much of each there is."""
    people, delegations = Attendee.objects.of_event(event), Delegation.objects.filter(event=event)
    of_old = Attendee.history.filter(delegation__event=event)
    own: dict[str, Any] = {"attendee__delegation__event": event}
    letters = Letter.objects.filter(event=event)
    said = StatusChange.objects.filter(delegation__event=event)
    found: dict[str, Any] = {
        "diets": SensitiveData.objects.filter(**own),
        "journeys": Travel.objects.filter(**own),
        "list versions": ListVersion.objects.filter(log__event=event),
        "photographs": Photograph.objects.filter(**own),
        "with a mailbox": people.exclude(email=""),
        "with a telephone": people.exclude(phone=""),
        "mailboxes of old": of_old.exclude(email="", phone=""),
        "amendments": Amendment.objects.filter(**own),
        "focal points": FocalPoint.objects.filter(delegation__event=event),
        "personal links": PersonalLink.objects.filter(delegation__event=event),
        "texts of letters": letters.exclude(texts=[]),
        "recipients": letters.exclude(recipients=[]),
        "salutations": delegations.exclude(salutation={}),
        "salutations of old": Delegation.history.filter(event=event).exclude(salutation={}),
        "nominations": NominationLetter.objects.filter(delegation__event=event),
        "notes on people": people.exclude(office_note=""),
        "notes on people of old": of_old.exclude(office_note=""),
        "reasons for letters": letters.exclude(reason=""),
        "notes on decisions": said.exclude(office_note=""),
        "words to delegations": said.exclude(delegation_note=""),
        "notes on heads": HeadChange.objects.filter(delegation__event=event).exclude(note=""),
        "notes on delegations": delegations.exclude(office_note=""),
        "notes on delegations of old": Delegation.history.filter(event=event).exclude(
            office_note=""
        ),
        "notes of replies": InvitationReply.objects.filter(delegation__event=event).exclude(
            note=""
        ),
        "notes of rounds": InvitationRound.objects.filter(event=event).exclude(note=""),
        "exports": ExportLog.objects.filter(event=event),
        "tokens": ApiToken.objects.filter(event=event),
        "looks": SensitiveAccess.objects.filter(event=event).exclude(kind="erase"),
    }
    steps = sum(1 for one in Merge.objects.filter(event=event) if one.undo)
    return {name: rows.count() for name, rows in found.items()} | {"steps back": steps}


def without(there: dict[str, int], names: Iterable[str]) -> dict[str, int]:
    return there | dict.fromkeys(names, 0)


def last_day(event: Event, kind: DataClass) -> date:
    """The day on which the class goes."""
    return event.end_date + timedelta(days=AGE[kind])


@pytest.fixture
def ours(event: Event) -> Event:
    fill(event)
    return event


@pytest.mark.parametrize("kind", DataClass)
def test_a_class_of_data_goes_whole_and_alone(kind: DataClass, ours: Event) -> None:
    theirs = make_event()
    fill(theirs)
    before, beside = there_is(ours), there_is(theirs)
    assert before == {name: count for one in GOES.values() for name, count in one.items()} | {
        "steps back": 1
    }
    by, due = make_member(ours, Role.ADMINISTRATOR), load_due_classes(ours)

    reached = erase_class(event=ours, kind=kind, by=by, today=last_day(ours, kind))

    # Versions of lists hang on their records; a step back would bring back what has gone.
    also = ["list versions"] if kind == DataClass.RECORDS else ["steps back"]
    assert there_is(ours) == without(before, [*GOES[kind], *also])
    assert there_is(theirs) == beside
    assert {one.kind: one.rows for one in due} == ROWS
    assert reached == ROWS[kind]
    assert {one.kind: one.rows for one in load_due_classes(ours)}[kind] == 0
    record = SensitiveAccess.objects.latest("pk")
    assert (record.by, record.kind, record.reason) == (by, "erase", f"{kind}: {reached}")


@pytest.mark.parametrize("kind", DataClass)
def test_a_class_of_data_stays_until_the_eve_of_its_day(kind: DataClass, ours: Event) -> None:
    by, before = make_member(ours, Role.ADMINISTRATOR), there_is(ours)
    eve = last_day(ours, kind) - timedelta(days=1)
    [due] = [one for one in load_due_classes(ours) if one.kind == kind]

    with pytest.raises(NotDue):
        erase_class(event=ours, kind=kind, by=by, today=eve)

    assert there_is(ours) == before
    assert (due.is_due(eve), due.is_due(last_day(ours, kind))) == (False, True)
