"""A focal point gets in by a link that works once, into their own delegation and no other."""

import threading
from datetime import datetime, timedelta
from time import sleep
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from core.protection.tokens import token_digest
from delegations.access.focal_points import name_focal_point, revoke_focal_point, send_link
from delegations.access.mailed_links import LINK_AGE, LinkUnknown, use_link
from delegations.access.personal_links import send_asked_links, send_personal_link
from delegations.models import Amendment, Attendee, Delegation, FocalPoint, Photograph
from events.models import Event
from mail import services as mail_services
from mail.choices import MailState
from mail.models import OutgoingMail
from tests.audiences import FOCAL
from tests.delegations.focal import form, mailed_link, opened
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_focal_point,
    make_member,
    make_photograph,
)
from tests.queries import count_queries
from tests.sharing import HAS_EVERY_CASE

pytestmark = pytest.mark.django_db


# --- The link -------------------------------------------------------------------------------------


def test_a_link_is_exchanged_at_once_and_stands_in_no_later_address(event: Event) -> None:
    focal_point = make_focal_point(make_delegation(event))
    link = mailed_link(focal_point)
    client = Client()

    first = client.get(link)
    door = client.get(first.headers["Location"])
    inside = client.post(reverse("focal-door"), follow=True)

    token = link.split("/")[2]
    assert (first.status_code, first.headers["Referrer-Policy"]) == (303, "no-referrer")
    assert first.headers["Location"] == "/join/"
    assert token not in door.content.decode() + inside.content.decode()
    assert inside.redirect_chain == [("/delegation/", 302)]
    assert "no-store" in inside.headers["Cache-Control"]


def test_what_is_kept_of_a_token_opens_nothing(event: Event) -> None:
    focal_point = make_focal_point(make_delegation(event))
    token = mailed_link(focal_point).split("/")[2]
    focal_point.refresh_from_db()
    kept = focal_point.token_hash

    assert len(token) >= 43
    assert token not in str(kept)
    client = Client()
    client.get(f"/join/{kept}/")
    assert client.post(reverse("focal-door")).status_code == 200
    assert client.get("/delegation/").headers["Location"] == "/join/"


def test_programs_that_look_at_links_do_not_use_them_up(event: Event) -> None:
    focal_point = make_focal_point(make_delegation(event))
    for _look in range(3):
        Client().get(mailed_link(focal_point), follow=True)

    assert opened(focal_point).get("/delegation/").status_code == 200


def test_before_a_link_is_used_the_page_names_the_clock_of_the_forum(event: Event) -> None:
    Event.objects.update(time_zone="Asia/Shanghai")
    focal_point = make_focal_point(make_delegation(event))

    door = Client().get(mailed_link(focal_point), follow=True)

    assert "Beijing time" in door.content.decode()


def test_a_link_works_once(event: Event) -> None:
    focal_point = make_focal_point(make_delegation(event))
    link = mailed_link(focal_point)
    opened(focal_point)

    late = Client()
    answer = late.get(link, follow=True)

    assert "new-link" in answer.content.decode()
    assert late.get("/delegation/").headers["Location"] == "/join/"


def test_a_link_of_yesterday_is_dead_once_a_new_one_is_sent(event: Event) -> None:
    focal_point = make_focal_point(make_delegation(event))
    old = mailed_link(focal_point)
    send_link(focal_point=focal_point)

    client = Client()
    client.get(old)
    client.post(reverse("focal-door"))

    assert client.get("/delegation/").headers["Location"] == "/join/"
    assert opened(focal_point).get("/delegation/").status_code == 200


def test_no_link_is_good_for_longer_than_two_weeks_or_than_the_forum(event: Event) -> None:
    two_weeks = timezone.now() + LINK_AGE
    soon = make_event(
        slug="soon",
        start_date=timezone.now().date(),
        end_date=timezone.now().date() + timedelta(days=1),
    )

    long, short = (expiry(make_focal_point(make_delegation(one))) for one in (event, soon))

    assert abs(long - two_weeks) < timedelta(minutes=1)
    assert short.astimezone(soon.zone).date() == soon.end_date


def expiry(focal_point: FocalPoint) -> datetime:
    focal_point.refresh_from_db()
    assert focal_point.token_expires_at is not None
    return focal_point.token_expires_at


