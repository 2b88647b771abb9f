"""Another head of a delegation: nothing that hung on the former one passes over by itself."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from delegations.choices import AttendeeStatus
from delegations.models import Attendee, HeadChange
from delegations.people.person_steps import NotEligible, name_head
from programme.models import Appearance, SignUp
from programme.releases.services import release_agenda
from programme.sign_ups.services import ElsewhereThen
from programme.stage.head_change import Decisions, HeadMovedOn, change_head
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_session,
)

pytestmark = pytest.mark.django_db


class City:
    """A delegation led by a mayor, who speaks, has a seat, and a place set by hand."""

    def __init__(self) -> None:
        self.event = make_event(languages=["en", "fr"])
        self.by = make_member(self.event, Role.ADMINISTRATOR)
        self.officer = make_member(self.event, Role.DELEGATIONS_OFFICER)
        self.delegation = make_delegation(
            self.event,
            manual_position=1,
            manual_reason="Co-organizer",
            liaison_officer=self.by,
            code="CITY",
        )
        self.mayor = name_head(
            attendee=make_attendee(self.delegation, rank_class="A", vip=True, is_incumbent=True),
            by=self.by,
        )
        self.deputy = make_attendee(self.delegation, function="deputy", rank_class="C")
        for _other in range(2):
            name_head(attendee=make_attendee(make_delegation(self.event), rank_class="B"), by=None)
        start = timezone.now() + timedelta(days=30)
        self.speech = make_appearance(
            make_session(self.event), attendee=self.mayor, role="keynote", state="confirmed"
        )
        self.tour = make_session(
            self.event, start=start, end=start + timedelta(hours=1), needs_sign_up=True, capacity=1
        )
        self.seat = SignUp.objects.create(session=self.tour, attendee=self.mayor, state="seated")

    def change(self, stage: str = "leave", seat: str = "leave", **values: Any) -> HeadChange:
        decisions = Decisions(
            stage={self.speech.pk: stage},
            seats={self.seat.pk: seat},
            keeps_position=values.pop("keeps_position", False),
        )
        defaults: dict[str, Any] = {
            "delegation": self.delegation,
            "to": self.deputy,
            "seen": self.mayor,
            "former_becomes": "delegate",
            "decisions": decisions,
            "note": "Fell ill",
            "by": self.by,
        }
        return change_head(**{**defaults, **values})

    def path(self, to: Any = None, former: str = "delegate") -> str:
        address = reverse("staff:head", args=[self.event.slug, "CITY"])
        return f"{address}?to={to.guid if to else ''}&former={former}"

    def send(self, client: Client, path: str, **values: Any) -> Any:
        form = client.get(path).context["form"]
        data = {field.html_name: field.initial for field in form.questions}
        return client.post(
            path, {**data, "seen": form["seen"].initial, "note": "Fell ill", **values}
        )


@pytest.fixture
def city(db: None) -> City:
    return City()


def browse(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def facts(person: Attendee) -> tuple[Any, ...]:
    person.refresh_from_db()
    return person.is_head, person.function, person.rank_class, person.vip, person.is_incumbent


def test_rank_vip_and_incumbency_stay_and_so_does_what_was_left(city: City) -> None:
    change = city.change()

    assert facts(city.deputy) == (True, "head", "C", False, False)
    assert facts(city.mayor) == (False, "delegate", "A", True, True)
    assert (Appearance.objects.get().attendee, SignUp.objects.get().attendee) == (
        city.mayor,
        city.mayor,
    )
    assert (change.former, change.new, change.note, change.by) == (
        city.mayor,
        city.deputy,
        "Fell ill",
        city.by,
    )


def test_the_place_set_by_hand_goes_and_the_order_is_that_of_the_new_head(city: City) -> None:
    change = city.change()

    city.delegation.refresh_from_db()
    assert (change.place_before, change.place_after) == (1, 3)
    assert (city.delegation.manual_position, city.delegation.manual_reason) == (None, "")
    assert city.delegation.liaison_officer == city.by


def test_what_was_kept_on_purpose_is_kept(city: City) -> None:
    assert city.change(keeps_position=True).place_after == 1


def test_a_place_on_stage_waits_for_a_name_in_each_language(city: City) -> None:
    city.change(stage="take", former_becomes="deputy")

    place = Appearance.objects.get()
    name = city.delegation.organisation.name["en"]
    assert (place.attendee, place.role, place.state) == (None, "keynote", "invited")
    assert set(place.placeholder) == {"en", "fr"}
    assert place.placeholder["en"] == f"Head of delegation, {name}, to be confirmed"
    assert facts(city.mayor)[1] == "deputy"


def test_the_new_head_is_invited_anew_where_a_speech_goes_over(city: City) -> None:
    city.change(stage="move", seat="move")

    place = Appearance.objects.get()
    assert (place.attendee, place.state) == (city.deputy, "invited")
    assert SignUp.objects.get().attendee == city.deputy


def test_who_stands_there_already_in_the_same_role_stands_once(city: City) -> None:
    make_appearance(city.speech.session, attendee=city.deputy, role="keynote")
    SignUp.objects.create(session=city.tour, attendee=city.deputy, state="waiting")

    city.change(stage="move", seat="move")

    assert Appearance.objects.get().attendee == city.deputy
    assert (SignUp.objects.get().attendee, SignUp.objects.get().state) == (city.deputy, "seated")


def test_a_seat_that_is_given_up_goes_to_who_waits(city: City) -> None:
    other = make_attendee(make_delegation(city.event))
    SignUp.objects.create(session=city.tour, attendee=other, state="waiting")

    city.change(seat="take")

    assert list(SignUp.objects.values_list("attendee", "state")) == [(other.pk, "seated")]


def test_nobody_gets_a_seat_while_they_are_elsewhere(city: City) -> None:
    elsewhere = make_session(city.event, start=city.tour.start, end=city.tour.end)
    make_appearance(elsewhere, attendee=city.deputy)

    with pytest.raises(ElsewhereThen):
        city.change(seat="move")

    assert facts(city.mayor)[0] is True
    assert HeadChange.objects.count() == 0


def test_a_delegation_may_have_no_head_for_a_while(city: City) -> None:
    change = city.change(to=None, former_becomes="withdrawn", stage="move", seat="take")

    city.mayor.refresh_from_db()
    assert (change.new, city.mayor.status, city.mayor.is_head) == (None, "withdrawn", False)
    assert city.mayor.status_changes.get().office_note == "Fell ill"
    assert Appearance.objects.get().attendee is None


def test_who_was_led_by_nobody_gets_a_head(city: City) -> None:
    city.change(to=None)

    change = city.change(seen=None, decisions=Decisions(stage={}))

    assert (change.former, change.new) == (None, city.deputy)


def test_only_somebody_of_the_delegation_who_comes_can_lead_it(city: City) -> None:
    gone = make_attendee(city.delegation, status=AttendeeStatus.WITHDRAWN)
    for person in (gone, make_attendee(make_delegation(city.event)), city.mayor):
        with pytest.raises(NotEligible):
            city.change(to=person)


def test_something_new_on_the_head_is_looked_at_first(city: City) -> None:
    late = make_appearance(make_session(city.event), attendee=city.mayor)

    with pytest.raises(HeadMovedOn):
        city.change()
    late.delete()
    city.change()
    with pytest.raises(HeadMovedOn):
        city.change()


def test_visitors_see_the_former_head_until_the_next_release(city: City) -> None:
    release_agenda(event=city.event, by=city.by)
    path = reverse("programme:speakers", args=[city.event.slug])

    city.change(stage="take")

    assert city.mayor.family in Client().get(path).content.decode()
    release_agenda(event=city.event, by=city.by)
    assert city.mayor.family not in Client().get(path).content.decode()


# --- The page -------------------------------------------------------------------------------------


def test_the_page_proposes_that_nothing_passes_over(city: City) -> None:
    client = browse(city.by)
    proposed = {
        former: {
            field.html_name.split("-")[0]: field.initial
            for field in client.get(city.path(city.deputy, former)).context["form"].questions
        }
        for former in ("deputy", "withdrawn")
    }

    assert proposed["deputy"] == {
        "stage": "leave",
        "seat": "leave",
        "position": "take",
        "liaison": "keep",
    }
    assert proposed["withdrawn"] == {
        "stage": "take",
        "seat": "take",
        "position": "take",
        "liaison": "keep",
    }


def test_the_page_changes_all_of_it_at_once_and_the_delegation_tells_of_it(city: City) -> None:
    client = browse(city.by)

    answer = client.get(city.send(client, city.path(city.deputy)).headers["Location"])

    page = answer.content.decode()
    assert f"{city.deputy} is now head of delegation. Precedence: 1 → 3." in page
    assert "Fell ill" in page
    assert facts(city.deputy)[0] is True


def test_who_may_not_edit_the_agenda_sees_the_places_and_leaves_them(city: City) -> None:
    client, name = browse(city.officer), f"stage-{city.speech.pk}"

    page = client.get(city.path(city.deputy)).content.decode()
    city.send(client, city.path(city.deputy), **{name: "take"})

    assert name not in page
    assert "People who can edit the agenda decide on them" in page
    assert Appearance.objects.get().attendee == city.mayor
    assert facts(city.deputy)[0] is True


def test_who_does_not_come_keeps_no_place_and_a_reason_is_asked_for(city: City) -> None:
    client, name = browse(city.by), f"stage-{city.speech.pk}"

    answer = city.send(
        client, city.path(city.deputy, "withdrawn"), **{name: "leave", "note": "", "liaison": "x"}
    )

    form = answer.context["form"]
    assert answer.status_code == 400
    assert set(form.errors) == {name, "note", "liaison"}
    assert form[name].value() == "leave"
    assert facts(city.mayor)[0] is True


def test_the_second_of_two_officers_is_told(city: City) -> None:
    client = browse(city.by)
    path = city.path(city.deputy)
    form = client.get(path).context["form"]
    third = make_attendee(city.delegation)
    name_head(attendee=third, by=None)

    answer = client.post(
        path, {"seen": form["seen"].initial, "note": "Late", "position": "take", "liaison": "keep"}
    )

    assert answer.status_code == 400
    assert "Somebody else has changed something in the meantime." in answer.content.decode()
    assert facts(third)[0] is True


def test_nobody_of_another_delegation_is_offered(city: City) -> None:
    foreign = make_attendee(make_delegation(city.event))

    answer = browse(city.by).get(city.path(foreign))

    assert answer.status_code == 400
    people = answer.context["choose"].fields["to"].queryset
    assert set(people) == {city.deputy}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_head_at_once_one_does() -> None:
    city = City()
    third = make_attendee(city.delegation)
    start, outcomes = threading.Barrier(2), []

    def run(to: Attendee) -> None:
        start.wait()
        try:
            city.change(to=to, stage="move", seat="move")
            outcomes.append("changed")
        except HeadMovedOn:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in (city.deputy, third)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    head = Attendee.objects.get(delegation=city.delegation, is_head=True)
    assert sorted(outcomes) == ["changed", "told"]
    assert Appearance.objects.get().attendee == SignUp.objects.get().attendee == head
