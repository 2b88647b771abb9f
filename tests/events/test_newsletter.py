"""The newsletter: double opt-in, one click out, nothing kept of anybody else."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import mail as django_mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from core.protection.sealed import CannotUnseal, seal, unseal
from core.protection.throttle import take_turn
from events.models import Event, NewsMailing, Subscriber
from events.newsletter import services
from mail import outbox
from mail.choices import MailState
from mail.models import OutgoingMail
from tests.factories import make_event, make_member, make_news, make_subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_turn_is_taken(db: None) -> None:
    cache.clear()


def subscribe(event: Event, email: str = "ana@example.org", **headers: Any) -> Any:
    path = f"/en/{event.slug}/newsletter/subscribe/"
    return Client().post(path, {"email": email, "language": "en"}, headers=headers)


def link_in_mail() -> str:
    outbox.send_due()
    (found,) = re.findall(r"http://localhost(/\S+)", str(django_mail.outbox[-1].body))
    return str(found)


def everything_in_the_database() -> str:
    rows = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            rows += cursor.fetchall()
        cursor.execute("SELECT * FROM shared_cache")
        rows += cursor.fetchall()
    return str(rows)


def test_who_follows_the_link_and_presses_the_button_is_subscribed() -> None:
    event = make_event()

    assert subscribe(event).headers["Location"] == f"/en/{event.slug}/newsletter/sent/"
    link = link_in_mail()
    assert b"<button" in Client().get(link).content
    assert not Subscriber.objects.exists()
    Client().post(link)

    assert Subscriber.objects.get().email == "ana@example.org"


def test_nothing_is_kept_of_who_does_not_confirm() -> None:
    event = make_event()
    subscribe(event, "marker.person@example.org")
    assert "marker.person" in everything_in_the_database()

    link = link_in_mail()

    assert "marker.person" not in everything_in_the_database()
    assert "marker.person" not in link


def test_the_answer_is_the_same_for_a_subscriber_and_for_anybody_else() -> None:
    event = make_event()
    make_subscriber(event, email="ana@example.org")

    known, unknown = subscribe(event, "ana@example.org"), subscribe(event, "wei@example.org")

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert known.headers["Location"] == unknown.headers["Location"]
    assert OutgoingMail.objects.count() == 2


def test_confirming_twice_subscribes_once() -> None:
    event = make_event()
    subscribe(event)
    link = link_in_mail()

    Client().post(link)
    Client().post(link)

    assert Subscriber.objects.count() == 1


def test_another_letter_case_is_the_same_address() -> None:
    event = make_event()
    make_subscriber(event, email="Ana@example.org", language="en")
    token = seal(
        {"event": str(event.guid), "email": "ana@EXAMPLE.org", "language": "fr"}, "newsletter"
    )

    services.confirm(event=event, token=token)

    assert Subscriber.objects.get().language == "fr"


def test_a_link_of_one_event_opens_nothing_in_another() -> None:
    event, other = make_event(), make_event()
    subscribe(event)
    link = link_in_mail().replace(event.slug, other.slug)

    assert Client().post(link).status_code == 404
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "A" * 200, "gAAAAA=="])
def test_a_broken_link_says_what_to_do(token: str) -> None:
    event = make_event()
    for way in ("confirm", "leave"):
        response = Client().get(f"/en/{event.slug}/newsletter/{way}/{token or 'é'}/")

        assert response.status_code == 404
        assert "start again" in response.content.decode()


def test_a_link_runs_out(monkeypatch: Any) -> None:
    event = make_event()
    subscribe(event)
    link = link_in_mail()
    monkeypatch.setattr(services, "CONFIRM_WITHIN", -1)

    assert Client().post(link).status_code == 404


def test_pages_behind_a_link_are_kept_by_nobody_and_lead_nobody_to_it() -> None:
    event = make_event()
    subscribe(event)
    response = Client().get(link_in_mail())

    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert 'rel="canonical"' not in response.content.decode()


def test_a_wrong_address_is_shown_with_what_to_do_and_kept_in_the_form() -> None:
    event = make_event()

    response = subscribe(event, "ana@nowhere")

    assert response.status_code == 422
    assert 'value="ana@nowhere"' in response.content.decode()
    assert "Enter a valid e-mail address." in response.content.decode()
    assert not OutgoingMail.objects.exists()


def test_a_form_of_another_site_is_refused() -> None:
    assert subscribe(make_event(), sec_fetch_site="cross-site").status_code == 403
    assert not OutgoingMail.objects.exists()


def test_an_address_is_mailed_three_times_a_day_at_most_and_nobody_is_told() -> None:
    event = make_event()

    answers = {subscribe(event).status_code for _number in range(5)}

    assert answers == {302}
    assert OutgoingMail.objects.count() == services.PER_ADDRESS


def test_a_client_that_asks_for_many_is_told_to_wait() -> None:
    event = make_event()
    for number in range(services.PER_CLIENT):
        subscribe(event, f"p{number}@example.org")

    response = subscribe(event, "one.more@example.org", x_forwarded_for="192.0.2.77")

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "3600"
    assert OutgoingMail.objects.count() == services.PER_CLIENT


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_get_no_more_turns_than_one_after_the_other() -> None:
    cache.clear()
    taken: list[bool] = []

    def take() -> None:
        try:
            taken.append(take_turn("test", "somebody", most=3, seconds=3600))
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert taken.count(True) == 3


def test_subscribers_of_the_language_get_the_release_once() -> None:
    event = make_event()
    reader = make_subscriber(event)
    make_subscriber(event, language="fr")
    make_subscriber(make_event())
    item, editor = make_news(event), make_member(event, Role.EDITOR)

    mailing = services.send_news(item=item, by=editor)
    with pytest.raises(services.SentAlready):
        services.send_news(item=item, by=editor)
    outbox.send_due()

    (message,) = django_mail.outbox
    assert mailing.recipient_count == 1
    assert message.to == [reader.email]
    assert f"http://localhost/en/{event.slug}/news/{item.slug}/" in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("published_at", [None, timezone.now() + timedelta(days=9)])
def test_a_draft_is_not_sent(published_at: Any) -> None:
    event = make_event()
    make_subscriber(event)
    item = make_news(event, published_at=published_at)

    with pytest.raises(services.NotPublic):
        services.send_news(item=item, by=make_member(event, Role.EDITOR))

    assert not OutgoingMail.objects.exists()


def test_the_mail_clients_own_button_unsubscribes_and_stops_what_waits() -> None:
    event = make_event()
    make_subscriber(event)
    staying = make_subscriber(event)
    services.send_news(item=make_news(event), by=make_member(event, Role.EDITOR))
    header = OutgoingMail.objects.exclude(address=staying.email).get().headers["List-Unsubscribe"]
    path = header.strip("<>").removeprefix("http://localhost")

    first = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    second = Client().post(path, {"List-Unsubscribe": "One-Click"})

    assert (first.status_code, second.status_code) == (200, 200)
    assert Subscriber.objects.get() == staying
    assert OutgoingMail.objects.get().address == staying.email


def test_following_the_link_to_leave_alone_changes_nothing() -> None:
    event = make_event()
    token = services.leave_token(make_subscriber(event).guid)

    html = Client().get(f"/en/{event.slug}/newsletter/leave/{token}/").content.decode()

    assert "Unsubscribe" in html
    assert Subscriber.objects.exists()


def test_a_link_to_leave_cannot_be_made_for_somebody_else() -> None:
    mine = services.leave_token(make_subscriber(make_event()).guid)
    other = make_subscriber(make_event())
    forged = f"{other.guid.hex}.{mine.partition('.')[2]}"

    with pytest.raises(services.LinkUnknown):
        services.leave(token=forged)

    assert Subscriber.objects.count() == 2


def test_an_editor_sees_to_how_many_it_goes_and_sends_it(client: Client) -> None:
    event = make_event()
    make_subscriber(event)
    item = make_news(event)
    client.force_login(make_member(event, Role.EDITOR))
    path = f"/admin/events/newsitem/{item.pk}/send/"

    assert "It will be sent to 1 subscriber in English" in client.get(path).content.decode()
    client.post(path)

    assert NewsMailing.objects.get().recipient_count == 1
    assert OutgoingMail.objects.get().state == MailState.WAITING
    assert "has already been sent to the subscribers" in client.get(path).content.decode()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DESK, Role.SUB_FORUM_EDITOR])
def test_nobody_else_sends(client: Client, role: Role) -> None:
    event = make_event()
    make_subscriber(event)
    item = make_news(event)
    client.force_login(make_member(event, role))

    client.post(f"/admin/events/newsitem/{item.pk}/send/")

    assert not OutgoingMail.objects.exists()


def test_a_subscriber_whom_the_office_deletes_gets_nothing_more(client: Client) -> None:
    event = make_event()
    reader = make_subscriber(event)
    services.send_news(item=make_news(event), by=make_member(event, Role.EDITOR))
    client.force_login(make_member(event, Role.ADMINISTRATOR))

    client.post(f"/admin/events/subscriber/{reader.pk}/delete/", {"post": "yes"})

    assert not Subscriber.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_what_is_sealed_for_one_purpose_opens_for_no_other() -> None:
    token = seal({"a": 1}, "one")

    assert unseal(token, "one", max_age=60) == {"a": 1}
    with pytest.raises(CannotUnseal):
        unseal(token, "another", max_age=60)
    with pytest.raises(CannotUnseal):
        unseal(token[:-4] + "AAAA", "one", max_age=60)
