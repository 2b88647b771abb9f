"""A delegation enters its people, submits them, and asks for changes after; the office decides."""

import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from delegations.access.deadline_reminders import remind_of_deadlines
from delegations.choices import AttendeeStatus, InvitationStatus
from delegations.decisions.services import AlreadyDecided, accept_amendment, decide_people
from delegations.models import Amendment, Attendee, FocalPoint, StatusChange
from delegations.people.delegation_order import refresh_order
from delegations.people.person_steps import change_attendee_status, name_head
from events.models import Event
from mail.models import OutgoingMail
from programme.models import SignUp
from tests.delegations.focal import form, opened
from tests.factories import (
    make_attendee,
    make_deadline,
    make_delegation,
    make_event,
    make_focal_point,
    make_member,
    make_session,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def focal_point(event: Event) -> FocalPoint:
    return make_focal_point(make_delegation(event))


def path_of(person: Any, name: str = "person") -> str:
    return reverse(f"focal:{name}", args=[getattr(person, "guid", person)])


def officer(event: Event) -> Client:
    client = Client()
    client.force_login(make_member(event, Role.DELEGATIONS_OFFICER))
    return client


def queue(event: Event) -> str:
    return reverse("staff:queue", args=[event.slug])


# --- Entering -------------------------------------------------------------------------------------


def test_a_person_is_entered_as_a_draft_and_the_history_names_the_focal_point(
    focal_point: FocalPoint,
) -> None:
    client = opened(focal_point)
    address = client.get(reverse("focal:add")).headers["Location"]

    client.post(address, form(given="Suharto", family="", name_order="single"))

    person = focal_point.delegation.attendees.get()
    assert (person.status, person.listed_name) == ("draft", "SUHARTO")
    assert person.history.get().history_change_reason == focal_point.name


def test_the_same_form_sent_twice_is_one_person(focal_point: FocalPoint) -> None:
    client, guid = opened(focal_point), uuid4()

    client.post(path_of(guid), form())
    client.post(path_of(guid), form(given="Anna"))

    assert focal_point.delegation.attendees.get().given == "Anna"


def test_bad_input_keeps_everything_that_was_typed(focal_point: FocalPoint) -> None:
    guid = uuid4()
    answer = opened(focal_point).post(path_of(guid), form(email="not an address"))

    html = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="not an address"' in html
    assert 'value="Souza"' in html
    assert not Attendee.objects.exists()


def test_what_is_typed_so_far_is_kept_but_for_the_field_that_is_wrong(
    focal_point: FocalPoint,
) -> None:
    client, guid = opened(focal_point), uuid4()

    answer = client.post(path_of(guid, "keep"), form(email="not yet")).json()

    person = focal_point.delegation.attendees.get()
    assert (person.family, person.email) == ("Souza", "")
    assert answer["saved"] is True
    assert list(answer["faults"]) == ["email"]
    assert answer["preview"]["list"] == "Ana SOUZA, Director"


def test_a_nameless_beginning_is_not_yet_a_person(focal_point: FocalPoint) -> None:
    client = opened(focal_point)

    answer = client.post(path_of(uuid4(), "keep"), form(given="", family="")).json()

    assert answer["saved"] is False
    assert not Attendee.objects.exists()


def test_a_delegation_has_one_head(focal_point: FocalPoint) -> None:
    make_attendee(focal_point.delegation, function="head", status="submitted", given="Eva")

    answer = opened(focal_point).post(path_of(uuid4()), form(function="head"))

    assert "is already head of delegation" in answer.content.decode()
    assert focal_point.delegation.attendees.count() == 1


def test_nobody_is_in_their_own_way_as_head_and_nor_is_who_does_not_come(event: Event) -> None:
    delegation = make_delegation(event)
    head = make_attendee(delegation, function="head", status="submitted")
    for status in ("withdrawn", "refused"):
        make_attendee(delegation, function="head", status=status)
    make_attendee(delegation, function="delegate")

    assert [*delegation.attendees.other_heads(head.guid)] == []
    assert [*delegation.attendees.other_heads(uuid4())] == [head]


def test_nobody_is_entered_before_the_invitation_is_accepted(event: Event) -> None:
    focal_point = make_focal_point(make_delegation(event, status=InvitationStatus.INVITED))

    opened(focal_point).post(path_of(uuid4()), form())

    assert not Attendee.objects.exists()


# --- Submitting -----------------------------------------------------------------------------------


def test_people_are_submitted_and_the_list_of_the_delegation_with_them(
    focal_point: FocalPoint,
) -> None:
    client = opened(focal_point)
    for given in ("Ana", "Eva"):
        client.post(path_of(uuid4()), form(given=given))
    people = focal_point.delegation.attendees.all()

    client.post(reverse("focal:submit"), {"person": [str(one.guid) for one in people]})

    focal_point.delegation.refresh_from_db()
    assert {one.status for one in people.all()} == {"submitted"}
    assert focal_point.delegation.status == InvitationStatus.LIST_SUBMITTED
    assert {step.author for step in StatusChange.objects.all()} == {focal_point.name}


def test_who_lacks_something_holds_the_others_back_and_is_named(focal_point: FocalPoint) -> None:
    client = opened(focal_point)
    client.post(path_of(uuid4()), form())
    client.post(path_of(uuid4()), form(given="Bare", email="", office_title_en=""))
    people = focal_point.delegation.attendees.all()

    answer = client.post(
        reverse("focal:submit"), {"person": [str(one.guid) for one in people]}, follow=True
    ).content.decode()

    assert "Nobody was submitted, because something is missing: Bare Souza." in answer
    assert "the office title in English, an e-mail address or a phone number" in answer
    assert {one.status for one in people.all()} == {"draft"}


def test_more_than_the_quota_can_be_submitted_and_the_office_sees_it(event: Event) -> None:
    delegation = make_delegation(event, quota=1)
    client = opened(make_focal_point(delegation))
    for given in ("Ana", "Eva", "Ida"):
        client.post(path_of(uuid4()), form(given=given))

    client.post(
        reverse("focal:submit"), {"person": [str(one.guid) for one in delegation.attendees.all()]}
    )

    assert delegation.attendees.filter(status="submitted").count() == 3
    assert officer(event).get(queue(event)).content.decode().count("2 over the quota") == 3


# --- After that, by amendment ---------------------------------------------------------------------


def test_a_submitted_person_stays_until_the_office_agrees(focal_point: FocalPoint) -> None:
    person = make_attendee(
        focal_point.delegation, given="Ana", family="Souza", email="ana@example.org"
    )
    client = opened(focal_point)

    client.post(path_of(person), form(given="Anna"))

    person.refresh_from_db()
    amendment = person.amendments.get()
    assert person.given == "Ana"
    assert (amendment.before, amendment.changes) == (
        {"given": "Ana", "office_title_en": ""},
        {"given": "Anna", "office_title_en": "Director"},
    )
    html = client.get(path_of(person)).content.decode()
    assert "<del>Ana</del> → <ins>Anna</ins>" in html
    assert 'value="Anna"' in html

    office = officer(focal_point.delegation.event)
    page = office.get(queue(focal_point.delegation.event)).content.decode()
    assert "Anna" in page
    office.post(
        reverse("staff:amendment", args=[focal_point.delegation.event.slug, amendment.guid]),
        {"decision": "accept"},
    )

    person.refresh_from_db()
    assert (person.given, person.office_title_en) == ("Anna", "Director")
    assert "ANNA" not in person.listed_name
    assert person.listed_name == "Anna SOUZA"


def test_a_change_is_refused_with_a_reason_or_not_at_all(focal_point: FocalPoint) -> None:
    person = make_attendee(focal_point.delegation, given="Ana", family="Souza")
    opened(focal_point).post(path_of(person), form(given="Anna"))
    amendment = person.amendments.get()
    office = officer(focal_point.delegation.event)
    path = reverse("staff:amendment", args=[focal_point.delegation.event.slug, amendment.guid])

    office.post(path, {"decision": "refuse", "note": " "})
    amendment.refresh_from_db()
    assert amendment.state == "waiting"

    office.post(path, {"decision": "refuse", "note": "The badge is printed."})
    amendment.refresh_from_db()
    person.refresh_from_db()
    assert (amendment.state, amendment.note, person.given) == (
        "refused",
        "The badge is printed.",
        "Ana",
    )


def test_a_change_asked_for_twice_is_one_and_is_taken_back(focal_point: FocalPoint) -> None:
    person = make_attendee(focal_point.delegation, given="Ana", family="Souza")
    client = opened(focal_point)
    client.post(path_of(person), form(given="Anna"))
    client.post(path_of(person), form(given="Anne"))
    assert person.amendments.waiting().get().changes["given"] == "Anne"

    client.post(path_of(person, "take-back"))

    assert not person.amendments.waiting().exists()


def test_a_new_head_by_amendment_leads_and_the_former_is_a_delegate(
    focal_point: FocalPoint,
) -> None:
    former = make_attendee(focal_point.delegation, rank_class="A")
    name_head(attendee=former, by=None)
    other = make_attendee(focal_point.delegation, function="deputy", given="Eva", family="Nagy")
    opened(focal_point).post(path_of(other), form(given="Eva", family="Nagy", function="head"))

    by = make_member(focal_point.delegation.event, Role.DELEGATIONS_OFFICER)
    accept_amendment(amendment=Amendment.objects.get(), by=by)

    former.refresh_from_db()
    other.refresh_from_db()
    assert (other.is_head, other.function) == (True, "head")
    assert (former.is_head, former.function, former.rank_class) == (False, "delegate", "A")


def test_who_does_not_come_is_withdrawn_and_stays_on_record(focal_point: FocalPoint) -> None:
    person = make_attendee(focal_point.delegation)

    opened(focal_point).post(path_of(person, "withdraw"), {"note": "Ill."})

    person.refresh_from_db()
    step = person.status_changes.get()
    assert (person.status, step.office_note) == ("withdrawn", "Ill.")
    assert step.by_focal_point == focal_point


# --- The office -----------------------------------------------------------------------------------


def test_one_decision_on_many_is_mailed_to_the_focal_point_in_their_language(
    event: Event,
) -> None:
    delegation = make_delegation(event)
    make_focal_point(delegation, language="fr", email="ana@example.org")
    people = [make_attendee(delegation, status="submitted") for _number in range(2)]
    OutgoingMail.objects.all().delete()

    officer(event).post(
        queue(event),
        {
            "decision": "return",
            "person": [str(one.guid) for one in people],
            "delegation_note": "Write the names as in the passport.",
        },
    )

    mail = OutgoingMail.objects.get()
    assert {one.status for one in Attendee.objects.all()} == {"returned"}
    assert mail.address == "ana@example.org"
    assert "Write the names as in the passport." in mail.body
    assert "Renvoyé" in mail.body
    assert f"{people[0]}" in mail.body


def test_returned_without_a_reason_is_not_returned(event: Event) -> None:
    person = make_attendee(make_delegation(event), status="submitted")

    answer = officer(event).post(
        queue(event), {"decision": "return", "person": [str(person.guid)], "office_note": "Hm."}
    )

    person.refresh_from_db()
    html = answer.content.decode()
    assert (answer.status_code, person.status) == (400, "submitted")
    assert "State what the delegation must change, or why you refuse." in html
    assert "Hm." in html
    assert f'value="{person.guid}" id="p-{person.guid}" checked' in html


def test_the_queue_shows_what_changed_since_it_was_returned(focal_point: FocalPoint) -> None:
    forum = focal_point.delegation.event
    person = make_attendee(
        focal_point.delegation,
        status="submitted",
        office_title_en="Boss",
        email="a@example.org",
        given="Ana",
        family="Souza",
    )
    by = make_member(forum, Role.DELEGATIONS_OFFICER)
    decide_people(
        event=forum,
        people=[person],
        to=AttendeeStatus.RETURNED,
        by=by,
        delegation_note="Which office?",
    )
    client = opened(focal_point)
    assert "Which office?" in client.get("/delegation/").content.decode()
    client.post(path_of(person), form(office_title_en="Lord Mayor", email="a@example.org"))
    client.post(reverse("focal:submit"), {"person": [str(person.guid)]})

    html = officer(forum).get(queue(forum)).content.decode()

    assert "Previously returned:" in html
    assert '<del dir="auto">Boss</del> → <ins dir="auto">Lord Mayor</ins>' in html


def test_the_same_person_elsewhere_is_pointed_out_across_spellings(event: Event) -> None:
    press = make_delegation(event)
    make_attendee(press, given="László", family="Őri", function="press")
    make_attendee(make_delegation(event), given="Laszlo", family="Ori", status="submitted")

    html = officer(event).get(queue(event)).content.decode()

    assert html.count("The same person?") == 1


def test_an_approved_head_leads_the_delegation(event: Event) -> None:
    delegation = make_delegation(event)
    head = make_attendee(delegation, function="head", status="submitted", rank_class="A")

    officer(event).post(queue(event), {"decision": "approve", "person": [str(head.guid)]})

    head.refresh_from_db()
    assert (head.status, head.is_head) == ("approved", True)


def test_oldest_first_or_by_precedence(event: Event) -> None:
    low, high = (make_delegation(event) for _number in range(2))
    for delegation, rank in ((low, "D"), (high, "A")):
        head = make_attendee(delegation, rank_class=rank, family=f"Head{rank}")
        name_head(attendee=head, by=None)
        person = make_attendee(delegation, status="draft", family=f"Of{rank}")
        change_attendee_status(attendee=person, to=AttendeeStatus.SUBMITTED, by=None)
    refresh_order(event=event)
    client = officer(event)

    oldest = client.get(queue(event)).content.decode()
    highest = client.get(f"{queue(event)}?order=precedence").content.decode()

    assert oldest.index("OFD") < oldest.index("OFA")
    assert highest.index("OFA") < highest.index("OFD")


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_decides() -> None:
    forum = make_event(slug="race")
    delegation = make_delegation(forum)
    people = [make_attendee(delegation, status="submitted") for _number in range(3)]
    by = make_member(forum, Role.DELEGATIONS_OFFICER)
    start = threading.Barrier(2)
    outcomes: list[AttendeeStatus | None] = []

    def decide(to: AttendeeStatus) -> None:
        start.wait()
        try:
            decide_people(event=forum, people=people, to=to, by=by, delegation_note="Because.")
            outcomes.append(to)
        except AlreadyDecided:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=(to,))
        for to in (AttendeeStatus.APPROVED, AttendeeStatus.REFUSED)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count(None) == 1
    (won,) = [one for one in outcomes if one]
    assert {one.status for one in Attendee.objects.all()} == {won}
    assert StatusChange.objects.count() == 3


