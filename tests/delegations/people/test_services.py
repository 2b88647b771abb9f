"""What the desk does to people: each step, who took it, and what two officers do at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from delegations.choices import (
    COUNTED_FUNCTIONS,
    TRANSITIONS,
    AttendeeFunction,
    AttendeeStatus,
    InvitationStatus,
)
from delegations.models import Attendee, Delegation, StatusChange, Travel
from delegations.people.delegation_order import refresh_organisation
from delegations.people.delegation_steps import change_delegation_status
from delegations.people.person_steps import (
    NotEligible,
    TransitionRefused,
    approve_people,
    change_attendee_status,
    name_head,
    register_people,
)
from events.models import TeamMember
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    make_user,
    text,
)

PAIRS = [(before, after) for before in AttendeeStatus for after in AttendeeStatus]
# The life of a person as the office agreed on it (working rules of the desk).
ALLOWED = {
    ("draft", "submitted"),
    ("draft", "withdrawn"),
    ("submitted", "approved"),
    ("submitted", "returned"),
    ("submitted", "refused"),
    ("submitted", "withdrawn"),
    ("returned", "submitted"),
    ("returned", "withdrawn"),
    ("approved", "submitted"),
    ("approved", "returned"),
    ("approved", "withdrawn"),
    ("refused", "submitted"),
    ("withdrawn", "submitted"),
}


def test_every_status_says_where_it_may_lead() -> None:
    assert set(TRANSITIONS) == set(AttendeeStatus)
    assert {(one, to) for one, many in TRANSITIONS.items() for to in many} == ALLOWED


@pytest.mark.django_db
def test_many_people_are_approved_step_by_step_or_none_of_them() -> None:
    officer, delegation = make_user(), make_delegation(make_event())
    draft = make_attendee(delegation, status=AttendeeStatus.DRAFT)
    submitted = make_attendee(delegation, status=AttendeeStatus.SUBMITTED)
    withdrawn = make_attendee(delegation, status=AttendeeStatus.WITHDRAWN)

    with pytest.raises(TransitionRefused):
        approve_people(people=[draft, submitted, withdrawn], by=officer)
    untouched = set(Attendee.objects.values_list("status", flat=True))
    approve_people(people=[draft, submitted], by=officer)

    steps = StatusChange.objects.order_by("pk").values_list("attendee", "from_status", "to_status")
    assert untouched == {"draft", "submitted", "withdrawn"}
    assert list(steps) == [
        (draft.pk, "draft", "submitted"),
        (draft.pk, "submitted", "approved"),
        (submitted.pk, "submitted", "approved"),
    ]
    assert set(StatusChange.objects.values_list("by", flat=True)) == {officer.pk}
    draft.refresh_from_db()
    assert (draft.status, draft.updated_by) == ("approved", officer)


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_step_is_written_down_or_refused(before: AttendeeStatus, after: AttendeeStatus) -> None:
    officer, person = make_user(), make_attendee(make_delegation(make_event()), status=before)

    def step() -> StatusChange:
        return change_attendee_status(
            attendee=person,
            to=after,
            by=officer,
            delegation_note="Photo missing",
            office_note="Called",
        )

    if (before, after) not in ALLOWED:
        with pytest.raises(TransitionRefused, match=f"{before} → {after}"):
            step()
        person.refresh_from_db()
        assert person.status == before
        assert not StatusChange.objects.exists()
        return
    change = step()
    person.refresh_from_db()
    assert person.status == after
    assert person.updated_by == officer
    assert list(StatusChange.objects.values_list("pk", flat=True)) == [change.pk]
    assert (change.attendee, change.delegation, change.by) == (person, person.delegation, officer)
    assert (change.from_status, change.to_status) == (before, after)
    assert (change.delegation_note, change.office_note) == ("Photo missing", "Called")


@pytest.mark.django_db
def test_a_step_is_taken_from_where_the_person_is_and_not_from_what_was_loaded() -> None:
    person = make_attendee(make_delegation(make_event()), status="submitted")
    loaded_early = Attendee.objects.get(pk=person.pk)
    change_attendee_status(attendee=person, to=AttendeeStatus.REFUSED, by=None)

    with pytest.raises(TransitionRefused):
        change_attendee_status(attendee=loaded_early, to=AttendeeStatus.APPROVED, by=None)

    assert StatusChange.objects.count() == 1


@pytest.mark.django_db
def test_a_record_of_no_change_is_impossible() -> None:
    delegation = make_delegation(make_event())

    with pytest.raises(IntegrityError), transaction.atomic():
        StatusChange.objects.create(delegation=delegation, from_status="draft", to_status="draft")


@pytest.mark.django_db
def test_an_unknown_status_is_impossible() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_attendee(make_delegation(make_event()), status="maybe")


@pytest.mark.django_db
def test_an_invitation_takes_its_steps_once_and_each_has_its_author() -> None:
    officer = make_user()
    delegation = make_delegation(make_event(), status=InvitationStatus.INVITED)

    first = change_delegation_status(
        delegation=delegation, to=InvitationStatus.ACCEPTED, by=officer, office_note="By letter"
    )
    again = change_delegation_status(
        delegation=delegation, to=InvitationStatus.ACCEPTED, by=officer
    )

    assert again is None
    change = StatusChange.objects.get()
    assert change == first
    assert (change.attendee, change.by, change.office_note) == (None, officer, "By letter")
    assert (change.from_status, change.to_status) == ("invited", "accepted")
    delegation.refresh_from_db()
    assert delegation.is_coming


@pytest.mark.django_db
@pytest.mark.parametrize("function", AttendeeFunction)
def test_who_counts_follows_from_the_function_alone(function: AttendeeFunction) -> None:
    person = make_attendee(make_delegation(make_event()), function=function, vip=True)
    outside = {"guest", "spouse", "security", "press"}

    assert person.counted is (function not in outside)
    assert Attendee.objects.counted().exists() is person.counted
    assert (function in COUNTED_FUNCTIONS) is person.counted


@pytest.mark.django_db
def test_people_are_registered_as_drafts_with_all_forms_of_their_names() -> None:
    officer, delegation = make_user(), make_delegation(make_event())
    people = [
        Attendee(
            delegation=delegation, given="Minh Anh", family="Nguyễn", name_order="family-first"
        ),
        Attendee(delegation=delegation, native_name="陈伟", function="press"),
    ]

    register_people(people=people, by=officer)

    rows = delegation.attendees.order_by("pk")
    assert [row.listed_name for row in rows] == ["NGUYỄN Minh Anh", "陈伟"]
    assert {(row.status, row.updated_by) for row in rows} == {("draft", officer)}
    assert rows.matching("nguyen").get() == rows[0]


@pytest.mark.django_db
def test_one_person_leads_and_what_is_personal_does_not_pass_to_a_substitute() -> None:
    officer, delegation = make_user(), make_delegation(make_event())
    mayor = make_attendee(delegation, rank_class="A", vip=True, is_incumbent=True)
    deputy = make_attendee(delegation, function="deputy", rank_class="B")
    name_head(attendee=mayor, by=officer)

    name_head(attendee=deputy, by=officer)

    mayor.refresh_from_db()
    deputy.refresh_from_db()
    assert (mayor.is_head, mayor.function) == (False, "delegate")
    assert (deputy.is_head, deputy.function) == (True, "head")
    assert (mayor.rank_class, mayor.vip, mayor.is_incumbent) == ("A", True, True)
    assert (deputy.rank_class, deputy.vip, deputy.is_incumbent) == ("B", False, False)
    assert mayor.updated_by == deputy.updated_by == officer


@pytest.mark.django_db
def test_naming_the_head_again_changes_nothing() -> None:
    delegation = make_delegation(make_event())
    head = make_attendee(delegation)

    for _time in range(2):
        name_head(attendee=head, by=None)

    assert list(delegation.attendees.filter(is_head=True)) == [head]


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["refused", "withdrawn"])
def test_who_does_not_come_cannot_lead(status: str) -> None:
    delegation = make_delegation(make_event())
    head = make_attendee(delegation)
    name_head(attendee=head, by=None)
    absent = make_attendee(delegation, status=status)

    with pytest.raises(NotEligible):
        name_head(attendee=absent, by=None)

    assert delegation.attendees.get(is_head=True) == head
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendee.objects.filter(pk=head.pk).update(status=status)


@pytest.mark.django_db
def test_the_database_refuses_a_second_head_and_a_head_of_another_function() -> None:
    delegation = make_delegation(make_event())
    name_head(attendee=make_attendee(delegation), by=None)
    other = make_attendee(delegation)

    with pytest.raises(IntegrityError), transaction.atomic():
        Attendee.objects.filter(pk=other.pk).update(is_head=True, function="head")
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendee.objects.filter(is_head=True).update(function="delegate")


@pytest.mark.django_db
def test_a_head_who_withdraws_leads_no_longer_and_the_delegation_moves() -> None:
    event = make_event()
    lyon = make_delegation(event, organisation=make_organisation(name=text("Lyon"), country="FR"))
    kazan = make_delegation(event, organisation=make_organisation(name=text("Kazan"), country="RU"))
    mayor = make_attendee(kazan, rank_class="A")
    name_head(attendee=mayor, by=None)
    name_head(attendee=make_attendee(lyon, rank_class="B"), by=None)
    assert list(Delegation.objects.by_precedence()) == [kazan, lyon]

    change_attendee_status(attendee=mayor, to=AttendeeStatus.WITHDRAWN, by=None)

    assert not kazan.attendees.filter(is_head=True).exists()
    assert list(Delegation.objects.by_precedence()) == [lyon, kazan]


@pytest.mark.django_db
def test_two_people_never_stand_as_head_in_a_list() -> None:
    delegation = make_delegation(make_event())
    former = make_attendee(delegation)
    name_head(attendee=former, by=None)
    change_attendee_status(attendee=former, to=AttendeeStatus.WITHDRAWN, by=None)

    name_head(attendee=make_attendee(delegation), by=None)

    assert delegation.attendees.filter(function="head").count() == 1


# --- In the organizers' pages --------------------------------------------------------------------


def organizer(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form_of(person: Attendee, **values: Any) -> dict[str, Any]:
    fields = ("function", "given", "family", "name_order", "rank_class", "delegation_id")
    plain = {name.removesuffix("_id"): getattr(person, name) for name in fields}
    management = {
        f"{prefix}-{name}_FORMS": 0
        for prefix in ("travel", "status_changes")
        for name in ("TOTAL", "INITIAL")
    }
    return {**plain, **management, **values}


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["function", "delegation"])
def test_the_head_is_not_taken_out_of_a_delegation_in_passing(change: str) -> None:
    event = make_event()
    delegation, other = make_delegation(event), make_delegation(event)
    head = name_head(attendee=make_attendee(delegation), by=None)
    name_head(attendee=make_attendee(other), by=None)
    value = {"function": "delegate", "delegation": other.pk}[change]
    client = organizer(make_member(event, Role.DELEGATIONS_OFFICER))

    response = client.post(
        reverse("admin:delegations_attendee_change", args=[head.pk]),
        form_of(head, **{change: value}),
    )

    assert response.context["adminform"].form.errors == {
        change: ["Name another head of delegation first."]
    }
    head.refresh_from_db()
    assert (head.function, head.delegation) == ("head", delegation)


@pytest.mark.django_db
def test_a_new_rank_of_the_head_moves_the_delegation() -> None:
    event = make_event()
    first, second = make_delegation(event), make_delegation(event)
    name_head(attendee=make_attendee(first, rank_class="B"), by=None)
    head = name_head(attendee=make_attendee(second, rank_class="C"), by=None)
    officer = make_member(event, Role.DELEGATIONS_OFFICER)

    organizer(officer).post(
        reverse("admin:delegations_attendee_change", args=[head.pk]),
        form_of(head, rank_class="A"),
    )

    assert list(Delegation.objects.by_precedence()) == [second, first]
    head.refresh_from_db()
    assert (head.is_head, head.status, head.updated_by) == (True, "approved", officer)


@pytest.mark.django_db
def test_steps_for_many_people_at_once_say_who_could_not_take_them() -> None:
    event = make_event()
    officer, delegation = make_member(event, Role.DELEGATIONS_OFFICER), make_delegation(event)
    ready = make_attendee(delegation, status="submitted")
    draft = make_attendee(delegation, status="draft", family="Tooearly")
    foreign = make_attendee(make_delegation(make_event()), status="submitted")

    response = organizer(officer).post(
        reverse("admin:delegations_attendee_changelist"),
        {"action": "approve", "_selected_action": [ready.pk, draft.pk, foreign.pk]},
        follow=True,
    )

    page = response.content.decode()
    assert "1 person changed." in page
    assert "Not possible with their present status" in page
    assert "Tooearly" in page
    statuses = dict(Attendee.objects.values_list("pk", "status"))
    assert statuses == {ready.pk: "approved", draft.pk: "draft", foreign.pk: "submitted"}
    assert StatusChange.objects.get().by == officer


@pytest.mark.django_db
def test_who_sets_a_position_by_hand_is_kept_with_the_reason() -> None:
    event = make_event()
    officer = make_member(event, Role.DELEGATIONS_OFFICER)
    delegation = make_delegation(event)

    organizer(officer).post(
        reverse("admin:delegations_delegation_change", args=[delegation.pk]),
        {
            "event": event.pk,
            "organisation": delegation.organisation_id,
            "code": delegation.code,
            "status": "list-submitted",
            "function_quotas-TOTAL_FORMS": 0,
            "function_quotas-INITIAL_FORMS": 0,
            "status_changes-TOTAL_FORMS": 0,
            "status_changes-INITIAL_FORMS": 0,
            "manual_position": 1,
            "manual_reason": "Dean of the corps",
        },
    )

    delegation.refresh_from_db()
    assert (delegation.manual_by, delegation.manual_reason) == (officer, "Dean of the corps")
    change = delegation.status_changes.get()
    steps = (change.from_status, change.to_status)
    assert (change.by, steps) == (officer, ("accepted", "list-submitted"))


@pytest.mark.django_db
def test_an_officer_of_one_event_sees_no_journeys_of_another_where_they_are_a_viewer() -> None:
    event, other = make_event(), make_event()
    user = make_member(event, Role.DELEGATIONS_OFFICER)
    TeamMember.objects.create(event=other, user=user, role=Role.VIEWER)
    pages = {}
    for where in (event, other):
        person = make_attendee(make_delegation(where), email="secret@example.org")
        Travel.objects.create(attendee=person, arrival_number="X0000001")
        path = reverse("admin:delegations_attendee_change", args=[person.pk])
        pages[where.pk] = organizer(user).get(path).content

    assert b"X0000001" in pages[event.pk]
    assert b"secret@example.org" in pages[event.pk]
    assert b"X0000001" not in pages[other.pk]
    assert b"secret@example.org" not in pages[other.pk]


# --- Two at once ---------------------------------------------------------------------------------


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Run all at the same moment, each on a connection of its own; what each gave or raised."""
    barrier = Barrier(len(actions))

    def run(action: Callable[[], object]) -> object:
        try:
            barrier.wait(10)
            return action()
        except Exception as error:  # noqa: BLE001  (whatever it is, the test wants to see it)
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


