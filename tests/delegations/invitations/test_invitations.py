"""An invitation takes its steps in order: each has its author, its notes, and who must act next."""

import re
import threading
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.choices import (
    INVITATION_STEPS,
    NEEDS_REASON,
    WAITS_FOR,
    Actor,
    AttendeeStatus,
    InvitationStatus,
)
from delegations.models import Delegation, StatusChange
from delegations.people.delegation_steps import ReasonMissing, change_delegation_status
from delegations.people.person_steps import TransitionRefused, change_attendee_status
from events.models import Event
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_event()


def officer(event: Event) -> Client:
    client = Client()
    client.force_login(make_member(event, Role.DELEGATIONS_OFFICER))
    return client


def page_of(delegation: Delegation) -> str:
    return reverse("admin:delegations_delegation_change", args=[delegation.pk])


def form(delegation: Delegation, **values: Any) -> dict[str, Any]:
    """What the page sends when nobody has typed anything but `values`."""
    return {
        "event": delegation.event_id,
        "organisation": delegation.organisation_id,
        "code": delegation.code,
        "status": delegation.status,
        "seen": delegation.status,
        "function_quotas-TOTAL_FORMS": 0,
        "function_quotas-INITIAL_FORMS": 0,
        "status_changes-TOTAL_FORMS": 0,
        "status_changes-INITIAL_FORMS": 0,
        **values,
    }


# --- The table ------------------------------------------------------------------------------------


def test_every_step_is_in_the_table_and_says_whom_it_waits_for() -> None:
    assert set(INVITATION_STEPS) == set(WAITS_FOR) == set(InvitationStatus)
    assert all(now not in steps for now, steps in INVITATION_STEPS.items())


def test_every_step_is_reached_from_the_first() -> None:
    reached = {InvitationStatus.TO_INVITE}
    for _number in InvitationStatus:
        reached |= {to for now in reached for to in INVITATION_STEPS[now]}

    assert reached == set(InvitationStatus)


@pytest.mark.parametrize("now", InvitationStatus)
def test_a_step_that_is_not_in_the_table_is_refused_and_changes_nothing(
    event: Event, now: InvitationStatus
) -> None:
    delegation = make_delegation(event, status=now)

    for to in set(InvitationStatus) - INVITATION_STEPS[now] - {now}:
        with pytest.raises(TransitionRefused):
            change_delegation_status(delegation=delegation, to=to, by=None, office_note="Because")

    delegation.refresh_from_db()
    assert delegation.status == now
    assert not StatusChange.objects.exists()


