"""The office ticks people in the attendee list and changes them all at once."""

import threading
from datetime import datetime, time
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from accounts.roles import Role
from delegations.bulk.change_page import LAST
from delegations.choices import ConsentPurpose
from delegations.models import Attendee, Consent, SensitiveAccess, StatusChange, Travel
from delegations.people.person_steps import name_head
from events.models import Event, Venue
from mail.models import OutgoingMail
from programme.models import Appearance, SignUp
from tests.delegations.bulk.office import Office, submitted, words
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_focal_point,
    make_session,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(event: Event) -> Office:
    return Office(event)


def of(people: list[Attendee], field: str) -> list[Any]:
    found = Attendee.objects.in_bulk([person.pk for person in people])
    return [getattr(found[person.pk], field) for person in people]


def test_a_preview_says_who_would_change_and_who_is_skipped_and_changes_nothing(
    office: Office, event: Event
) -> None:
    people = [submitted(event), make_attendee(make_delegation(event), status="draft")]
    unwilling = submitted(event)
    Consent.objects.create(
        attendee=unwilling, purpose=ConsentPurpose.REGISTRATION, given=False, given_by="Ana"
    )
    full = make_delegation(event, quota=0)
    over = make_attendee(full, status="submitted")
    done = make_attendee(make_delegation(event))

    page = office.send("approve", [*people, unwilling, over, done])

    shown = words(page)
    assert "5 people selected" in shown
    assert "Will change: 1" in shown
    assert "Skipped: 4" in shown
    for reason in (
        "Not possible from “Draft”.",
        "Has refused consent to registration.",
        "The delegation is over its quota. Decide under “Waiting”.",
        "Nothing to change.",
    ):
        assert reason in shown
    assert of(people, "status") == ["submitted", "draft"]


def test_people_are_approved_with_a_record_of_each_and_one_mail_for_a_focal_point(
    office: Office, event: Event
) -> None:
    delegation = make_delegation(event)
    make_focal_point(delegation)
    people = [make_attendee(delegation, status="submitted") for _number in range(3)]
    draft = make_attendee(delegation, status="draft")
    mails = OutgoingMail.objects.count()

    result = office.apply("approve", [*people, draft])

    assert of([*people, draft], "status") == ["approved"] * 3 + ["draft"]
    assert set(StatusChange.objects.values_list("by", "to_status")) == {
        (office.user.pk, "approved")
    }
    assert OutgoingMail.objects.count() == mails + 1
    assert "Changed: 3 · Skipped: 1" in words(result)


def test_an_approval_is_undone_unless_somebody_has_decided_since(
    office: Office, event: Event
) -> None:
    people = [submitted(event), submitted(event)]
    office.apply("approve", people)
    Attendee.objects.filter(pk=people[0].pk).update(status="withdrawn")

    page = office.undo()

    assert of(people, "status") == ["withdrawn", "submitted"]
    assert "Undone: 1" in words(page)
    assert "or no step leads back: 1" in words(page)
    assert "There is nothing to undo." in words(office.undo())


def test_what_was_remembered_before_an_upgrade_cannot_be_undone_and_says_so(
    office: Office, event: Event
) -> None:
    person = submitted(event)
    office.apply("approve", [person])
    session = office.client.session
    session[LAST] = {**session[LAST], "format": None, "undo": [{"person": person.pk}]}
    session.save()

    page = office.undo()

    assert "before the portal was updated" in words(page)
    assert of([person], "status") == ["approved"]


def test_returning_needs_a_reason_and_undoing_approves_again_who_was(
    office: Office, event: Event
) -> None:
    people = [submitted(event), make_attendee(make_delegation(event))]

    without = office.send("return", people, step="preview", reason=" ")
    office.apply("return", people, reason="The titles are missing.")
    returned = of(people, "status")
    office.undo()

    assert "State what the delegation must change" in words(without)
    assert returned == ["returned", "returned"]
    assert of(people, "status") == ["submitted", "approved"]


