"""Two people on one entry: nothing that one typed is lost unseen under what the other typed."""

import re
import threading
from datetime import timedelta
from time import sleep
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from delegations.choices import ConsentPurpose
from delegations.models import Attendee, FocalPoint, SensitiveData
from delegations.people.merge_edits import ChangedMeanwhile, read_token, seen_token
from delegations.people.private_data import load_last_answers, save_private
from delegations.registration.services import save_person
from events.models import Event
from tests.delegations.focal import at_own_entry, form, opened
from tests.factories import make_attendee, make_delegation, make_event, make_focal_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(event: Event) -> Attendee:
    return make_attendee(
        make_delegation(event),
        status="draft",
        given="Ana",
        family="Souza",
        office_title_en="Director",
        email="ana@example.org",
    )


class Two:
    """A focal point and the person, each with the page open as it was at first."""

    def __init__(self, person: Attendee, page: str = "person") -> None:
        self.person = person
        self.city, self.own = opened(make_focal_point(person.delegation)), at_own_entry(person)
        own_page = "entry" if page == "person" else page
        self.paths = {
            self.city: reverse(f"focal:{page}", args=[person.guid]),
            self.own: reverse(f"own:{own_page}", args=[person.guid]),
        }
        self.seen = {client: seen_in(client.get(path)) for client, path in self.paths.items()}

    def send(self, client: Client, values: dict[str, Any], seen: str = "") -> Any:
        return client.post(self.paths[client], {**values, "seen": seen or self.seen[client]})

    def keep(self, client: Client, values: dict[str, Any]) -> Any:
        path = re.sub(r"$", "keep/", self.paths[client])
        return client.post(path, {**values, "seen": self.seen[client]}).json()


def seen_in(answer: Any) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', answer.content.decode())
    assert found is not None
    return found[1].replace("&quot;", '"')


@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_in_different_fields_both_are_kept(person: Attendee, status: str) -> None:
    Attendee.objects.update(status=status)
    two = Two(person)
    two.send(two.own, form(given="Anna"))

    two.send(two.city, form(office_title_en="Mayor"))

    person.refresh_from_db()
    asked = person.amendments.waiting().get().changes if status == "submitted" else {}
    wanted = {"given": person.given, "office_title_en": person.office_title_en, **asked}
    assert wanted == {"given": "Anna", "office_title_en": "Mayor"}


@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_in_the_same_field_the_second_sees_both_and_decides(person: Attendee, status: str) -> None:
    Attendee.objects.update(status=status)
    two = Two(person)
    two.send(two.own, form(given="Anna", pronunciation="AH-na"))

    answer = two.send(two.city, form(given="Anne", office_title_en="Mayor"))

    html = answer.content.decode()
    assert answer.status_code == 400
    assert "Somebody else has changed this to “Anna”." in html
    assert 'value="Anne"' in html
    assert 'value="AH-na"' in html
    assert not Attendee.objects.filter(given="Anne").exists()

    two.send(two.city, form(given="Anne", pronunciation="AH-na"), seen_in(answer))
    person.refresh_from_db()
    asked = person.amendments.waiting().get().changes if status == "submitted" else {}
    assert asked.get("given", person.given) == "Anne"


def test_what_is_saved_as_one_types_overwrites_nothing_of_the_other(person: Attendee) -> None:
    two = Two(person)
    two.send(two.own, form(given="Anna", pronunciation="AH-na"))

    clash = two.keep(two.city, form(given="Anne"))
    aside = two.keep(two.city, form(office_title_en="Mayor"))

    person.refresh_from_db()
    assert (clash["saved"], clash["clash"], person.given) == (False, True, "Anna")
    assert (aside["saved"], person.office_title_en) == (True, "Mayor")
    assert aside["taken"] == {"given": "Anna", "pronunciation": "AH-na"}
    two.seen[two.city] = aside["seen"]
    assert two.keep(two.city, form(given="Anne", pronunciation="AH-na"))["saved"] is True


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_in_the_same_field_one_is_saved_and_the_others_see_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = timezone.now().date() + timedelta(days=90)
    forum = make_event(slug="race", start_date=start, end_date=start)
    person = make_attendee(make_delegation(forum), status="draft", given="Ana")
    seen = read_token(seen_token({"given": "Ana"}))
    people = [make_focal_point(person.delegation) for _number in range(6)]
    begin, write = threading.Barrier(6), Attendee.save
    saved: list[str] = []

    def slowly(self: Attendee, *args: Any, **kwargs: Any) -> None:
        # Between reading and writing: without the lock everybody has read by then.
        sleep(0.2)
        write(self, *args, **kwargs)

    monkeypatch.setattr(Attendee, "save", slowly)

    def save(focal_point: FocalPoint) -> None:
        begin.wait()
        try:
            values = {"given": focal_point.name}
            save_person(by=focal_point, guid=person.guid, values=values, seen=seen)
            saved.append(focal_point.name)
        except ChangedMeanwhile:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    person.refresh_from_db()
    assert saved == [person.given]


def test_the_same_words_from_both_are_no_clash(person: Attendee) -> None:
    two = Two(person)
    two.send(two.own, form(given="Anna"))

    assert two.send(two.city, form(given="Anna")).status_code == 302


def answers(**values: Any) -> dict[str, Any]:
    return {**{purpose.value: "yes" for purpose in ConsentPurpose}, **values}


def test_private_data_of_two_is_not_overwritten_unseen(person: Attendee) -> None:
    two = Two(person, "private")
    two.send(two.own, answers(passport_number="X1", diet="vegan"))

    answer = two.send(two.city, answers(passport_number="X2", nationality="CO"))

    html = answer.content.decode()
    assert answer.status_code == 400
    assert "Somebody else has changed this to “X1”." in html
    assert 'value="X2"' in html
    assert 'value="vegan"' in html
    assert SensitiveData.objects.get().passport_number == "X1"

    two.send(
        two.city, answers(passport_number="X2", diet="vegan", nationality="CO"), seen_in(answer)
    )
    data = SensitiveData.objects.get()
    assert (data.passport_number, data.diet, data.nationality) == ("X2", "vegan", "CO")


def test_needs_are_not_kept_on_a_consent_that_was_taken_back_meanwhile(person: Attendee) -> None:
    path = reverse("focal:private", args=[person.guid])
    first, second = (opened(make_focal_point(person.delegation)) for _number in range(2))
    first.post(path, answers())
    seen = seen_in(first.get(path))
    second.post(path, answers(**{"diet-health": "no"}))

    answer = first.post(path, {**answers(diet="halal"), "seen": seen})

    assert answer.status_code == 400
    assert "Somebody else has changed this entry." in answer.content.decode()
    assert [one.diet for one in SensitiveData.objects.all()] == [""]


def test_what_the_person_said_stands_against_a_form_that_was_sent_in_the_same_moment(
    person: Attendee,
) -> None:
    said: dict[str, Any] = {"sensitive": {}, "travel": {}, "language": "en", "by": None}
    for given, by_person in ((False, True), (True, False)):
        save_private(
            attendee=person, answers={"images": given}, given_by="X", by_person=by_person, **said
        )

    assert load_last_answers(person) == {"images": False}
