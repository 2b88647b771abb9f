"""Organizers’ pages of one edition, and of editions in several zones."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from events.models import Event, TeamMember
from mail.models import OutgoingMail
from programme.choices import PlanState
from programme.models import ReleasePlan, Session
from programme.releases import release_mails
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_attendee,
    make_award,
    make_delegation,
    make_event,
    make_member,
    make_session,
)

pytestmark = pytest.mark.django_db

# 00:30 on 3 May in Auckland, 02:30 on 2 May in Honolulu.
MOMENT = datetime(2030, 5, 2, 12, 30, tzinfo=UTC)


def at_work(user: User) -> Client:
    """A browser of somebody in the team."""
    client = Client()
    client.force_login(user)
    return client


def of_both(*events: Event) -> Client:
    """Somebody who works for several editions."""
    user = make_member(events[0], Role.ADMINISTRATOR)
    for event in events[1:]:
        TeamMember.objects.create(event=event, user=user, role=Role.ADMINISTRATOR)
    return at_work(user)


def near_and_far() -> tuple[Event, Event]:
    """Two editions whose clocks show different days."""
    return make_event(time_zone="Pacific/Auckland"), make_event(time_zone="Pacific/Honolulu")


def listed(client: Client, query: str) -> list[Any]:
    """The sessions that a list shows."""
    page: Any = client.get(reverse("admin:programme_session_changelist") + query)
    return list(page.context["cl"].result_list)


def test_sessions_are_narrowed_by_the_days_of_the_event() -> None:
    event, _other = near_and_far()
    session = make_session(event, start=MOMENT)
    client = at_work(make_member(event, Role.EDITOR))

    assert listed(client, "?start__year=2030&start__month=5&start__day=3") == [session]
    assert listed(client, "?start__year=2030&start__month=5&start__day=2") == []


def test_days_of_several_zones_wait_for_the_choice_of_an_edition() -> None:
    events = near_and_far()
    for event in events:
        make_session(event, start=MOMENT)
    client = of_both(*events)
    url = reverse("admin:programme_session_changelist")

    both: Any = client.get(url)
    one: Any = client.get(f"{url}?event__id__exact={events[0].pk}")

    assert both.context["cl"].date_hierarchy is None
    assert one.context["cl"].date_hierarchy == "start"
    assert "3 May 2030, 00:30–01:30 (Auckland time, UTC+12)" in both.content.decode()
    assert "2 May 2030, 02:30–03:30 (Honolulu time, UTC−10)" in both.content.decode()
    assert "Times are Auckland time" in one.content.decode()


def test_a_list_of_several_zones_says_the_zone_of_each_moment() -> None:
    events = near_and_far()
    for event in events:
        ReleasePlan.objects.create(
            event=event, base_version=1, payload={}, state=PlanState.PLANNED, due_at=MOMENT
        )

    page = of_both(*events).get(reverse("admin:programme_releaseplan_changelist")).content.decode()

    assert "3 May 2030, 00:30 (Auckland time, UTC+12)" in page
    assert "2 May 2030, 02:30 (Honolulu time, UTC−10)" in page


def test_an_embargo_reads_alike_in_list_and_form() -> None:
    event, _other = near_and_far()
    award = make_award(event, results_at=MOMENT)
    client = at_work(make_member(event, Role.ADMINISTRATOR))

    listed = client.get(reverse("admin:events_award_changelist")).content.decode()
    form = client.get(reverse("admin:events_award_change", args=[award.pk])).content.decode()

    assert "3 May 2030, 00:30" in listed
    assert 'value="2030-05-03"' in form
    assert 'value="00:30:00"' in form or 'value="00:30"' in form


def test_a_new_row_is_typed_in_the_zone_of_the_edition_that_is_chosen() -> None:
    near, far = near_and_far()
    client = of_both(near, far)
    url = reverse("admin:programme_session_add")
    typed = {
        "event": far.pk,
        "title_en": "New",
        "kind": "panel",
        "visibility": "public",
        "status": "planned",
        "start_0": "2030-05-02",
        "start_1": "02:30",
        "end_0": "2030-05-02",
        "end_1": "03:30",
        "appearances-TOTAL_FORMS": 0,
        "documents-TOTAL_FORMS": 0,
        "documents-INITIAL_FORMS": 0,
        "appearances-INITIAL_FORMS": 0,
    }

    page = client.get(url).content.decode()
    answer = client.post(url, typed)

    assert "Times are in the time zone of the event that you choose." in page
    assert answer.status_code == 302
    assert Session.objects.get(event=far).start == MOMENT


def test_the_clock_of_a_page_ends_with_it_also_when_it_fails() -> None:
    event, _other = near_and_far()
    client = at_work(make_member(event, Role.ADMINISTRATOR))

    client.get(reverse("admin:programme_session_changelist"))
    client.get(reverse("admin:programme_session_change", args=[10**30]))

    assert timezone.get_current_timezone_name() == "UTC"


def test_a_mail_about_a_release_names_the_zone_of_its_times() -> None:
    event, _other = near_and_far()
    session = make_session(event, start=MOMENT)
    person = make_attendee(make_delegation(event), email="mayor@example.org")
    make_appearance(session, attendee=person)
    editor = make_member(event, Role.EDITOR)

    release = release_agenda(event=event, by=editor)
    release_mails.send_notices(
        release=release, keys=[one.key for one in release_mails.load_notices(release)]
    )

    body = OutgoingMail.objects.get(address="mayor@example.org").body
    assert "All times are local to the forum: Auckland time" in body


def test_a_session_in_the_hour_that_comes_twice_is_typed_and_saved_again_unchanged() -> None:
    event = make_event(
        time_zone="Europe/Paris", start_date=date(2027, 10, 30), end_date=date(2027, 10, 31)
    )
    client = at_work(make_member(event, Role.EDITOR))
    url = reverse("admin:programme_session_add")
    typed = {
        "event": event.pk,
        "title_en": "Night",
        "kind": "panel",
        "visibility": "public",
        "status": "planned",
        "start_0": "2027-10-31",
        "start_1": "02:30+01:00",
        "end_0": "2027-10-31",
        "end_1": "03:30",
        "appearances-TOTAL_FORMS": 0,
        "documents-TOTAL_FORMS": 0,
        "documents-INITIAL_FORMS": 0,
        "appearances-INITIAL_FORMS": 0,
    }

    refused: Any = client.post(url, {**typed, "start_1": "02:30"})
    client.post(url, typed)
    session = Session.objects.get(event=event)
    change = reverse("admin:programme_session_change", args=[session.pk])
    page = client.get(change).content.decode()
    client.post(change, {**typed, "title_en": "Late night"})

    assert "2027-10-31 02:30+02:00 / 2027-10-31 02:30+01:00" in str(
        refused.context["adminform"].form.errors["start"]
    )
    # Texts: the browser's own inputs could not say which of the two is meant.
    assert 'type="text" name="start_1" value="02:30+01:00"' in page
    assert 'type="time" name="end_1" value="03:30"' in page
    session.refresh_from_db()
    assert (session.start, str(session.title)) == (
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
        "Late night",
    )


def test_a_session_in_the_hour_that_the_clocks_leave_out_is_refused_in_words() -> None:
    event = make_event(
        time_zone="Europe/Paris", start_date=date(2027, 3, 27), end_date=date(2027, 3, 28)
    )
    client = at_work(make_member(event, Role.EDITOR))
    typed = {"start_0": "2027-03-28", "start_1": "02:30", "end_0": "2027-03-28", "end_1": "04:00"}

    refused: Any = client.post(reverse("admin:programme_session_add"), typed)

    assert refused.context["adminform"].form.errors["start"] == [
        "The clocks change: this time does not exist on that day. Choose another."
    ]
    assert not Session.objects.exists()