@pytest.mark.parametrize(
    ("action", "values", "field", "value"),
    [
        ("function", {"function": "press"}, "function", "press"),
        ("vip", {}, "vip", True),
        ("rank", {"rank_class": "B"}, "rank_class", "B"),
    ],
)
def test_a_field_is_set_with_its_history_and_the_former_values_come_back(
    office: Office, event: Event, action: str, values: Any, field: str, value: object
) -> None:
    people = [make_attendee(make_delegation(event)), make_attendee(make_delegation(event))]
    before = of(people, field)

    office.apply(action, people, **values)
    set_to = of(people, field)
    records = [person.history.first() for person in people]
    office.undo()

    assert set_to == [value, value]
    assert [record.history_user_id for record in records] == [office.user.pk] * 2
    assert of(people, field) == before


def test_undoing_leaves_what_somebody_has_changed_since(office: Office, event: Event) -> None:
    people = [make_attendee(make_delegation(event)), make_attendee(make_delegation(event))]
    office.apply("vip", people)
    changed = Attendee.objects.get(pk=people[0].pk)
    changed.given = "Eva"
    changed.save()

    office.undo()

    assert of(people, "vip") == [True, False]


def test_heads_keep_their_function_and_nobody_becomes_head_in_passing(
    office: Office, event: Event
) -> None:
    head = name_head(attendee=make_attendee(make_delegation(event)), by=None)

    page = office.send("function", [head], step="preview", function="guest")
    as_head = office.send("function", [head], step="preview", function="head")

    assert "Name another head of delegation first." in words(page)
    assert as_head.status_code == 400


def test_the_rank_of_a_head_moves_the_delegation(office: Office, event: Event) -> None:
    low = name_head(attendee=make_attendee(make_delegation(event), rank_class="D"), by=None)
    high = name_head(attendee=make_attendee(make_delegation(event), rank_class="B"), by=None)

    office.apply("rank", [low], rank_class="A")

    low.delegation.refresh_from_db()
    high.delegation.refresh_from_db()
    assert low.delegation.precedence_position < high.delegation.precedence_position


def test_a_liaison_officer_is_that_of_the_whole_delegation_and_the_page_says_so(
    office: Office, event: Event
) -> None:
    person = submitted(event)

    page = office.send("liaison", [person], step="preview", liaison_officer=office.user.pk)
    office.confirm(page, liaison_officer=office.user.pk)
    person.delegation.refresh_from_db()
    officer = person.delegation.liaison_officer
    office.undo()

    assert "A liaison officer belongs to the delegation" in words(page)
    assert officer == office.user
    person.delegation.refresh_from_db()
    assert person.delegation.liaison_officer is None


def test_a_hotel_is_set_and_each_change_of_where_people_stay_is_logged(
    office: Office, event: Event
) -> None:
    hotel = Venue.objects.create(event=event, name=text("White Swan"))
    people = [submitted(event), submitted(event)]
    Travel.objects.create(attendee=people[0], arrival_number="CZ 300")

    office.apply("hotel", people, hotel=hotel.pk)
    stays = list(Travel.objects.values_list("hotel", flat=True))
    office.undo()

    assert stays == [hotel.pk, hotel.pk]
    assert set(Travel.objects.values_list("hotel", flat=True)) == {None}
    assert Travel.objects.get(pk=people[0].pk).arrival_number == "CZ 300"
    assert SensitiveAccess.objects.filter(by=office.user, kind="change").count() == 4


def test_people_get_seats_on_a_tour_and_who_cannot_is_named(office: Office, event: Event) -> None:
    tour = make_session(
        event,
        kind="tour",
        needs_sign_up=True,
        capacity=1,
        start=_in_time(event),
        title=text("Tour"),
    )
    people = [submitted(event), submitted(event), submitted(event)]
    clash = make_session(event, start=tour.start)
    Appearance.objects.create(session=clash, attendee=people[2])

    result = office.apply("seat", people, session=tour.pk)
    seats = sorted(SignUp.objects.values_list("state", flat=True))
    office.undo()

    assert seats == ["seated", "waiting"]
    assert "Changed: 2 · Skipped: 1" in words(result)
    assert "Elsewhere at that time" in words(result)
    assert SignUp.objects.count() == 0