@pytest.mark.parametrize("to", sorted(NEEDS_REASON))
def test_that_a_delegation_does_not_come_needs_a_reason(event: Event, to: InvitationStatus) -> None:
    delegation = make_delegation(event, status=InvitationStatus.INVITED)

    with pytest.raises(ReasonMissing):
        change_delegation_status(delegation=delegation, to=to, by=None)
    done = change_delegation_status(
        delegation=delegation,
        to=to,
        by=None,
        delegation_note="Next year",
        office_note="Election",
    )

    assert done is not None
    assert (done.to_status, done.delegation_note, done.office_note) == (
        to,
        "Next year",
        "Election",
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_decide_at_once_one_decides(event: Event) -> None:
    delegation = make_delegation(event, status=InvitationStatus.INVITED)
    barrier, refused = threading.Barrier(2), []

    def decide(to: InvitationStatus) -> None:
        barrier.wait()
        try:
            change_delegation_status(
                delegation=delegation, to=to, by=None, office_note="By telephone"
            )
        except TransitionRefused:
            refused.append(to)
        finally:
            connection.close()

    # From “declined” nothing leads to “interested”, nor from there back in one step.
    both = (InvitationStatus.DECLINED, InvitationStatus.TO_INVITE)
    threads = [threading.Thread(target=decide, args=[to]) for to in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    delegation.refresh_from_db()
    assert len(refused) == 1
    assert {delegation.status, *refused} == set(both)
    assert StatusChange.objects.count() == 1


# --- In the admin ---------------------------------------------------------------------------------


def test_the_page_offers_the_next_steps_alone_and_says_who_must_act(event: Event) -> None:
    delegation = make_delegation(event, status=InvitationStatus.LIST_SUBMITTED)

    page = officer(event).get(page_of(delegation)).content.decode()

    assert "The office: Review the list." in page
    assert 'value="list-confirmed"' in page
    assert 'value="departed"' not in page


def test_a_step_is_kept_with_its_author_and_both_notes(event: Event) -> None:
    delegation = make_delegation(event, status=InvitationStatus.INVITED)
    client = officer(event)

    client.post(
        page_of(delegation),
        form(delegation, status="accepted", delegation_note="Welcome", step_note="By letter"),
    )

    change = StatusChange.objects.get()
    assert (change.from_status, change.to_status) == ("invited", "accepted")
    assert (change.delegation_note, change.office_note) == ("Welcome", "By letter")
    assert str(change.by) in client.get(page_of(delegation)).content.decode()


def test_a_decline_without_a_reason_is_asked_for_it_and_keeps_what_was_typed(event: Event) -> None:
    delegation = make_delegation(event, status=InvitationStatus.INVITED)

    answer = officer(event).post(
        page_of(delegation), form(delegation, status="declined", code="NEW-CODE")
    )

    page = answer.content.decode()
    assert "State briefly why the delegation is not coming." in page
    assert "NEW-CODE" in page
    delegation.refresh_from_db()
    assert delegation.status == "invited"


@pytest.mark.parametrize("newer", ["interested", "accepted"])
def test_who_looked_at_an_older_status_does_not_overwrite_the_newer_one(
    event: Event, newer: str
) -> None:
    delegation = make_delegation(event, status=InvitationStatus.INVITED)
    stale = form(delegation, quota=5)
    change_delegation_status(delegation=delegation, to=InvitationStatus(newer), by=None)

    page = officer(event).post(page_of(delegation), stale).content.decode()

    delegation.refresh_from_db()
    assert (delegation.status, delegation.quota) == (newer, None)
    assert (
        f"Somebody else has changed the status to “{newer.capitalize()}” in the meantime." in page
    )
    assert 'name="quota" value="5"' in page
    # Who has seen it saves the rest, and does not meet the same words again.
    again = {"status": newer, "seen": _value_of("seen", page)}
    officer(event).post(page_of(delegation), stale | again)
    delegation.refresh_from_db()
    assert (delegation.status, delegation.quota) == (newer, 5)


def _value_of(name: str, page: str) -> str:
    return re.findall(rf'name="{name}" value="([^"]*)"', page)[0]


def test_notes_without_a_step_are_not_lost_unsaid(event: Event) -> None:
    delegation = make_delegation(event, status=InvitationStatus.INVITED)

    answer = officer(event).post(page_of(delegation), form(delegation, step_note="They called"))

    page = answer.content.decode()
    assert "Choose the new status that the notes refer to." in page
    assert "They called" in page


def test_a_delegation_is_entered_without_a_step(event: Event) -> None:
    organisation = make_organisation()
    client = officer(event)
    address = reverse("admin:delegations_delegation_add")
    sent = {"event": event.pk, "organisation": organisation.pk, "code": "NEW", "status": "invited"}
    inlines = ("function_quotas", "status_changes")
    management = {f"{one}-{kind}_FORMS": 0 for one in inlines for kind in ("TOTAL", "INITIAL")}

    assert "step_note" not in client.get(address).content.decode()
    client.post(address, sent | management)

    assert Delegation.objects.get(code="NEW").status == "invited"


def test_what_happened_to_people_is_not_among_the_steps_of_the_invitation(event: Event) -> None:
    delegation = make_delegation(event)
    person = make_attendee(delegation, status="submitted")
    change_attendee_status(
        attendee=person, to=AttendeeStatus.APPROVED, by=None, office_note="Of a person"
    )

    assert "Of a person" not in officer(event).get(page_of(delegation)).content.decode()


# --- For staff ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "shown"),
    [(Actor.OFFICE, ["TO-INVITE", "LISTED"]), (Actor.DELEGATION, ["INVITED"])],
)
def test_staff_see_which_delegations_wait_for_whom(
    event: Event, actor: Actor, shown: list[str]
) -> None:
    make_delegation(event, code="TO-INVITE", status=InvitationStatus.TO_INVITE)
    make_delegation(event, code="INVITED", status=InvitationStatus.INVITED)
    make_delegation(event, code="LISTED", status=InvitationStatus.LIST_SUBMITTED)
    make_delegation(event, code="GONE", status=InvitationStatus.DECLINED)

    address = reverse("staff:delegations", args=[event.slug])
    page = officer(event).get(f"{address}?waits={actor}")

    assert {one.code for one in page.context["page"]} == set(shown)


# --- On paper -------------------------------------------------------------------------------------


def test_the_handbook_has_the_same_steps() -> None:
    text = (settings.BASE_DIR / "docs/delegations.md").read_text(encoding="utf-8")
    steps = text.partition("## The steps of an invitation")[2].partition("\n## ")[0]
    lines = [line for line in steps.splitlines() if line.startswith("| ")]
    rows = [line.strip("| ").split(" | ") for line in lines[1:]]
    labels = {one.label.lower(): one for one in InvitationStatus}

    written = {labels[now.lower()]: set(to.split(", ")) for now, _waits, to in rows}

    assert written == {
        now: {one.label.lower() for one in steps} for now, steps in INVITATION_STEPS.items()
    }
    assert all(
        waits.startswith(str(WAITS_FOR[labels[now.lower()]][0].label)) for now, waits, _to in rows
    )