ROUNDS = 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("to", [AttendeeStatus.APPROVED, AttendeeStatus.REFUSED])
def test_the_same_step_taken_by_four_officers_at_once_is_taken_once(to: AttendeeStatus) -> None:
    delegation = make_delegation(make_event())
    for _round in range(ROUNDS):
        person = make_attendee(delegation, status="submitted")

        def step(person: Attendee = person) -> StatusChange:
            return change_attendee_status(attendee=person, to=to, by=None)

        results = at_once(step, step, step, step)

        refused = [one for one in results if isinstance(one, TransitionRefused)]
        assert len(refused) == 3, results
        assert person.status_changes.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_heads_named_at_once_leave_one_head() -> None:
    delegation = make_delegation(make_event())
    people = [make_attendee(delegation) for _number in range(4)]

    for _round in range(ROUNDS):
        results = at_once(*(lambda one=one: name_head(attendee=one, by=None) for one in people))

        assert all(isinstance(one, Attendee) for one in results), results
        assert delegation.attendees.filter(is_head=True).count() == 1
        assert delegation.attendees.filter(function="head").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_person_named_head_while_withdrawing_does_not_come_back() -> None:
    delegation = make_delegation(make_event())
    for _round in range(ROUNDS):
        person = make_attendee(delegation)

        def withdraw(person: Attendee = person) -> StatusChange:
            return change_attendee_status(attendee=person, to=AttendeeStatus.WITHDRAWN, by=None)

        def lead(person: Attendee = person) -> Attendee:
            return name_head(attendee=person, by=None)

        results = at_once(withdraw, lead)

        person.refresh_from_db()
        assert isinstance(results[0], StatusChange), results
        assert isinstance(results[1], Attendee | NotEligible), results
        assert (person.status, person.is_head) == ("withdrawn", False)


