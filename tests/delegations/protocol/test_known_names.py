"""Under which names, addresses and keys somebody is looked for before they are erased."""

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from accounts.roles import Role
from core.protection.scrub import GONE
from delegations.models import Amendment, Attendee, SensitiveData
from delegations.privacy.erasure import erase_person
from delegations.privacy.identity import load_person
from events.models import Event
from mail.services import post, write_mail
from programme.models import Appearance, Profile, ScheduleRelease
from programme.releases.services import release_agenda
from tests.delegations.focal import own_link
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_focal_point,
    make_member,
    make_profile,
    make_session,
)

pytestmark = pytest.mark.django_db


def families(person: Attendee) -> set[str]:
    return {name.family for name in load_person(person).known.names if name.family}


def test_names_of_earlier_editions_and_of_what_was_asked_for_are_known(event: Event) -> None:
    first = make_attendee(make_delegation(make_event()), family="First")
    second = make_attendee(make_delegation(make_event()), family="Second", copied_from=first)
    person = make_attendee(make_delegation(event), family="Former", copied_from=second)
    person.family = "Present"
    person.save()
    Amendment.objects.create(
        attendee=person,
        changes={"family": "Wanted", "office_note": "x"},
        before={"family": "Before"},
    )
    Amendment.objects.create(
        attendee=make_attendee(person.delegation, family="Other"), changes={"family": "Theirs"}
    )
    SensitiveData.objects.create(attendee=person, passport_name="PASSPORT NAME")

    assert families(person) == {"First", "Second", "Former", "Present", "Wanted", "Before"}
    wholes = {whole for name in load_person(person).known.names for whole in name.wholes}
    assert "PASSPORT NAME" in wholes


def test_entries_that_were_taken_from_each_other_are_each_looked_at_once(event: Event) -> None:
    one = make_attendee(make_delegation(event), family="One")
    other = make_attendee(make_delegation(make_event()), family="Other", copied_from=one)
    Attendee.objects.filter(pk=one.pk).update(copied_from=other)
    one.refresh_from_db()

    assert families(one) == {"One", "Other"}


def test_contacts_that_others_have_too_are_not_taken_for_the_persons(event: Event) -> None:
    delegation = make_delegation(event)
    person = make_attendee(
        delegation, family="Known", email="Shared@home.example", phone="+99 1 22"
    )
    person.email, person.phone = "Own@home.example", "+99 1 33"
    person.save()
    make_attendee(delegation, email="shared@home.example", phone="00 99 122")
    make_attendee(make_delegation(make_event()), email="own@home.example", phone="+99 1 33")

    known = load_person(person).known

    assert known.emails == frozenset({"own@home.example"})
    assert known.phones == frozenset({"+99 1 33"})


def test_mailboxes_are_those_of_the_person_of_their_link_and_of_them_as_a_focal_point(
    event: Event,
) -> None:
    delegation = make_delegation(event)
    person = make_attendee(
        delegation, given="Ana", family="Ruiz", email="ana@home.example", status="draft"
    )
    link = own_link(person)
    same = make_focal_point(delegation, name="Ana Ruiz", email="office@home.example")
    by_address = make_focal_point(make_delegation(event), name="Office", email="ANA@home.example")
    # A namesake of another city, and somebody of the same one.
    make_focal_point(make_delegation(event), name="Ana Ruiz")
    make_focal_point(delegation, name="Bo Li")
    post(
        write_mail(
            key="m", address="mailed@home.example", subject="A", body="", recipient=person.guid.hex
        )
    )

    found = load_person(person)

    own = {person.guid.hex, link.mailbox}
    assert {*found.focal_points} == {same, by_address}
    assert found.mailboxes == own | {
        box for one in (same, by_address) for box in (one.mailbox, one.guid.hex)
    }
    assert "mailed@home.example" in found.known.emails
    assert {*found.keys.guids} == {person.guid}


def test_on_stage_somebody_unnamed_stays_and_another_forum_is_not_touched(event: Event) -> None:
    elsewhere, by = make_event(), make_member(event, Role.ADMINISTRATOR)
    person, other = (make_attendee(make_delegation(event)) for _one in range(2))
    own, theirs = make_profile(person), make_profile(other)
    make_appearance(make_session(event), attendee=person)
    make_appearance(make_session(elsewhere))
    release_agenda(event=event, by=by)
    release_agenda(event=elsewhere, by=by)
    LogEntry.objects.log_actions(
        user_id=by.pk, queryset=Profile.objects.all(), action_flag=2, change_message="x"
    )
    before = dict(Event.objects.values_list("pk", "revision"))
    began = timezone.now()

    erase_person(attendee=person, by=by, reason="Asked")

    assert not Appearance.history.filter(attendee_id=person.pk).exists()
    scrubbed = dict(ScheduleRelease.objects.values_list("event", "scrubbed_at"))
    assert scrubbed[elsewhere.pk] is None
    assert (scrubbed[event.pk] or began) > began
    assert [*Profile.objects.all()] == [theirs]
    assert not Profile.history.filter(id=own.pk).exists()
    assert Profile.history.filter(id=theirs.pk).exists()
    assert [one.object_id for one in LogEntry.objects.all()] == [str(theirs.pk)]
    after = dict(Event.objects.values_list("pk", "revision"))
    assert after[event.pk] > before[event.pk]
    assert after[elsewhere.pk] == before[elsewhere.pk]


def test_a_name_that_somebody_elses_amendment_took_over_goes_from_it(event: Event) -> None:
    delegation, by = make_delegation(event), make_member(event, Role.ADMINISTRATOR)
    person = make_attendee(delegation, given="Zvezdana", family="Markerova")
    beside = [make_attendee(delegation, given="Ana", family="Ruiz") for _one in range(2)]
    full = {"given": "Zvezdana", "family": "Markerova"}
    Amendment.objects.create(attendee=beside[0], changes=full, before={"given": "Ana"})
    Amendment.objects.create(attendee=beside[1], changes={"family": "Markerova"}, before=full)

    erase_person(attendee=person, by=by, reason="Asked")

    gone = dict.fromkeys(full, GONE)
    assert [(one.changes, one.before) for one in Amendment.objects.order_by("pk")] == [
        (gone, {"given": "Ana"}),
        # A family name alone does not say whose it is.
        ({"family": "Markerova"}, gone),
    ]
