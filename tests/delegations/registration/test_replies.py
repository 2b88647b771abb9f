"""A focal point accepts or declines the invitation; the office notes the reply or undoes it."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from delegations.access.focal_points import revoke_focal_point
from delegations.choices import DeclineReason, ReplyState
from delegations.models import Delegation, FocalPoint, InvitationReply
from delegations.people.delegation_steps import change_delegation_status
from delegations.registration.replies import (
    RepliedMeanwhile,
    accept_invitation,
    decline_invitation,
    load_reply_options,
)
from events.models import Event
from mail.models import OutgoingMail
from tests.delegations.focal import opened
from tests.factories import (
    make_attendee,
    make_deadline,
    make_delegation,
    make_event,
    make_focal_point,
    make_member,
)

pytestmark = pytest.mark.django_db
ACCEPT, DECLINE = "/delegation/reply/accept/", "/delegation/reply/decline/"
HEAD = {"given": "Ana", "family": "Souza", "office_title_en": "Mayor of Recife"}
NO = {"reason": "budget", "note": "Not this year."}


@pytest.fixture
def delegation(event: Event) -> Delegation:
    return make_delegation(event, status="invited", quota=4)


@pytest.fixture
def city(delegation: Delegation) -> Client:
    return opened(make_focal_point(delegation))


def reply(client: Client, path: str, values: dict[str, Any]) -> Any:
    """Fill in the form, check the reply, and send it."""
    shown = client.get(path).context["form"]
    hidden = {name: shown[name].value() for name in ("seen_reply", "seen") if name in shown.fields}
    data = {**{name: value for name, value in hidden.items() if value}, **values}
    checked = client.post(path, data)
    assert checked.context["is_checked"], checked.context["form"].errors
    data |= {name: value for name, value in values.items() if value}
    return client.post(path, {**data, "confirmed": ""})


def status_of(delegation: Delegation) -> str:
    return str(Delegation.objects.get(pk=delegation.pk).status)


def officer(event: Event) -> Client:
    client = Client()
    client.force_login(make_member(event, Role.DELEGATIONS_OFFICER))
    return client


def test_a_city_accepts_and_names_its_head(city: Client, delegation: Delegation) -> None:
    page = city.get("/delegation/").content.decode()
    assert f'href="{ACCEPT}"' in page
    assert f'href="{DECLINE}"' in page
    assert reverse("focal:add") not in page

    reply(city, ACCEPT, {"party_size": 5, **HEAD})

    step = delegation.status_changes.get(attendee=None)
    head = delegation.attendees.get()
    assert (step.from_status, step.to_status) == ("invited", "accepted")
    assert step.by_focal_point == delegation.focal_points.get()
    assert (head.function, head.status, head.office_title_en) == (
        "head",
        "draft",
        "Mayor of Recife",
    )
    page = city.get("/delegation/").content.decode()
    assert reverse("focal:add") in page
    assert "5 people will come." in page


def test_nothing_is_sent_before_it_is_confirmed(city: Client, delegation: Delegation) -> None:
    shown = city.get(ACCEPT).context["form"]
    seen = {"seen_reply": shown["seen_reply"].value()}

    checked = city.post(ACCEPT, {**seen, "party_size": 5, **HEAD})
    back = city.post(ACCEPT, {**seen, "party_size": 5, **HEAD, "back": ""})

    assert "Over the quota" in checked.content.decode()
    assert 'value="Souza"' in back.content.decode()
    assert status_of(delegation) == "invited"
    assert not InvitationReply.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"party_size": ""}, "party_size"),
        ({"party_size": 0}, "party_size"),
        ({"party_size": 999}, "party_size"),
        ({"given": "", "family": ""}, "family"),
        ({"is_undecided": "on"}, "is_undecided"),
    ],
)
def test_a_faulty_reply_keeps_what_was_typed(
    city: Client, delegation: Delegation, values: dict[str, Any], field: str
) -> None:
    answer = city.post(ACCEPT, {"party_size": 3, **HEAD, **values, "confirmed": ""})

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert "Mayor of Recife" in answer.content.decode()
    assert status_of(delegation) == "invited"


def test_a_head_may_be_named_later(city: Client, delegation: Delegation) -> None:
    reply(city, ACCEPT, {"party_size": 2, "is_undecided": "on"})
    assert not delegation.attendees.exists()

    reply(city, ACCEPT, {"party_size": 2, **HEAD})
    reply(city, ACCEPT, {"party_size": 2, **HEAD, "given": "Ana Maria"})

    assert delegation.attendees.get().given == "Ana Maria"
    assert InvitationReply.objects.count() == 1


def test_a_head_whom_the_office_has_approved_is_changed_by_request(
    city: Client, delegation: Delegation
) -> None:
    head = make_attendee(delegation, function="head", **HEAD)

    reply(city, ACCEPT, {"party_size": 2, **HEAD, "office_title_en": "Governor"})

    head.refresh_from_db()
    assert head.office_title_en == "Mayor of Recife"
    assert head.amendments.waiting().get().changes == {"office_title_en": "Governor"}


def test_a_city_declines_with_a_reason(city: Client, delegation: Delegation) -> None:
    assert city.post(DECLINE, {"reason": "other", "confirmed": ""}).status_code == 400

    reply(city, DECLINE, NO)

    step = delegation.status_changes.get()
    assert (step.to_status, step.office_note) == (
        "declined",
        "Cost of the journey: Not this year.",
    )
    assert "Not this year." in city.get("/delegation/").content.decode()


def test_a_change_of_mind_is_another_reply(city: Client, delegation: Delegation) -> None:
    reply(city, ACCEPT, {"party_size": 2, **HEAD})
    reply(city, DECLINE, NO)
    assert status_of(delegation) == "cancelled"  # who had said yes
    reply(city, ACCEPT, {"party_size": 3, **HEAD})

    assert status_of(delegation) == "accepted"
    assert delegation.attendees.count() == 1
    states = list(InvitationReply.objects.order_by("pk").values_list("state", "status_before"))
    assert states == [("replaced", "invited"), ("replaced", "invited"), ("waiting", "invited")]


def test_the_office_is_mailed_each_reply(city: Client, event: Event) -> None:
    make_member(event, Role.DELEGATIONS_OFFICER, email="office@example.org")

    reply(city, ACCEPT, {"party_size": 2, **HEAD})
    reply(city, DECLINE, NO)

    mails = OutgoingMail.objects.filter(address="office@example.org").order_by("pk")
    accepted, declined = mails
    assert "2 people will come." in accepted.body
    assert "declined" in declined.subject
    assert "Cost of the journey: Not this year." in declined.body


def test_a_form_that_is_sent_twice_is_one_reply(city: Client) -> None:
    data = {"seen_reply": "invited/", "party_size": 2, **HEAD, "confirmed": ""}
    answers = [city.post(ACCEPT, data).status_code for _time in range(2)]

    assert answers == [302, 302]
    assert InvitationReply.objects.count() == 1


def test_of_two_who_reply_differently_the_second_is_shown_the_first(
    city: Client, delegation: Delegation
) -> None:
    other = opened(make_focal_point(delegation))
    reply(city, ACCEPT, {"party_size": 2, **HEAD})

    answer = other.post(DECLINE, {"seen_reply": "invited/", **NO, "confirmed": ""})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "2 people will come." in page
    assert "Not this year." in page
    assert status_of(delegation) == "accepted"

    seen = answer.context["form"]["seen_reply"].value()
    other.post(DECLINE, {"seen_reply": seen, **NO, "confirmed": ""})
    assert status_of(delegation) == "cancelled"


def test_what_the_office_did_meanwhile_is_not_overwritten(
    city: Client, delegation: Delegation
) -> None:
    change_delegation_status(delegation=delegation, to="interested", by=None)  # type: ignore[arg-type]

    answer = city.post(DECLINE, {"seen_reply": "invited/", **NO, "confirmed": ""})

    assert answer.status_code == 400
    assert status_of(delegation) == "interested"


@pytest.mark.parametrize("status", ["to-invite", "accepted", "declined", "list-submitted"])
def test_a_delegation_replies_only_if_it_was_asked(event: Event, status: str) -> None:
    delegation = make_delegation(event, status=status)
    client = opened(make_focal_point(delegation))

    assert client.get(ACCEPT).status_code == 302
    assert client.post(DECLINE, {**NO, "seen_reply": f"{status}/", "confirmed": ""})
    assert ACCEPT not in client.get("/delegation/").content.decode()
    assert status_of(delegation) == status


def test_a_reply_is_late_rather_than_none_but_then_stays(
    city: Client, delegation: Delegation
) -> None:
    yesterday = timezone.localdate(timezone=delegation.event.zone) - timedelta(days=1)
    make_deadline(delegation.event, kind="reply", due_on=yesterday)

    reply(city, ACCEPT, {"party_size": 2, **HEAD})

    assert city.get(DECLINE).status_code == 302
    assert status_of(delegation) == "accepted"


def test_a_noted_reply_can_no_longer_be_changed(
    city: Client, delegation: Delegation, event: Event
) -> None:
    reply(city, ACCEPT, {"party_size": 2, **HEAD})
    queue = reverse("staff:queue", args=[event.slug])
    office, guid = officer(event), InvitationReply.objects.get().guid
    assert "Ana SOUZA" in office.get(queue).content.decode()

    office.post(queue, {"note-replies": "", "reply": [guid, "nonsense"]})

    assert InvitationReply.objects.get().state == ReplyState.NOTED
    assert not office.get(queue).context["replies"]
    assert city.get(DECLINE).status_code == 302


@pytest.mark.parametrize("before", ["invited", "interested"])
@pytest.mark.parametrize("answers", [["yes"], ["no"], ["yes", "no"], ["no", "yes"]])
def test_the_office_undoes_a_reply_with_one_button(
    event: Event, before: str, answers: list[str]
) -> None:
    delegation = make_delegation(event, status=before)
    client = opened(make_focal_point(delegation))
    for answer in answers:
        if answer == "yes":
            reply(client, ACCEPT, {"party_size": 2, **HEAD})
        else:
            reply(client, DECLINE, NO)
    guid = InvitationReply.objects.current().get().guid
    path = reverse("staff:reply", args=[event.slug, guid])
    office = officer(event)
    assert (
        path
        in office.get(
            reverse("staff:delegation", args=[event.slug, delegation.code])
        ).content.decode()
    )

    office.post(path, {"step": "undo"})
    office.post(path, {"step": "undo"})

    assert status_of(delegation) == before
    assert "has undone your last reply" in client.get("/delegation/").content.decode()
    reply(client, DECLINE, NO)
    assert status_of(delegation) == "declined"


def test_a_delegation_that_moved_on_is_not_taken_back(
    city: Client, delegation: Delegation, event: Event
) -> None:
    reply(city, ACCEPT, {"party_size": 2, **HEAD})
    change_delegation_status(delegation=delegation, to="list-submitted", by=None)  # type: ignore[arg-type]

    path = reverse("staff:reply", args=[event.slug, InvitationReply.objects.get().guid])
    officer(event).post(path, {"step": "undo"})

    assert status_of(delegation) == "list-submitted"


def test_whose_access_was_revoked_replies_no_more(city: Client, delegation: Delegation) -> None:
    revoke_focal_point(focal_point=delegation.focal_points.get(), by=None)

    answer = city.post(ACCEPT, {"party_size": 2, **HEAD, "confirmed": ""})

    assert answer.headers["Location"] == reverse("focal-door")
    assert status_of(delegation) == "invited"


def test_forty_replies_are_each_recorded_once(event: Event) -> None:
    for number in range(40):
        client = opened(make_focal_point(make_delegation(event, status="invited")))
        if number % 4:
            reply(client, ACCEPT, {"party_size": 2, **HEAD})
        else:
            reply(client, DECLINE, NO)
    queue = reverse("staff:queue", args=[event.slug])
    office = officer(event)
    waiting = office.get(queue).context["replies"]

    office.post(queue, {"note-replies": "", "reply": [row.guid for row, _head in waiting]})

    assert len(waiting) == 40
    counts = [
        Delegation.objects.filter(status=status).count() for status in ("accepted", "declined")
    ]
    assert counts == [30, 10]
    assert InvitationReply.objects.filter(state=ReplyState.NOTED).count() == 40


@pytest.mark.django_db(transaction=True)
def test_of_two_who_reply_at_once_one_is_told() -> None:
    delegation = make_delegation(make_event(), status="invited")
    yes, no = make_focal_point(delegation), make_focal_point(delegation)
    seen = load_reply_options(delegation).seen
    refused: list[Exception] = []

    def send(focal_point: FocalPoint) -> None:
        try:
            if focal_point == yes:
                accept_invitation(focal_point=yes, seen=seen, party_size=2, head=HEAD)
            else:
                decline_invitation(focal_point=no, seen=seen, reason=DeclineReason.BUDGET, note="")
        except RepliedMeanwhile as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[row]) for row in (yes, no)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert InvitationReply.objects.count() == 1
    assert delegation.status_changes.count() == 1
