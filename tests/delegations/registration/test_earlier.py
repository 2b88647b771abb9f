"""Who came to the last edition and agreed to be asked again is entered with a tick, once."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.models import Attendee, Consent, Delegation, SensitiveData, Travel
from delegations.registration.earlier_people import copy_people
from events.models import Event
from tests.delegations.focal import opened
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_focal_point,
    make_member,
    make_organisation,
)

pytestmark = pytest.mark.django_db
PATH = "/delegation/people/earlier/"


def agree(person: Attendee, given: bool = True) -> Attendee:
    Consent.objects.create(
        attendee=person,
        purpose="later-forums",
        given=given,
        text_version="1",
        language="en",
        given_by="Self",
    )
    return person


class Twice:
    """One city at the last edition, and again at this one."""

    def __init__(self, event: Event) -> None:
        self.city = make_organisation()
        end = event.start_date - timedelta(days=400)
        self.last = make_event(slug=f"last-{event.slug}", start_date=end, end_date=end)
        self.before = make_delegation(self.last, organisation=self.city)
        self.now: Delegation = make_delegation(event, organisation=self.city)
        self.ana = agree(
            make_attendee(
                self.before,
                given="Ana",
                family="Souza",
                native_name="安娜",
                function="head",
                office_title_en="Mayor",
                rank_class="A",
                vip=True,
                is_incumbent=True,
                email="marker@home.example",
                phone="+99 marker",
                office_note="marker note",
            )
        )
        SensitiveData.objects.create(attendee=self.ana, diet="marker", passport_number="X")
        Travel.objects.create(attendee=self.ana, arrival_number="CZ 1")


def tick(*people: Attendee) -> dict[str, Any]:
    return {"person": [str(one.guid) for one in people]}


def test_names_offices_and_functions_are_taken_over_and_nothing_else(event: Event) -> None:
    twice = Twice(event)
    city = opened(make_focal_point(twice.now))
    assert PATH in city.get("/delegation/").content.decode()
    assert "SOUZA" in city.get(PATH).content.decode()
    assert "marker" not in city.get(PATH).content.decode().lower()

    city.post(PATH, tick(twice.ana))

    draft = twice.now.attendees.get()
    assert (draft.status, draft.listed_name, draft.native_name) == ("draft", "Ana SOUZA", "安娜")
    assert (draft.function, draft.office_title_en, draft.is_head) == ("head", "Mayor", False)
    assert (draft.rank_class, draft.vip, draft.is_incumbent) == ("", False, False)
    assert (draft.email, draft.phone, draft.office_note) == ("", "", "")
    assert not SensitiveData.objects.filter(attendee=draft).exists()
    assert not Travel.objects.filter(attendee=draft).exists()
    assert not draft.consents.exists()
    assert draft.history.get().history_change_reason == twice.now.focal_points.get().name


def test_who_did_not_agree_or_took_it_back_is_not_shown(event: Event) -> None:
    twice = Twice(event)
    silent = make_attendee(twice.before, family="Silent")
    no = agree(make_attendee(twice.before, family="Never"), given=False)
    back = agree(agree(make_attendee(twice.before, family="Back")), given=False)
    refused = agree(make_attendee(twice.before, family="Refused", status="refused"))
    stranger = agree(make_attendee(make_delegation(twice.last), family="Stranger"))
    city = opened(make_focal_point(twice.now))

    page = city.get(PATH).content.decode()
    city.post(PATH, tick(silent, no, back, refused, stranger))

    assert [
        name for name in ("SILENT", "NEVER", "BACK", "REFUSED", "STRANGER") if name in page
    ] == []
    assert not twice.now.attendees.exists()


def test_nobody_is_entered_twice_not_even_under_a_corrected_name(event: Event) -> None:
    twice = Twice(event)
    eva = agree(make_attendee(twice.before, given="Eva", family="Nagy"))
    make_attendee(twice.now, given="EVA", family="NAGY")
    city = opened(make_focal_point(twice.now))
    city.post(PATH, tick(twice.ana, eva))
    twice.now.attendees.filter(copied_from=twice.ana).update(family="Sousa", native_name="")

    city.post(PATH, tick(twice.ana, eva))

    assert twice.now.attendees.count() == 2
    assert "Nobody:" in city.get(PATH).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_tick_the_same_person_at_once_one_enters_them() -> None:
    twice = Twice(make_event(slug="race"))
    people = [make_focal_point(twice.now) for _number in range(4)]
    start, done = threading.Barrier(4), []

    def copy(focal_point: Any) -> None:
        start.wait()
        try:
            done.extend(
                copy_people(
                    delegation=twice.now, guids={twice.ana.guid}, by_focal_point=focal_point
                )
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=copy, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(done) == 1
    assert twice.now.attendees.count() == 1


def test_a_second_head_becomes_a_delegate(event: Event) -> None:
    twice = Twice(event)
    make_attendee(twice.now, function="head")

    opened(make_focal_point(twice.now)).post(PATH, tick(twice.ana))

    assert twice.now.attendees.get(family="Souza").function == "delegate"


def test_the_office_does_the_same_for_an_edition_whose_people_it_may_see(event: Event) -> None:
    twice = Twice(event)
    path = reverse("staff:earlier", args=[event.slug, twice.now.code])
    member = make_member(event, Role.DELEGATIONS_OFFICER)
    office = Client()
    office.force_login(member)

    assert "SOUZA" not in office.get(path).content.decode()
    office.post(path, tick(twice.ana))
    assert not twice.now.attendees.exists()

    twice.last.team_members.create(user=member, role=Role.DELEGATIONS_OFFICER)
    assert "SOUZA" in office.get(path).content.decode()
    office.post(path, tick(twice.ana))
    assert twice.now.attendees.get().updated_by == member


def test_no_more_are_entered_than_a_delegation_may_have(event: Event) -> None:
    twice = Twice(event)
    Delegation.objects.filter(pk=twice.now.pk).update(quota=1)
    for _number in range(20):
        make_attendee(twice.now, status="draft")
    city = opened(make_focal_point(twice.now))

    copied = city.post(PATH, tick(twice.ana), follow=True).content.decode()
    new = "6d0c0e0e-9b1f-4a9c-8d3b-1f2e3d4c5b6a"
    typed = city.post(
        reverse("focal:person", args=[new]),
        {"given": "One", "family": "More", "name_order": "given-first", "function": "delegate"},
    )

    assert "A delegation can enter at most 20 people" in copied
    assert "A delegation can enter at most 20 people" in typed.content.decode()
    assert 'value="More"' in typed.content.decode()
    assert twice.now.attendees.count() == 20