# --- Deadlines ------------------------------------------------------------------------------------


def test_each_focal_point_whose_turn_it_is_is_reminded_once(event: Event) -> None:
    today = timezone.now().date()
    make_deadline(event, due_on=today + timedelta(days=3), remind_days=7)
    make_deadline(event, kind="reply", due_on=today + timedelta(days=30), remind_days=7)
    late = make_focal_point(make_delegation(event), language="es")
    make_focal_point(make_delegation(event, status=InvitationStatus.LIST_CONFIRMED))
    make_focal_point(make_delegation(event, status=InvitationStatus.INVITED))
    OutgoingMail.objects.all().delete()

    assert remind_of_deadlines() == 1
    assert remind_of_deadlines() == 0

    mail = OutgoingMail.objects.get()
    assert mail.address == late.email
    assert "/delegation/" in mail.body


def test_by_when_stands_on_the_pages_of_both_sides(focal_point: FocalPoint) -> None:
    forum = focal_point.delegation.event
    make_deadline(forum, due_on=forum.start_date - timedelta(days=40))
    day = date_format(forum.start_date - timedelta(days=40), "DATE_FORMAT")

    for html in (
        opened(focal_point).get("/delegation/").content.decode(),
        officer(forum)
        .get(reverse("staff:delegation", args=[forum.slug, focal_point.delegation.code]))
        .content.decode(),
    ):
        assert "Name the head of delegation and submit the list." in html
        assert f"by {day}" in html


