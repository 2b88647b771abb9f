"""A date of their own for the reply of some delegations: it comes before that of the event."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from delegations.access.deadline_reminders import remind_of_deadlines
from delegations.models import Deadline, Delegation
from delegations.registration.replies import load_reply_options
from events.models import Event
from mail.models import OutgoingMail
from tests.delegations.bulk.test_ticked_delegations import Office
from tests.delegations.focal import opened
from tests.factories import make_deadline, make_delegation, make_focal_point

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def today() -> date:
    return timezone.now().date()


@pytest.fixture
def invited(event: Event) -> Delegation:
    return make_delegation(event, code="LATE", status="invited")


def test_a_date_is_set_for_those_who_are_ticked_shown_in_their_list_and_undone(
    event: Event, invited: Delegation, today: date
) -> None:
    make_deadline(event, kind="reply", due_on=today - DAY)
    make_delegation(event, code="USUAL", status="invited")
    make_delegation(event, code="CAME", status="accepted")
    office, path = Office(event), reverse("staff:delegations", args=[event.slug])

    def codes(choice: str) -> list[str]:
        return [row.code for row in office.client.get(f"{path}?reply={choice}").context["page"]]

    assert codes("overdue") == ["LATE", "USUAL"]
    office.apply("reply-by", [invited], reply_by=f"{today + DAY}")
    page = office.client.get(f"{path}?columns=reply_by&reply=own").content.decode()

    assert (codes("overdue"), codes("week"), codes("own")) == (["USUAL"], ["LATE"], ["LATE"])
    assert "· own date" in page
    office.undo()
    assert codes("own") == []


def test_the_delegation_reads_its_own_date_and_replies_until_then(
    event: Event, invited: Delegation, today: date
) -> None:
    make_deadline(event, kind="reply", due_on=today - DAY)
    Delegation.objects.update(reply_by=today + DAY)
    invited.refresh_from_db()

    page = opened(make_focal_point(invited)).get(reverse("focal:overview"))

    assert page.context["due_on"] == load_reply_options(invited).due_on == today + DAY
    assert Deadline.objects.of_delegation(invited) == {"reply": today + DAY}


def test_reminders_go_by_the_own_date_and_never_twice(
    event: Event, invited: Delegation, today: date
) -> None:
    make_deadline(event, kind="reply", due_on=today + DAY, remind_days=3)
    contact, other = make_focal_point(invited), make_delegation(event, status="invited")
    usual = make_focal_point(other)
    Delegation.objects.filter(pk=invited.pk).update(reply_by=today + 5 * DAY)
    OutgoingMail.objects.all().delete()

    assert remind_of_deadlines() == 1
    assert OutgoingMail.objects.get().address == usual.email
    Delegation.objects.filter(pk=invited.pk).update(reply_by=today + 3 * DAY)

    assert (remind_of_deadlines(), remind_of_deadlines()) == (1, 0)
    assert OutgoingMail.objects.filter(address=contact.email).count() == 1
