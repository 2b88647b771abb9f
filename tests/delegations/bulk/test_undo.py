"""Undo brings back what an action changed, and nothing that somebody has decided since."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.roles import Role
from delegations.choices import AttendeeStatus, InvitationStatus
from delegations.decisions.services import decide_people
from delegations.models import Attendee, Delegation, Tag
from delegations.people.delegation_steps import change_delegation_status, way_back
from delegations.people.person_steps import change_attendee_status, name_head
from delegations.people.tags import set_tags
from delegations.registration.replies import accept_invitation, load_reply_options
from events.models import Event
from tests.delegations.bulk.office import Office, submitted
from tests.factories import make_attendee, make_delegation, make_focal_point, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(event: Event) -> Office:
    return Office(event)


def status_of(row: Attendee | Delegation) -> str:
    row.refresh_from_db()
    return str(row.status)


def change_delegations(office: Office, delegation: Delegation, **values: Any) -> None:
    """Tick a delegation, choose an action, look at the preview and confirm it."""
    path = reverse("staff:delegations-bulk", args=[office.event.slug])
    ticked = {"delegation": [delegation.code], "step": "preview"}
    page = office.client.post(path, {**values, **ticked})
    confirmed = {
        "chosen": delegation.code,
        "list": "",
        "previewed": page.context["preview"].fingerprint,
        "step": "apply",
    }
    office.client.post(path, {**values, **confirmed})


def test_a_later_decision_with_the_same_outcome_stays(event: Event, office: Office) -> None:
    person, colleague = submitted(event), make_member(event, Role.DELEGATIONS_OFFICER)
    office.apply("return", [person], reason="Fix the name")
    person.refresh_from_db()
    change_attendee_status(attendee=person, to=AttendeeStatus.SUBMITTED, by=None)
    decide_people(
        event=event,
        people=[person],
        to=AttendeeStatus.RETURNED,
        by=colleague,
        delegation_note="Add a title",
    )

    office.undo()

    assert status_of(person) == "returned"


def test_the_reply_of_a_focal_point_since_stays(event: Event, office: Office) -> None:
    delegation = make_delegation(event, status="invited", quota=4)
    change_delegations(office, delegation, action="status", status="accepted")
    assert status_of(delegation) == "accepted"
    for to in way_back(InvitationStatus.ACCEPTED, InvitationStatus.INVITED):
        change_delegation_status(delegation=delegation, to=to, by=office.user, office_note="A slip")
    delegation.refresh_from_db()
    focal_point = make_focal_point(delegation)
    seen = load_reply_options(delegation).seen
    accept_invitation(focal_point=focal_point, seen=seen, party_size=2, head={})

    office.undo()

    assert status_of(delegation) == "accepted"


def test_nobody_is_approved_again_beyond_the_quota(event: Event, office: Office) -> None:
    delegation = make_delegation(event, quota=1)
    first = make_attendee(delegation, status="approved")
    office.apply("return", [first], reason="Fix the name")
    second = make_attendee(delegation, status="submitted")
    decide_people(event=event, people=[second], to=AttendeeStatus.APPROVED, by=office.user)

    office.undo()

    assert (status_of(first), status_of(second)) == ("submitted", "approved")


def test_who_was_approved_is_approved_again(event: Event, office: Office) -> None:
    person = make_attendee(make_delegation(event, quota=1), status="approved")
    office.apply("return", [person], reason="Fix the name")

    office.undo()

    assert status_of(person) == "approved"


def test_nobody_becomes_head_again_beside_another(event: Event, office: Office) -> None:
    delegation = make_delegation(event)
    first = make_attendee(delegation, status="submitted", function="head")
    second = make_attendee(delegation)
    office.apply("function", [first], function="delegate")
    name_head(attendee=second, by=office.user)

    office.undo()

    first.refresh_from_db()
    assert first.function == "delegate"


def test_a_former_head_entered_alone_is_entered_as_head_again(event: Event, office: Office) -> None:
    person = submitted(event, function="head")
    office.apply("function", [person], function="delegate")

    office.undo()

    person.refresh_from_db()
    assert person.function == "head"


def test_a_tag_that_somebody_gave_since_stays(event: Event, office: Office) -> None:
    person, colleague = submitted(event), make_member(event, Role.DELEGATIONS_OFFICER)
    office.apply("tag", [person], tag="called")
    Tag.objects.all().delete()
    set_tags(person, "called", colleague)

    office.undo()

    assert Tag.objects.get().by == colleague


@pytest.mark.parametrize("has_left", [False, True])
def test_a_liaison_officer_comes_back_unless_they_have_left_the_team(
    event: Event, office: Office, has_left: bool
) -> None:
    officer = make_member(event, Role.DESK)
    delegation = make_delegation(event, liaison_officer=officer)
    change_delegations(office, delegation, action="liaison", liaison_officer="")
    if has_left:
        event.team_members.filter(user=officer).delete()

    office.undo()

    delegation.refresh_from_db()
    assert delegation.liaison_officer == (None if has_left else officer)