def test_text_of_a_city_is_shown_in_the_language_of_the_focal_point(event: Event) -> None:
    delegation = make_delegation(event)
    delegation.organisation.name = text("Budapest", zh_hans="布达佩斯")
    delegation.organisation.save()
    client = opened(make_focal_point(delegation))

    client.post("/delegation/language/", {"language": "zh-hans"})

    html = client.get("/delegation/").content.decode()
    assert "布达佩斯" in html
    assert '<html lang="zh-Hans"' in html


# --- What the pages cost --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "expected"),
    [("focal:overview", 14), ("focal-seats", 5), ("staff:queue", 18), ("staff:delegation", 21)],
)
def test_a_page_takes_the_same_queries_for_one_row_and_for_three(page: str, expected: int) -> None:
    def queries(number: int) -> int:
        start = timezone.now().date() + timedelta(days=90)
        forum = make_event(start_date=start, end_date=start)
        delegation = make_delegation(forum)
        client = opened(make_focal_point(delegation))
        for _one in range(number):
            person = make_attendee(delegation, status="submitted")
            Amendment.objects.create(attendee=person, changes={"given": "Eva"})
            session = make_session(
                forum,
                needs_sign_up=True,
                visibility="public",
                capacity=9,
                start=timezone.now() + timedelta(days=90),
                end=timezone.now() + timedelta(days=91),
            )
            SignUp.objects.create(session=session, attendee=person, state="seated")
        own = {"staff:queue": [forum.slug], "staff:delegation": [forum.slug, delegation.code]}
        reader = officer(forum) if page in own else client
        return count_queries(lambda: reader.get(reverse(page, args=own.get(page, []))))

    assert (queries(1), queries(3)) == (expected, expected)


def test_nobody_is_named_for_a_forum_that_is_over() -> None:
    end = timezone.now().date() - timedelta(days=30)
    forum = make_event(start_date=end, end_date=end)
    path = reverse("staff:delegation", args=[forum.slug, make_delegation(forum).code])

    answer = officer(forum).post(
        path, {"name": "Ana", "email": "ana@example.org", "language": "en"}
    )

    assert answer.status_code == 400
    assert "the forum is over" in answer.content.decode()
    assert not FocalPoint.objects.exists()