def test_a_link_that_is_too_old_does_not_open(event: Event) -> None:
    focal_point = make_focal_point(make_delegation(event))
    FocalPoint.objects.update(token_expires_at=timezone.now() - timedelta(seconds=1))

    client = Client()
    client.get(mailed_link(focal_point))

    assert client.get("/delegation/").headers["Location"] == "/join/"


def test_access_that_is_taken_away_ends_at_the_next_click(event: Event) -> None:
    focal_point = make_focal_point(make_delegation(event))
    client = opened(focal_point)
    assert client.get("/delegation/").status_code == 200

    revoke_focal_point(focal_point=focal_point, by=None)

    assert client.get("/delegation/").headers["Location"] == "/join/"
    with pytest.raises(LinkUnknown):
        send_link(focal_point=focal_point)


@pytest.mark.usefixtures("_empty_limits")
def test_a_new_link_is_asked_for_by_mail_and_the_answer_gives_nobody_away(event: Event) -> None:
    focal_point = make_focal_point(make_delegation(event))
    OutgoingMail.objects.all().delete()

    answers = [
        Client().post(reverse("focal-renew"), {"email": address}).content.decode()
        for address in (focal_point.email.upper(), "nobody@example.org")
    ]
    written = OutgoingMail.objects.count()
    answered = send_asked_links()

    assert answers[0].replace(focal_point.email, "X") == answers[1].replace(
        "nobody@example.org", "X"
    )
    assert (written, answered, send_asked_links()) == (0, 2, 0)
    assert [mail.address for mail in OutgoingMail.objects.all()] == [focal_point.email]
    assert opened(focal_point).get("/delegation/").status_code == 200


@pytest.mark.usefixtures("_empty_limits")
def test_one_address_gets_no_more_than_five_links_an_hour(event: Event) -> None:
    focal_point = make_focal_point(make_delegation(event))
    links = set()
    for _time in range(8):
        Client().post(reverse("focal-renew"), {"email": focal_point.email})
        send_asked_links()
        links.add(mailed_link(focal_point))

    assert len(links) == 5


@pytest.mark.usefixtures("_empty_limits")
def test_guesses_are_throttled_even_where_one_is_right(event: Event) -> None:
    focal_point = make_focal_point(make_delegation(event))
    client = Client()
    for _guess in range(20):
        client.get(f"/join/{uuid4().hex}{uuid4().hex}/")

    client.get(mailed_link(focal_point))
    client.post(reverse("focal-door"))

    assert client.get("/delegation/").headers["Location"] == "/join/"


@pytest.mark.usefixtures("_empty_limits")
def test_a_hotel_full_of_used_links_and_idle_presses_locks_nobody_out(event: Event) -> None:
    used = make_focal_point(make_delegation(event))
    link = mailed_link(used)
    opened(used)
    for _click in range(25):
        client = Client()
        client.get(link)
        assert client.post(reverse("focal-door")).status_code == 200
    presses = [Client().post(reverse("focal-door")).status_code for _press in range(10)]

    assert presses == [200] * 5 + [429] * 5
    other = opened(make_focal_point(make_delegation(event)))
    assert other.get("/delegation/").status_code == 200


def test_a_colleague_gets_a_link_of_their_own(event: Event) -> None:
    first = make_focal_point(make_delegation(event), language="fr")
    client = opened(first)
    path = reverse("focal:colleagues")

    client.post(path, {"name": "Béla", "email": "bela@example.org"})
    again = client.post(path, {"name": "Béla", "email": "BELA@example.org"})

    other = FocalPoint.objects.get(email="bela@example.org")
    assert other.language == "fr"
    assert opened(other).get("/delegation/").status_code == 200
    assert client.get("/delegation/").status_code == 200
    assert "bela@example.org" in again.content.decode().lower()
    assert first.delegation.focal_points.count() == 2


@pytest.mark.usefixtures("_empty_limits")
def test_an_address_that_nobody_has_costs_the_same_work(event: Event) -> None:
    focal_point = make_focal_point(make_delegation(event))
    Client().post(reverse("focal-renew"), {"email": "first@example.org"})

    counts = {
        count_queries(lambda email=email: Client().post(reverse("focal-renew"), {"email": email}))  # type: ignore[misc]
        for email in (focal_point.email, "nobody@example.org", "someone@example.org")
    }

    assert len(counts) == 1


