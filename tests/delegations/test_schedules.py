"""Saved lists that are sent to colleagues every day: links, and only while they may see people."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from delegations.lists.attendee_list import ATTENDEES
from delegations.models import ExportLog, ScheduledList
from delegations.schedules.sending import send_scheduled_lists
from events.models import Event, SavedList
from events.saved_lists import save_list
from mail.models import OutgoingMail
from tests.factories import make_attendee, make_delegation, make_event, make_member

pytestmark = pytest.mark.django_db

# On the clock of the event, which is eight hours ahead.
MORNING = datetime(2030, 4, 1, 1, tzinfo=UTC)


class Desk:
    """An officer with a list of press, and a colleague who may see people but no contacts."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.officer = make_member(event, Role.DELEGATIONS_OFFICER)
        self.colleague = make_member(event, Role.DESK)
        self.press = make_attendee(make_delegation(event), function="press", email="p@x.example")
        self.list: SavedList = save_list(
            event=event,
            list_name=ATTENDEES,
            name="Press",
            query="function=press&columns=name&columns=email",
            user=self.officer,
            is_teams=False,
        )

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def schedule(self, *recipients: User, at: str = "08:00") -> Any:
        path = reverse("staff:list-schedule", args=[self.event.slug, self.list.pk])
        sent = {"at": at, "recipients": [person.pk for person in recipients]}
        return self.client(self.officer).post(path, sent)

    def open(self, user: User) -> Any:
        path = reverse("staff:list-open", args=[self.event.slug, self.list.pk])
        return self.client(user).get(path, follow=True)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    clock(monkeypatch, MORNING.replace(day=31, month=3, hour=20))
    return Desk(make_event(time_zone="Asia/Shanghai"))


def clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def test_a_link_is_sent_at_its_time_only_when_the_list_has_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.schedule(desk.colleague)
    sent = [send_scheduled_lists()]
    for day, family in ((1, ""), (2, ""), (3, "Nagy")):
        clock(monkeypatch, MORNING.replace(day=day))
        if family:
            desk.press.family = family
            desk.press.save()
        sent += [send_scheduled_lists(), send_scheduled_lists()]

    first, _other = OutgoingMail.objects.filter(address=desk.colleague.email).order_by("pk")
    assert sent == [0, 1, 0, 0, 0, 1, 0]
    assert f"/attendees/lists/{desk.list.pk}/" in first.body
    assert desk.press.listed_name not in first.body
    log = ExportLog.objects.order_by("pk")[0]
    assert (log.by, log.file_format, log.row_count) == (desk.colleague, "link", 1)
    assert log.columns == ["name"]


def test_the_link_shows_its_reader_what_they_may_see_and_others_nothing(desk: Desk) -> None:
    outsider = make_member(desk.event, Role.DESK)
    desk.schedule(desk.colleague)

    page = desk.open(desk.colleague)

    assert desk.press.listed_name in page.content.decode()
    assert "p@x.example" not in page.content.decode()
    assert desk.open(outsider).status_code == 404
    path = reverse("staff:list-schedule", args=[desk.event.slug, desk.list.pk])
    assert desk.client(desk.colleague).get(path).status_code == 403


def test_nothing_is_sent_without_the_right_or_after_the_forum(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.schedule(desk.colleague, desk.officer)
    desk.event.team_members.filter(user=desk.colleague).delete()
    clock(monkeypatch, MORNING)

    assert send_scheduled_lists() == 1
    assert OutgoingMail.objects.get().address == desk.officer.email
    desk.press.delete()
    Event.objects.update(start_date="2030-04-01", end_date="2030-04-01")
    clock(monkeypatch, MORNING.replace(day=2))
    assert send_scheduled_lists() == 0


def test_nobody_ticked_stops_it_and_a_wrong_time_keeps_what_was_ticked(desk: Desk) -> None:
    desk.schedule(desk.colleague, at="07:30")
    wrong = desk.schedule(desk.officer, at="25:99")

    assert wrong.status_code == 400
    assert wrong.context["form"]["recipients"].value() == [str(desk.officer.pk)]
    row = ScheduledList.objects.get()
    assert (row.recipient, row.at) == (desk.colleague, time(7, 30))
    desk.schedule()
    assert not ScheduledList.objects.exists()
