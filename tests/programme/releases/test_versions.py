"""Compare any two versions, go back to one, tell exactly those whom it concerns."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.choices import AttendeeStatus
from events.models import Event
from mail import outbox
from mail.models import OutgoingMail
from programme.agenda.load_agenda import published_agenda
from programme.checks.review import review
from programme.choices import Visibility
from programme.models import ReleasePlan, ScheduleRelease, Session
from programme.releases import approvals, release_mails, roll_back
from programme.releases.services import release_agenda
from tests.factories import (
    NOON,
    make_appearance,
    make_attendee,
    make_award,
    make_delegation,
    make_entry,
    make_event,
    make_member,
    make_room,
    make_session,
    make_sub_forum,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_event()


def release(event: Event, comment: str = "") -> ScheduleRelease:
    return release_agenda(event=event, by=make_member(event, Role.EDITOR), comment=comment)


def change(session: Session, **values: Any) -> None:
    for name, value in values.items():
        setattr(session, name, value)
    session.save()


def go_back(client: Client, to: ScheduleRelease, **data: str) -> str:
    """Open the page and send it; what it then says."""
    path = f"/admin/programme/schedulerelease/{to.pk}/roll-back/"
    form = client.get(path).context["form"].initial
    return client.post(path, {**form, **data}, follow=True).content.decode()


def titles(event: Event) -> list[str]:
    return [
        f"{one.title}{' (cancelled)' if one.is_cancelled else ''}"
        for one in published_agenda(event).sessions
    ]


def test_an_earlier_agenda_is_public_again_as_a_new_version(event: Event) -> None:
    session = make_session(event, title=text("Opening"))
    first = release(event)
    change(session, title=text("Wrong"))
    release(event)

    made = roll_back.roll_back(to=first, by=make_member(event, Role.EDITOR), comment="A slip")

    assert (made.version, made.comment, titles(event)) == (3, "A slip", ["Opening"])
    assert ScheduleRelease.objects.count() == 3
    assert Session.objects.get().title == text("Wrong")


def test_calendars_learn_of_the_way_back_by_a_higher_sequence(event: Event) -> None:
    session = make_session(event)
    first = release(event)
    change(session, start=NOON + timedelta(hours=2), end=NOON + timedelta(hours=3))
    release(event)

    roll_back.roll_back(to=first, by=make_member(event, Role.EDITOR))

    (shown,) = published_agenda(event).sessions
    assert (shown.start, shown.sequence) == (NOON, 2)


def test_what_was_added_since_is_cancelled_and_does_not_vanish(event: Event) -> None:
    make_session(event, title=text("Opening"))
    first = release(event)
    make_session(event, title=text("Added"), start=NOON + timedelta(hours=3))
    release(event)

    roll_back.roll_back(to=first, by=make_member(event, Role.EDITOR))

    assert titles(event) == ["Opening", "Added (cancelled)"]


def test_going_back_to_what_is_public_is_refused(event: Event) -> None:
    make_session(event)
    first = release(event)

    with pytest.raises(roll_back.AlreadyPublic):
        roll_back.roll_back(to=first, by=make_member(event, Role.EDITOR))


@pytest.mark.django_db(transaction=True)
def test_two_who_go_back_at_once_make_one_version(event: Event) -> None:
    session = make_session(event, title=text("Opening"))
    first = release(event)
    change(session, title=text("Wrong"))
    release(event)
    by = make_member(event, Role.EDITOR)
    barrier, refused = threading.Barrier(2), []

    def work() -> None:
        try:
            barrier.wait()
            roll_back.roll_back(to=first, by=by)
        except roll_back.AlreadyPublic:
            refused.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(refused), ScheduleRelease.objects.count()) == (1, 3)


# --- The checks of the agenda that would be public again ------------------------------------------


@pytest.fixture
def withdrawn(event: Event) -> ScheduleRelease:
    """A release with somebody on stage who has left the stage since, and then the forum."""
    attendee = make_attendee(make_delegation(event), status=AttendeeStatus.APPROVED)
    session = make_session(event, title=text("Panel"))
    appearance = make_appearance(session, attendee=attendee)
    made = release(event)
    appearance.delete()
    release(event)
    attendee.status = AttendeeStatus.WITHDRAWN
    attendee.save()
    return made


def errors_of(to: ScheduleRelease) -> list[str]:
    again = roll_back.agenda_after_roll_back(to)
    return [one.check.key for one in review(to.event, again=again).open_errors]


def test_who_has_withdrawn_since_is_an_error_of_the_way_back(withdrawn: ScheduleRelease) -> None:
    assert review(withdrawn.event).open_errors == ()
    assert errors_of(withdrawn) == ["person-not-coming"]


def test_a_room_that_an_internal_session_has_taken_since_is_an_error(event: Event) -> None:
    room = make_room(event)
    session = make_session(event, room=room)
    first = release(event)
    change(session, room=make_room(event))
    release(event)
    assert errors_of(first) == []

    make_session(event, room=room, visibility=Visibility.INTERNAL)

    assert review(event).open_errors == ()
    assert errors_of(first) == ["room-taken-twice"]


def test_rooms_and_people_that_were_deleted_since_are_errors(event: Event) -> None:
    room, attendee = make_room(event), make_attendee(make_delegation(event))
    session = make_session(event, room=room)
    appearance = make_appearance(session, attendee=attendee)
    first = release(event)
    appearance.delete()
    change(session, room=make_room(event))
    release(event)
    assert errors_of(first) == []

    room.delete()
    attendee.delete()

    assert review(event).open_errors == ()
    assert errors_of(first) == ["person-gone", "room-gone"]


def test_what_is_not_public_in_the_draft_counts_as_public_again(event: Event) -> None:
    make_entry(make_award(event), city=text("Lyon"), is_winner=True)
    session = make_session(event, abstract=text("Lyon wins the award."))
    first = release(event)
    change(session, visibility=Visibility.INTERNAL)
    release_agenda(event=event, by=make_member(event, Role.EDITOR), withdraw=())

    assert review(event).open_errors == ()
    assert errors_of(first) == ["embargo-broken"]


def test_the_way_back_keeps_which_errors_were_open(withdrawn: ScheduleRelease) -> None:
    made = roll_back.roll_back(to=withdrawn, by=make_member(withdrawn.event, Role.EDITOR))

    assert [one["check"] for one in made.open_errors] == ["person-not-coming"]


def test_the_page_asks_for_a_tick_where_errors_are_open(
    withdrawn: ScheduleRelease, client: Client
) -> None:
    client.force_login(make_member(withdrawn.event, Role.EDITOR))

    refused = go_back(client, withdrawn, comment="Back")
    assert "Some errors are open" in refused
    assert "On stage but rejected or withdrawn" in refused
    assert ScheduleRelease.objects.count() == 2
    go_back(client, withdrawn, publish_anyway="on", errors_seen="of yesterday")
    assert ScheduleRelease.objects.count() == 2

    go_back(client, withdrawn, publish_anyway="on")

    newest = ScheduleRelease.objects.order_by("-version")[0]
    assert (newest.version, len(newest.open_errors)) == (3, 1)


def test_a_release_that_came_between_is_looked_at_first(event: Event, client: Client) -> None:
    session = make_session(event, title=text("Opening"))
    first = release(event)
    change(session, title=text("Second"))
    release(event)
    client.force_login(make_member(event, Role.EDITOR))
    path = f"/admin/programme/schedulerelease/{first.pk}/roll-back/"
    form = client.get(path).context["form"].initial
    change(session, title=text("Third"))
    release(event)

    page = client.post(path, form).content.decode()

    assert "no longer those that you saw" in page
    assert titles(event) == ["Third"]


def test_the_way_back_waits_for_a_second_pair_of_eyes(event: Event, client: Client) -> None:
    session = make_session(event, title=text("Opening"))
    first = release(event)
    change(session, title=text("Wrong"))
    release(event)
    Event.objects.update(needs_second_eyes=True)
    second = make_member(event, Role.ADMINISTRATOR)
    client.force_login(make_member(event, Role.EDITOR))

    go_back(client, first, comment="A slip")
    plan = ReleasePlan.objects.get()
    assert titles(event) == ["Wrong"]
    page = client.get(reverse("admin:programme_plan", args=[plan.pk])).content.decode()
    mail = OutgoingMail.objects.get(address=second.email)
    assert "it restores version 1" in page
    assert "it restores version 1" in mail.body
    approvals.approve_plan(plan=plan, by=second)

    assert titles(event) == ["Opening"]
    assert ScheduleRelease.objects.order_by("-version")[0].comment == "A slip"


# --- Telling --------------------------------------------------------------------------------------


def test_exactly_those_are_told_whose_sessions_changed(event: Event) -> None:
    delegation = make_delegation(event)
    stays, leaves, other = (
        make_attendee(delegation, family=name, email=f"{name}@example.org".lower())
        for name in ("Stays", "Leaves", "Other")
    )
    host = make_member(event, Role.SUB_FORUM_EDITOR)
    sub_forum = make_sub_forum(event)
    sub_forum.editors.add(host)
    session = make_session(event, title=text("Panel"), sub_forum=sub_forum)
    make_appearance(session, attendee=stays)
    gone = make_appearance(session, attendee=leaves)
    make_appearance(make_session(event, start=NOON + timedelta(days=1)), attendee=other)
    release(event)
    gone.delete()
    made = release(event)

    found = {one.recipient: one for one in release_mails.load_notices(made)}

    assert set(found) == {leaves.listed_name, stays.listed_name, str(host)}
    assert found[leaves.listed_name].lines[0] == "Changed: Panel"


def test_a_mail_about_times_names_weekday_year_and_zone(event: Event) -> None:
    attendee = make_attendee(make_delegation(event), email="ana@example.org")
    session = make_session(event, title=text("Panel"))
    make_appearance(session, attendee=attendee)
    release(event)
    change(session, start=NOON + timedelta(minutes=30))
    late = make_session(
        event, title=text("Gala"), start=NOON + timedelta(hours=2), end=NOON + timedelta(hours=6)
    )
    make_appearance(late, attendee=attendee)
    made = release(event)

    release_mails.send_notices(
        release=made, keys=[one.key for one in release_mails.load_notices(made)]
    )

    body = OutgoingMail.objects.get(address="ana@example.org").body
    assert "Thursday 2 May 2030, 20:00 → Thursday 2 May 2030, 20:30" in body
    assert "Thursday 2 May 2030, 22:00 – Friday 3 May 2030, 02:00" in body
    assert "All times are local to the forum: Beijing time, UTC+8." in body


def test_each_is_told_once_even_if_asked_twice(event: Event) -> None:
    attendee = make_attendee(make_delegation(event), email="ana@example.org")
    session = make_session(event, title=text("Panel"))
    make_appearance(session, attendee=attendee)
    release(event)
    change(session, title=text("Round table"))
    made = release(event, comment="Another form")
    keys = [one.key for one in release_mails.load_notices(made)]

    assert release_mails.send_notices(release=made, keys=keys) == 1
    assert release_mails.send_notices(release=made, keys=keys) == 0
    outbox.send_due()

    (message,) = django_mail.outbox
    assert message.to == ["ana@example.org"]
    assert "Title: Panel → Round table" in message.body
    assert "Another form" in message.body
    assert release_mails.load_notices(made)[0].is_written
    assert OutgoingMail.objects.get().recipient == attendee.guid.hex


def test_who_is_not_ticked_or_has_no_address_is_not_told(event: Event) -> None:
    delegation = make_delegation(event)
    session = make_session(event)
    for family, email in (("Silent", ""), ("Unticked", "unticked@example.org")):
        make_appearance(session, attendee=make_attendee(delegation, family=family, email=email))
    made = release(event)
    silent = next(one for one in release_mails.load_notices(made) if not one.address)

    assert release_mails.send_notices(release=made, keys=[silent.key, "release/forged"]) == 0
    assert not OutgoingMail.objects.exists()


def test_the_pages_show_it_before_it_happens(event: Event, client: Client) -> None:
    attendee = make_attendee(make_delegation(event), email="ana@example.org")
    session = make_session(event, title=text("Opening"))
    make_appearance(session, attendee=attendee)
    first = release(event)
    change(session, title=text("Wrong"))
    second = release(event)
    change(session, title=text("Draft"))
    client.force_login(make_member(event, Role.EDITOR))

    compare = f"/admin/programme/schedulerelease/compare/{event.pk}/"
    between = client.get(f"{compare}?from=1&to=2").content.decode()
    with_draft = client.get(f"{compare}?from=2&to=draft").content.decode()
    back = client.get(f"/admin/programme/schedulerelease/{first.pk}/roll-back/").content.decode()
    tell = client.get(f"/admin/programme/schedulerelease/{second.pk}/tell/").content.decode()

    assert "Title: Opening → Wrong" in between
    assert "Title: Wrong → Draft" in with_draft
    assert "Title: Wrong → Opening" in back
    assert attendee.listed_name in tell
    assert "ana@example.org" not in tell


def test_the_pages_do_it(event: Event, client: Client) -> None:
    session = make_session(event, title=text("Opening"))
    make_appearance(
        session, attendee=make_attendee(make_delegation(event), email="ana@example.org")
    )
    first = release(event)
    change(session, title=text("Wrong"))
    second = release(event)
    client.force_login(make_member(event, Role.EDITOR))
    (key,) = (one.key for one in release_mails.load_notices(second))

    client.post(f"/admin/programme/schedulerelease/{second.pk}/tell/", {"key": key})
    go_back(client, first, comment="Back")

    assert OutgoingMail.objects.get().address == "ana@example.org"
    assert titles(event) == ["Opening"]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DESK, Role.DELEGATIONS_OFFICER, None])
def test_nobody_else_goes_back_or_tells(event: Event, client: Client, role: Role | None) -> None:
    session = make_session(event)
    make_appearance(
        session, attendee=make_attendee(make_delegation(event), email="ana@example.org")
    )
    first = release(event)
    change(session, title=text("Second"))
    release(event)
    user = make_member(event, role) if role else make_member(make_event(), Role.ADMINISTRATOR)
    client.force_login(user)
    keys = [one.key for one in release_mails.load_notices(first)]

    client.post(f"/admin/programme/schedulerelease/{first.pk}/roll-back/", {"comment": ""})
    client.post(f"/admin/programme/schedulerelease/{first.pk}/tell/", {"key": keys})

    assert ScheduleRelease.objects.filter(event=event).count() == 2
    assert not OutgoingMail.objects.exists()
