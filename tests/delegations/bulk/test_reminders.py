"""The office reminds delegations that have not replied to the invitation."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from delegations.access.deadline_reminders import remind_of_deadlines
from delegations.models import FocalPoint
from events.models import Event
from mail.models import OutgoingMail
from tests.delegations.bulk.office import words
from tests.delegations.bulk.test_ticked_delegations import Office
from tests.factories import make_deadline, make_delegation, make_focal_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(event: Event) -> Office:
    return Office(event)


def skipped(page: Any) -> list[str]:
    return [str(effect.obstacle) for effect in page.context["preview"].skipped]


def reminders() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(key__startswith="reply-reminder/").order_by("pk"))


def test_each_focal_point_is_reminded_once_in_their_language(office: Office, event: Event) -> None:
    make_deadline(event, kind="reply", due_on=timezone.now().date() + timedelta(days=20))
    delegation = make_delegation(event, status="invited")
    make_focal_point(delegation, name="Ana Lima", language="en")
    make_focal_point(delegation, name="Luc Petit", language="fr")

    page = office.send("remind", [delegation])
    office.apply("remind", [delegation])
    again = office.send("remind", [delegation])

    assert "Ana Lima (English), Luc Petit (français)" in words(page)
    assert [text.language for text in page.context["texts"]] == ["en", "fr"]
    assert "Please accept or decline by" in words(page)
    assert "Dear Ana Lima" in reminders()[0].body
    assert len(reminders()) == 2
    assert skipped(again) == ["Reminded less than three days ago."]


def test_who_gets_no_mail_is_named_with_the_reason(office: Office, event: Event) -> None:
    accepted, nobody, bounces = (
        make_delegation(event, status=status) for status in ("accepted", "invited", "invited")
    )
    make_focal_point(accepted)
    FocalPoint.objects.filter(pk=make_focal_point(bounces).pk).update(bounced_at=timezone.now())

    page = office.send("remind", [accepted, nobody, bounces])

    assert sorted(skipped(page)) == [
        "E-mail bounces",
        "No focal point has access.",
        "No reply is expected: Accepted.",
    ]
    office.apply("remind", [accepted, nobody, bounces])
    assert reminders() == []


def test_a_reminder_of_the_deadline_counts_and_after_three_days_it_does_not(
    office: Office, event: Event
) -> None:
    make_deadline(event, kind="reply", due_on=timezone.now().date() + timedelta(days=3))
    delegation = make_delegation(event, status="invited")
    make_focal_point(delegation)
    remind_of_deadlines()

    assert skipped(office.send("remind", [delegation])) == ["Reminded less than three days ago."]
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=4))
    assert skipped(office.send("remind", [delegation])) == []


def test_a_preview_takes_the_same_queries_for_one_and_for_three(
    office: Office, event: Event, django_assert_max_num_queries: Any
) -> None:
    rows = [make_delegation(event, status="invited") for _number in range(3)]
    for row in rows:
        make_focal_point(row)

    with django_assert_max_num_queries(40) as one:
        office.send("remind", rows[:1])
    with django_assert_max_num_queries(40) as three:
        office.send("remind", rows)

    assert len(one) == len(three)