def test_only_editors_of_the_agenda_put_people_on_stage(office: Office, event: Event) -> None:
    session, person = make_session(event), submitted(event)
    values = {"session": session.pk, "role": "speaker"}
    administrator = Office(event, Role.ADMINISTRATOR)

    refused = office.send("stage", [person], **values)
    administrator.apply("stage", [person], **values)
    place = Appearance.objects.get()
    administrator.undo()

    assert refused.status_code == 302
    assert (place.attendee, place.session, place.role) == (person, session, "speaker")
    assert not Appearance.objects.exists()


def test_everyone_in_the_list_is_who_the_filter_shows_to_this_reader(
    office: Office, event: Event
) -> None:
    people = [submitted(event), make_attendee(make_delegation(event))]

    page = office.send("vip", [], everyone="1", list="status=submitted")
    office.confirm(page)

    assert of(people, "vip") == [True, False]


def test_what_has_moved_on_since_the_preview_is_shown_again_and_not_changed(
    office: Office, event: Event
) -> None:
    person = submitted(event)
    page = office.send("approve", [person])
    Attendee.objects.update(status="returned")

    answer = office.confirm(page)

    assert "Something has changed since the preview." in words(answer)
    assert of([person], "status") == ["returned"]


def test_two_ticked_people_lead_to_the_page_that_merges_them(office: Office, event: Event) -> None:
    people = [submitted(event), submitted(event)]

    answer, alone = office.send("merge", people), office.send("merge", people[:1])

    assert "/merge/?other=" in answer.headers["Location"]
    assert alone.headers["Location"] == reverse("staff:attendees", args=[event.slug])


@pytest.mark.parametrize("role", [Role.DESK, Role.VIEWER])
def test_readers_change_nothing(event: Event, role: Role) -> None:
    person = submitted(event)

    assert Office(event, role).send("approve", [person], step="apply").status_code == 403
    assert of([person], "status") == ["submitted"]


def test_people_of_another_edition_are_never_among_them(office: Office, event: Event) -> None:
    foreign = submitted(make_event())

    answer = office.send("approve", [foreign], step="apply")

    assert answer.status_code == 302
    assert of([foreign], "status") == ["submitted"]


def test_a_preview_takes_as_many_queries_for_three_people_as_for_one(
    office: Office, event: Event
) -> None:
    people = [submitted(event) for _number in range(3)]
    office.send("approve", people)

    with_one = count_queries(lambda: office.send("approve", people[:1]))

    assert count_queries(lambda: office.send("approve", people)) == with_one


def test_two_hundred_and_fifty_people_are_changed_in_batches(office: Office, event: Event) -> None:
    delegation = make_delegation(event)
    people = Attendee.objects.bulk_create(
        Attendee(delegation=delegation, given=f"Given{number}", status="submitted")
        for number in range(250)
    )

    result = office.apply("approve", people)

    assert "Changed: 250" in words(result)
    assert Attendee.objects.approved().count() == 250


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_approve_the_same_people_at_once_each_person_is_approved_once(
    event: Event,
) -> None:
    people = [submitted(event) for _number in range(3)]
    offices = [Office(event), Office(event)]
    pages = [office.send("approve", people) for office in offices]

    def confirm(number: int) -> None:
        offices[number].confirm(pages[number])
        connection.close()

    threads = [threading.Thread(target=confirm, args=[number]) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert StatusChange.objects.count() == 3
    assert of(people, "status") == ["approved"] * 3


def _in_time(event: Event) -> datetime:
    """Noon of the first day, for sign-ups that are still open."""
    return datetime.combine(event.start_date, time(12), event.zone)