def test_the_office_is_told_of_each_colleague_and_sees_who_named_them(event: Event) -> None:
    event.office_email = "office@city.example"
    event.save()
    first = make_focal_point(make_delegation(event), name="Ana")
    client = opened(first)
    OutgoingMail.objects.all().delete()

    client.post(reverse("focal:colleagues"), {"name": "Béla", "email": "b@example.org"})
    mail = OutgoingMail.objects.get(address="office@city.example")
    office = Client()
    office.force_login(make_member(event, Role.DELEGATIONS_OFFICER))
    page = office.get(reverse("staff:delegation", args=[event.slug, first.delegation.code]))

    words = " ".join(mail.body.split())
    assert "Ana has named another focal point" in words
    assert "Béla, b@example.org" in words
    assert f"/staff/{event.slug}/delegations/{first.delegation.code}/" in mail.body
    assert "Named by Ana, not by the office." in page.content.decode()


def test_without_an_office_address_those_who_may_change_people_are_told(event: Event) -> None:
    officer = make_member(event, Role.DELEGATIONS_OFFICER)
    make_member(event, Role.VIEWER)
    client = opened(make_focal_point(make_delegation(event)))
    OutgoingMail.objects.all().delete()

    client.post(reverse("focal:colleagues"), {"name": "Béla", "email": "b@example.org"})

    addresses = OutgoingMail.objects.values_list("address", flat=True)
    assert sorted(addresses) == sorted(["b@example.org", officer.email])


@pytest.mark.usefixtures("_empty_limits")
def test_a_delegation_names_few_and_causes_few_mails(event: Event, settings: Any) -> None:
    settings.MOST_FOCAL_POINTS, settings.DELEGATION_MAILS_PER_HOUR = 3, 5
    first = make_focal_point(make_delegation(event))
    client, path = opened(first), reverse("focal:colleagues")

    for number in range(4):
        answer = client.post(path, {"name": "Béla", "email": f"b{number}@example.org"})
    named = first.delegation.focal_points.count()
    first.delegation.focal_points.exclude(pk=first.pk).delete()
    client.post(path, {"name": "Béla", "email": "c@example.org"})
    flood = client.post(path, {"name": "Béla", "email": "d@example.org"})
    by_office = name_focal_point(
        delegation=first.delegation,
        name="Eva",
        email="eva@example.org",
        language="en",
        by=make_member(event, Role.ADMINISTRATOR),
    )

    assert named == 3
    assert "maximum number of focal points" in answer.content.decode()
    assert "in an hour" in flood.content.decode()
    assert "d@example.org" in flood.content.decode()
    assert by_office.named_by is None


def test_what_a_stranger_types_as_a_name_goes_to_no_other_stranger(event: Event) -> None:
    delegation = make_delegation(event)
    first = make_focal_point(delegation)
    person = make_attendee(delegation, given="Pay at http://evil.test/pay", family="now")
    spam = "URGENT: pay your hotel at http://evil.test/pay now"

    refused = opened(first).post(
        reverse("focal:colleagues"), {"name": spam, "email": "b@example.org"}
    )
    send_personal_link(attendee=person, email="c@example.org", language="en", by_focal_point=first)
    FocalPoint.objects.filter(pk=first.pk).update(name=spam)
    send_link(focal_point=FocalPoint.objects.get(pk=first.pk))

    assert "Enter only the name of a person" in refused.content.decode()
    bodies = [mail.body for mail in OutgoingMail.objects.all()]
    assert len(bodies) == 2
    assert not any("evil" in body or "URGENT" in body for body in bodies)
    assert any("Dear c@example.org," in body for body in bodies)


