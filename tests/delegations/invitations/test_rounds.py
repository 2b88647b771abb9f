"""Many invitations are sent by the worker: each letter once, until somebody stops it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from core.work import pace
from core.work.claims import MOST_ATTEMPTS
from delegations.choices import RoundState
from delegations.invitations import rounds
from delegations.invitations.letters import Languages, send_invitation
from delegations.invitations.rounds import (
    MOST_AT_ONCE,
    is_late,
    send_next_round,
    send_now,
    start_round,
    stop_round,
)
from delegations.models import InvitationRound, Letter
from delegations.querysets.delegations import ROUND_LEASE
from events.models import TeamMember
from mail.models import OutgoingMail
from tests.factories import (
    make_delegation,
    make_event,
    make_focal_point,
    make_letter_template,
    make_member,
)

pytestmark = pytest.mark.django_db
ENGLISH = Languages("en", "")


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "PAUSE", 0)


class Desk:
    """An office with letters to send, as many as `count`."""

    def __init__(self, count: int) -> None:
        self.event = make_event()
        self.officer = make_member(self.event, Role.DELEGATIONS_OFFICER)
        make_letter_template(self.event)
        self.delegations = [make_delegation(self.event, status="to-invite") for _ in range(count)]
        for delegation in self.delegations:
            make_focal_point(delegation)

    def start(self) -> InvitationRound:
        keys = [delegation.pk for delegation in self.delegations]
        return start_round(event=self.event, delegations=keys, choice=ENGLISH, by=self.officer)

    def browse(self) -> Client:
        client = Client()
        client.force_login(self.officer)
        return client


def mailed_letters() -> int:
    return OutgoingMail.objects.filter(attachment__startswith="letter/").count()


def before_letter(monkeypatch: pytest.MonkeyPatch, number: int, act: Callable[[], object]) -> None:
    """Do `act` before the letter of this number is written."""
    original = rounds._invite
    written: list[int] = []

    def invite(*arguments: Any) -> None:
        written.append(1)
        if len(written) == number:
            act()
        original(*arguments)

    monkeypatch.setattr(rounds, "_invite", invite)


def test_a_round_sends_each_delegation_one_letter() -> None:
    desk = Desk(3)
    make_focal_point(desk.delegations[0])
    invitation_round = desk.start()
    assert not Letter.objects.exists()

    assert [send_next_round(), send_next_round()] == [1, 0]

    invitation_round.refresh_from_db()
    letters = list(Letter.objects.order_by("serial").values_list("delegation", "number"))
    assert [pk for pk, _number in letters] == invitation_round.delegations
    assert [result["letter"] for result in invitation_round.results] == [row[1] for row in letters]
    assert invitation_round.state == RoundState.DONE
    assert mailed_letters() == 4


def test_a_delegation_that_cannot_be_invited_holds_up_no_other() -> None:
    desk = Desk(3)
    desk.delegations[1].focal_points.all().delete()
    invitation_round = desk.start()
    send_next_round()

    invitation_round.refresh_from_db()
    assert [result["why"] for result in invitation_round.results] == [
        "",
        "There is no focal point yet. Name one.",
        "",
    ]
    assert Letter.objects.count() == 2


def test_who_was_invited_in_the_meantime_gets_no_second_letter() -> None:
    desk = Desk(2)
    desk.start()
    send_invitation(event=desk.event, pk=desk.delegations[0].pk, choice=ENGLISH, by=desk.officer)
    desk.start()

    assert [send_next_round(), send_next_round()] == [1, 1]

    assert Letter.objects.count() == 2


def test_a_round_that_is_stopped_writes_no_further_letter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk(4)
    invitation_round = desk.start()
    before_letter(monkeypatch, 3, lambda: stop_round(invitation_round))

    send_next_round()

    invitation_round.refresh_from_db()
    assert (invitation_round.state, len(invitation_round.results)) == (RoundState.STOPPED, 2)
    assert Letter.objects.count() == 2
    assert mailed_letters() == 2
    assert desk.event.delegations.filter(status="to-invite").count() == 2


def test_a_worker_that_was_thought_dead_writes_no_letter_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk(4)
    desk.start()

    def other_worker() -> None:
        InvitationRound.objects.update(seen_at=timezone.now() - ROUND_LEASE)
        assert send_next_round() == 1

    before_letter(monkeypatch, 2, other_worker)
    send_next_round()

    assert InvitationRound.objects.get().state == RoundState.DONE
    assert Letter.objects.count() == mailed_letters() == 4


def test_who_loses_the_right_sends_no_further_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(3)
    desk.start()
    monkeypatch.setattr(pace, "MOST", 1)
    before_letter(monkeypatch, 1, lambda: TeamMember.objects.filter(user=desk.officer).delete())

    send_next_round()

    assert InvitationRound.objects.get().state == RoundState.STOPPED
    assert Letter.objects.count() == 1


def test_few_invitations_are_sent_at_once_and_many_by_the_worker() -> None:
    desk = Desk(MOST_AT_ONCE + 1)
    url = reverse("staff:invitations", args=[desk.event.slug])
    few = {"delegation": [desk.delegations[0].code], "first": "en", "sure": "on"}
    client = desk.browse()
    client.post(url, few)
    assert (Letter.objects.count(), InvitationRound.objects.count()) == (1, 0)
    make_focal_point(make_delegation(desk.event, status="to-invite"))

    answer = client.post(url, {"all": "yes", "first": "en", "sure": "on"}, follow=True)

    page = answer.content.decode()
    assert f"0 of {MOST_AT_ONCE + 1} letters written" in page
    assert 'data-behaviour="refresh"' in page
    assert Letter.objects.count() == 1

    send_next_round()
    done = client.get(answer.wsgi_request.path).content.decode()
    assert f"{MOST_AT_ONCE + 1} invitations have been sent." in done
    assert 'data-behaviour="refresh"' not in done


def test_the_page_stops_a_round_and_sends_one_that_no_worker_takes_up() -> None:
    desk = Desk(2)
    client = desk.browse()
    stopped, late = desk.start(), desk.start()
    client.post(
        reverse("staff:invitation-round", args=[desk.event.slug, stopped.guid]), {"stop": 1}
    )
    url = reverse("staff:invitation-round", args=[desk.event.slug, late.guid])
    assert b'name="now"' not in client.get(url).content
    InvitationRound.objects.filter(pk=late.pk).update(seen_at=timezone.now() - timedelta(minutes=1))
    late.refresh_from_db()
    assert is_late(late, timezone.now())
    assert b'name="now"' in client.get(url).content

    client.post(url, {"now": "yes"})
    send_now(late)

    stopped.refresh_from_db()
    assert (stopped.state, stopped.results) == (RoundState.STOPPED, [])
    assert Letter.objects.count() == 2


def test_a_closed_account_sends_no_further_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(3)
    desk.start()
    monkeypatch.setattr(pace, "MOST", 1)
    account = User.objects.filter(pk=desk.officer.pk)
    before_letter(monkeypatch, 1, lambda: account.update(is_active=False))

    send_next_round()

    assert InvitationRound.objects.get().state == RoundState.STOPPED
    assert Letter.objects.count() == 1


def test_a_letter_that_kills_its_workers_is_left_out_and_the_others_are_sent() -> None:
    desk = Desk(3)
    desk.start()
    for _worker in range(MOST_ATTEMPTS):
        InvitationRound.objects.update(seen_at=timezone.now() - ROUND_LEASE)
        assert rounds._claim(timezone.now())
    InvitationRound.objects.update(seen_at=timezone.now() - ROUND_LEASE)

    send_next_round()

    invitation_round = InvitationRound.objects.get()
    assert invitation_round.state == RoundState.DONE
    assert [bool(result["letter"]) for result in invitation_round.results] == [False, True, True]
    assert "went wrong" in invitation_round.results[0]["why"]


def test_a_round_whose_last_worker_was_killed_after_the_last_letter_ends() -> None:
    desk = Desk(1)
    desk.start()
    send_next_round()
    InvitationRound.objects.update(
        state=RoundState.RUNNING, attempts=MOST_ATTEMPTS, seen_at=timezone.now() - ROUND_LEASE
    )

    send_next_round()

    assert InvitationRound.objects.get().state == RoundState.DONE
    assert Letter.objects.count() == 1