@pytest.mark.django_db(transaction=True)
def test_heads_of_two_delegations_named_at_once_both_find_their_place() -> None:
    for _round in range(ROUNDS):
        event = make_event()
        delegations = [make_delegation(event) for _number in range(4)]
        heads = [
            make_attendee(delegation, rank_class=rank)
            for delegation, rank in zip(delegations, "DCBA", strict=True)
        ]

        results = at_once(*(lambda one=one: name_head(attendee=one, by=None) for one in heads))

        assert all(isinstance(one, Attendee) for one in results), results
        rows = Delegation.objects.filter(event=event).by_precedence()
        assert list(rows) == delegations[::-1]
        assert sorted(row.precedence_position for row in rows) == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_work_on_one_delegation_from_several_sides_never_ends_in_a_deadlock() -> None:
    event = make_event()
    delegation = make_delegation(event)
    head, other = make_attendee(delegation), make_attendee(delegation)
    name_head(attendee=head, by=None)
    statuses = [InvitationStatus.LIST_SUBMITTED, InvitationStatus.ACCEPTED]

    for number in range(ROUNDS):
        people = [make_attendee(delegation, status="submitted")]

        def approve(people: list[Attendee] = people) -> object:
            return change_attendee_status(attendee=people[0], to=AttendeeStatus.APPROVED, by=None)

        def invite(number: int = number) -> object:
            return change_delegation_status(delegation=delegation, to=statuses[number % 2], by=None)

        results = at_once(
            lambda: name_head(attendee=head, by=None),
            lambda: name_head(attendee=other, by=None),
            invite,
            approve,
            lambda: refresh_organisation(organisation=delegation.organisation),
        )

        assert not [one for one in results if isinstance(one, Exception)], results