def test_the_role_is_handed_on_and_who_had_it_is_out(event: Event) -> None:
    former = make_focal_point(make_delegation(event))
    client = opened(former)

    client.post(
        reverse("focal:colleagues"), {"name": "Béla", "email": "bela@example.org", "instead": ""}
    )
    other = FocalPoint.objects.get(email="bela@example.org")

    assert client.get("/delegation/").headers["Location"] == "/join/"
    assert opened(other).get("/delegation/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_many_who_use_one_link_at_once_one_gets_in(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    focal_point = make_focal_point(make_delegation(event))
    token_hash = token_digest(mailed_link(focal_point).split("/")[2])
    start, won, save = threading.Barrier(8), [], FocalPoint.save

    def slowly(self: FocalPoint, *args: Any, **kwargs: Any) -> None:
        # Between reading and writing: without the lock everybody has read by then.
        sleep(0.2)
        save(self, *args, **kwargs)

    monkeypatch.setattr(FocalPoint, "save", slowly)

    def use() -> None:
        start.wait()
        try:
            use_link(token_hash=token_hash)
            won.append(1)
        except LinkUnknown:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(won) == 1


# --- One delegation, and no other -----------------------------------------------------------------


# Pages about one person of the delegation.
_ABOUT_ONE = (
    "person",
    "keep",
    "withdraw",
    "take-back",
    "private",
    "personal-link",
    "photograph",
    "remove-photograph",
)
_WITH_GUID = {*_ABOUT_ONE, "picture", "nomination-file"}


def everything(delegation: Delegation) -> list[Any]:
    """All that a stranger could have changed."""
    people = Attendee.objects.filter(delegation=delegation).order_by("pk").values()
    pictures = Photograph.objects.filter(attendee__delegation=delegation).order_by("pk").values()
    asked = Amendment.objects.filter(attendee__delegation=delegation).order_by("pk").values()
    return [*people, *pictures, *asked, Delegation.objects.filter(pk=delegation.pk).values().get()]


def test_who_opened_no_link_is_led_to_the_door(event: Event) -> None:
    person = make_attendee(make_delegation(event), status="draft")
    before = everything(person.delegation)

    for name in sorted(FOCAL - {"focal:leave"}):
        own = [person.guid] if name.removeprefix("focal:") in _WITH_GUID else []
        path = reverse(name, args=own)
        for answer in (Client().get(path), Client().post(path, form(family="Stranger"))):
            assert (answer.status_code in (302, 405), path) == (True, path)
            assert answer.headers.get("Location", "/join/") == "/join/"

    assert everything(person.delegation) == before


def test_every_form_of_one_delegation_sent_with_the_session_of_another_changes_nothing(
    event: Event,
) -> None:
    """All pairs of a sample of delegations: 404 and nothing changed."""
    delegations = [make_delegation(event) for _number in range(6 if HAS_EVERY_CASE else 3)]
    for delegation in delegations:
        make_attendee(delegation, status="draft", office_title_en="Mayor")
        waiting = make_attendee(delegation, status="submitted")
        make_photograph(waiting)
        Amendment.objects.create(attendee=waiting, changes={"given": "Eva"})
    for mine in delegations:
        client = opened(make_focal_point(mine))
        for theirs in delegations:
            if theirs is mine:
                continue
            before = everything(theirs)
            for person in theirs.attendees.all():
                for name in _ABOUT_ONE:
                    path = reverse(f"focal:{name}", args=[person.guid])
                    assert client.post(path, form(family="Stranger")).status_code == 404
                for name in ("person", "private", "photograph", "picture"):
                    path = reverse(f"focal:{name}", args=[person.guid])
                    assert client.get(path).status_code == 404
                client.post(reverse("focal:submit"), {"person": [person.guid]})
            assert everything(theirs) == before


@pytest.mark.django_db(transaction=True)
def test_a_new_link_and_a_mail_that_comes_back_wait_for_each_other(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    focal_point = make_focal_point(make_delegation(event))
    send_link(focal_point=focal_point)
    OutgoingMail.objects.update(state=MailState.SENT)
    mail, has_mail, done = OutgoingMail.objects.get(), threading.Event(), []

    def slowly(_mail: OutgoingMail, _reason: str) -> None:
        # With the mail, and not yet with the row of who gets it.
        has_mail.set()
        sleep(0.3)

    monkeypatch.setattr(mail_services, "UNDELIVERED", [slowly, *mail_services.UNDELIVERED])

    def comes_back() -> None:
        try:
            mail_services.record_bounce(guid=mail.guid, reason="Unknown", is_permanent=True)
            done.append("bounced")
        finally:
            connection.close()

    thread = threading.Thread(target=comes_back)
    thread.start()
    has_mail.wait(5)
    send_link(focal_point=focal_point)
    thread.join()

    assert done == ["bounced"]
