"""Word of a release: signed, tried again, written down, and only where it may go."""

import base64
import hashlib
import hmac
import json
import logging
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from core.protection import outbound
from events.models import Event
from programme.checks.review import review
from programme.choices import DeliveryState, SessionStatus, Visibility
from programme.models import ScheduleRelease, Session, Webhook, WebhookDelivery
from programme.releases import approvals, plans, roll_back, webhooks
from programme.releases.services import (
    errors_fingerprint,
    fingerprint,
    pending_changes,
    release_agenda,
)
from tests.core.protection.receiver import HOST, URL, Receiver, receiver
from tests.factories import make_event, make_member, make_session, make_user, make_webhook
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _allow_the_receiver(settings: Any) -> None:
    settings.WEBHOOK_HOSTS = [HOST]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Receiver]:
    with receiver(tmp_path) as running:
        yield running


@pytest.fixture
def event() -> Event:
    found = make_event()
    make_session(found)
    return found


@pytest.fixture
def webhook(event: Event) -> Webhook:
    return make_webhook(event, url=URL)


def release(event: Event, **values: Any) -> ScheduleRelease:
    return release_agenda(event=event, by=make_member(event, Role.EDITOR), **values)


def only_delivery() -> WebhookDelivery:
    found: WebhookDelivery = WebhookDelivery.objects.get()
    return found


def signature(secret: str, headers: dict[str, str], body: bytes) -> str:
    """As the scheme says, worked out without the portal's code."""
    key = base64.b64decode(secret[len("whsec_") :])
    signed = b".".join(
        [headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body]
    )
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


# --- What is sent ---------------------------------------------------------------------------------


def test_a_release_is_told_once_and_signed(
    server: Receiver, event: Event, webhook: Webhook
) -> None:
    made = release(event, comment="Rooms for day two: 会议厅")

    assert (webhooks.deliver_due(send=server.send), webhooks.deliver_due(send=server.send)) == (
        1,
        0,
    )

    ((path, headers, body),) = server.requests
    delivery = only_delivery()
    assert path == "/agenda?from=forum"
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == str(delivery.guid)
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    assert headers["webhook-signature"] == signature(webhook.read_secret(), headers, body)
    assert headers["webhook-signature"] != signature(webhook.read_secret(), headers, body + b" ")
    assert (delivery.release, delivery.state) == (made, DeliveryState.DELIVERED)
    assert (delivery.attempts, delivery.last_status, delivery.last_error) == (1, 200, "")
    assert delivery.delivered_at is not None
    assert "programme.releases.webhooks.deliver_due" in portal.BACKGROUND_JOBS


def test_the_recipe_of_the_documentation_tells_ours_from_others(
    server: Receiver, event: Event, webhook: Webhook
) -> None:
    text = (portal.BASE_DIR / "docs" / "webhook.md").read_text(encoding="utf-8")
    recipe = text.split("## Checking it")[1].split("\n    import", 1)[1]
    lines = [line.removeprefix("    ") for line in recipe.split("\n\nA message")[0].splitlines()]
    known: dict[str, Any] = {}
    exec("import" + "\n".join(lines), known)
    is_ours, secret = known["is_ours"], webhook.read_secret()
    release(event)

    webhooks.deliver_due(send=server.send)

    ((_path, headers, body),) = server.requests
    old = webhooks.sign(secret, "x", timezone.now() - timedelta(minutes=6), body)
    assert is_ours(secret, headers, body)
    assert not is_ours(secret, headers, body.replace(b"agenda", b"Agenda"))
    assert not is_ours(webhook.new_secret(), headers, body)
    assert not is_ours(secret, {**headers, "webhook-id": "another"}, body)
    assert not is_ours(secret, old, body)


def test_the_message_says_what_the_release_changed(event: Event) -> None:
    kept, moved, gone = (make_session(event) for _number in range(3))
    release(event)
    new = make_session(event)
    moved.start, moved.end = moved.start + timedelta(hours=2), moved.end + timedelta(hours=2)
    moved.save()
    Session.objects.filter(pk=kept.pk).update(capacity=40)
    Session.objects.filter(pk=gone.pk).update(status=SessionStatus.CANCELLED)

    made = release(event, comment="Day two")

    origin = portal.PUBLIC_ORIGIN
    assert json.loads(webhooks.write_message(made)) == {
        "type": "agenda.released",
        "event": event.slug,
        "version": 2,
        "released_at": made.released_at.isoformat(),
        "comment": "Day two",
        "counts": {"new": 1, "moved": 1, "changed": 1, "cancelled": 1},
        "sessions": {
            "new": [new.code],
            "moved": [moved.code],
            "changed": [kept.code],
            "cancelled": [gone.code],
        },
        "urls": {
            "agenda": f"{origin}/en/{event.slug}/agenda/",
            "changes": f"{origin}/en/{event.slug}/agenda/changes/",
            "schedule_json": f"{origin}/{event.slug}/schedule.json",
        },
    }


@pytest.mark.parametrize("visibility", [Visibility.INTERNAL, Visibility.PARTICIPANTS])
def test_a_session_that_is_not_public_is_in_no_message(event: Event, visibility: str) -> None:
    hidden = make_session(event, visibility=visibility)
    first = webhooks.write_message(release(event))
    hidden.capacity = 7
    hidden.save()
    make_session(event)

    second = webhooks.write_message(release(event))

    assert hidden.code.encode() not in first + second
    assert json.loads(second)["counts"] == {"new": 1, "moved": 0, "changed": 0, "cancelled": 0}


def test_a_release_of_an_event_that_visitors_cannot_see_is_told_to_nobody() -> None:
    draft = make_event(status="draft")
    make_session(draft)
    make_webhook(draft)

    release(draft)

    assert not WebhookDelivery.objects.exists()


# --- Which releases -------------------------------------------------------------------------------


def test_a_plan_that_becomes_public_is_told(event: Event, webhook: Webhook) -> None:
    found = pending_changes(event)
    errors = errors_fingerprint(review(event).open_errors)
    plan = approvals.propose_release(
        event=event,
        by=make_member(event, Role.EDITOR),
        reviewed=fingerprint(found),
        despite=errors,
        due_at=timezone.now() - timedelta(minutes=1),
    )
    assert not WebhookDelivery.objects.exists()

    plans.publish_due_plans()

    plan.refresh_from_db()
    assert only_delivery().release == plan.release


def test_going_back_to_an_earlier_release_is_told(event: Event) -> None:
    first = release(event)
    make_session(event)
    release(event)
    make_webhook(event)

    back = roll_back.roll_back(to=first, by=make_member(event, Role.EDITOR))

    assert only_delivery().release == back


def test_each_event_has_its_own_webhook(event: Event, webhook: Webhook) -> None:
    other = make_event()
    make_session(other)

    release(other)

    assert not WebhookDelivery.objects.exists()


def test_a_release_that_is_rolled_back_leaves_no_word_of_it(
    server: Receiver, event: Event, webhook: Webhook
) -> None:
    with transaction.atomic():
        release(event)
        assert WebhookDelivery.objects.count() == 1
        transaction.set_rollback(True)

    assert webhooks.deliver_due(send=server.send) == 0
    assert not WebhookDelivery.objects.exists()
    assert server.requests == []


def test_one_that_is_switched_off_is_told_nothing(
    server: Receiver, event: Event, webhook: Webhook
) -> None:
    release(event)
    Webhook.objects.update(is_active=False)
    make_session(event)
    release(event)

    assert webhooks.deliver_due(send=server.send) == 0
    assert only_delivery().release.version == 1


# --- Trying again ---------------------------------------------------------------------------------


def test_after_a_failure_the_same_message_comes_again(
    server: Receiver, event: Event, webhook: Webhook
) -> None:
    release(event)
    server.answers = [500, 200]
    now = timezone.now()

    webhooks.deliver_due(at=now, send=server.send)
    failed = only_delivery()
    assert webhooks.deliver_due(at=now + timedelta(seconds=59), send=server.send) == 0
    webhooks.deliver_due(at=now + timedelta(seconds=60), send=server.send)

    assert (failed.state, failed.last_status) == (DeliveryState.WAITING, 500)
    (_path, first, body), (_again, second, same) = server.requests
    assert (first["webhook-id"], body) == (second["webhook-id"], same)
    assert second["webhook-signature"] == signature(webhook.read_secret(), second, same)
    assert (only_delivery().state, only_delivery().attempts) == (DeliveryState.DELIVERED, 2)


def test_it_is_given_up_after_the_last_attempt_and_tried_again_by_hand(
    server: Receiver, event: Event, webhook: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    release(event)
    server.answers = [503] * webhooks.MOST_ATTEMPTS
    at: datetime = timezone.now()
    for pause in webhooks.PAUSES:
        webhooks.deliver_due(at=at, send=server.send)
        assert only_delivery().state == DeliveryState.WAITING
        at += pause

    with caplog.at_level(logging.DEBUG):
        webhooks.deliver_due(at=at, send=server.send)

    later = at + timedelta(days=365)
    assert webhooks.deliver_due(at=later, send=server.send) == 0
    assert len(server.requests) == webhooks.MOST_ATTEMPTS == 7
    assert (only_delivery().state, only_delivery().last_status) == (DeliveryState.GIVEN_UP, 503)
    assert str(only_delivery().guid) in caplog.text
    assert webhook.read_secret() not in caplog.text
    assert URL not in caplog.text

    assert webhooks.restart_deliveries(WebhookDelivery.objects.all()) == 1
    webhooks.deliver_due(send=server.send)
    assert only_delivery().state == DeliveryState.DELIVERED


def test_a_receiver_that_cannot_be_reached_is_tried_again(event: Event, webhook: Webhook) -> None:
    release(event)

    def send(*_args: Any, **_options: Any) -> int:
        raise outbound.Unanswered("No answer within 10 seconds.")

    webhooks.deliver_due(send=send)

    assert only_delivery().state == DeliveryState.WAITING
    assert only_delivery().last_error == "No answer within 10 seconds."


def test_a_worker_that_is_killed_leaves_the_message_to_be_tried_again(
    server: Receiver, event: Event, webhook: Webhook
) -> None:
    release(event)
    now = timezone.now()

    def killed(*_args: Any, **_options: Any) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        webhooks.deliver_due(at=now, send=killed)
    assert webhooks.deliver_due(at=now, send=server.send) == 0
    assert webhooks.deliver_due(at=now + webhooks.PAUSES[0], send=server.send) == 1

    assert (only_delivery().state, only_delivery().attempts) == (DeliveryState.DELIVERED, 2)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_message_once(server: Receiver) -> None:
    for _number in range(3):
        event = make_event()
        make_session(event)
        make_webhook(event, url=URL)
        release(event)
    barrier = threading.Barrier(2)

    def work() -> None:
        try:
            barrier.wait()
            for _number in range(6):
                webhooks.deliver_due(send=server.send)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    guids = sorted(headers["webhook-id"] for _path, headers, _body in server.requests)
    assert guids == sorted(str(one.guid) for one in WebhookDelivery.objects.all())
    assert {(one.state, one.attempts) for one in WebhookDelivery.objects.all()} == {
        (DeliveryState.DELIVERED, 1)
    }


# --- Where it may go ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/",
        "http://hooks.city.example/",
        "https://hooks.city.example:8443/",
        "https://somebody@hooks.city.example/",
        "https://10.0.0.1/",
    ],
)
def test_an_address_that_is_not_on_the_list_cannot_be_saved(event: Event, url: str) -> None:
    with pytest.raises(ValidationError, match=HOST):
        Webhook(event=event, url=url).full_clean()


def test_without_a_list_there_are_no_webhooks(event: Event, settings: Any) -> None:
    settings.WEBHOOK_HOSTS = []

    with pytest.raises(ValidationError, match="Webhooks are disabled"):
        Webhook(event=event, url=URL).full_clean()


def test_a_host_that_was_taken_off_the_list_is_told_nothing_more(
    server: Receiver, event: Event, webhook: Webhook, settings: Any
) -> None:
    release(event)
    settings.WEBHOOK_HOSTS = ["elsewhere.example"]

    webhooks.deliver_due(send=server.send)

    assert server.requests == []
    assert only_delivery().state == DeliveryState.GIVEN_UP
    assert only_delivery().last_error == "The host is not on the list."
    webhook.is_active = False
    webhook.full_clean()  # can still be switched off


def test_a_host_within_the_network_of_the_portal_is_told_nothing(
    event: Event, webhook: Webhook, settings: Any
) -> None:
    settings.WEBHOOK_HOSTS = ["localhost"]
    Webhook.objects.update(url="https://localhost/")
    release(event)

    webhooks.deliver_due()

    assert only_delivery().state == DeliveryState.GIVEN_UP
    assert only_delivery().last_error == "The host has an address that is not public."


# --- The secret, and the organizers' pages --------------------------------------------------------


@pytest.fixture
def administrator(event: Event) -> User:
    return make_member(event, Role.ADMINISTRATOR)


@pytest.fixture
def pages(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def test_the_secret_is_sealed_at_rest_and_of_the_standard_form(webhook: Webhook) -> None:
    secret = webhook.read_secret()

    assert len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) == 32
    assert secret not in str(Webhook.objects.values().get())


def test_a_secret_of_another_key_is_said_to_be_unreadable(
    server: Receiver, event: Event, webhook: Webhook, settings: Any
) -> None:
    release(event)
    settings.SECRET_KEY = "another-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ"

    webhooks.deliver_due(send=server.send)

    assert server.requests == []
    assert only_delivery().last_error == "The secret cannot be read. Renew it."


def test_the_secret_is_shown_once_and_renewed_on_purpose(
    pages: Client, event: Event, administrator: User
) -> None:
    made = pages.post(
        "/admin/programme/webhook/add/",
        {"event": event.pk, "url": URL, "is_active": "on"},
        follow=True,
    ).content.decode()
    webhook = Webhook.objects.get()
    first = webhook.read_secret()
    path = f"/admin/programme/webhook/{webhook.pk}/change/"
    later = pages.get(path).content.decode()
    renewed = pages.post(
        "/admin/programme/webhook/",
        {"action": "renew_secret", "_selected_action": [webhook.pk]},
        follow=True,
    ).content.decode()
    webhook.refresh_from_db()
    second = webhook.read_secret()

    assert first != second
    assert first in unescape(made)
    assert second in unescape(renewed)
    assert "whsec_" not in later
    assert "whsec_" not in pages.get(path).content.decode()
    assert webhook.updated_by == administrator


def test_the_form_refuses_a_host_that_is_not_on_the_list(pages: Client, event: Event) -> None:
    answer = pages.post(
        "/admin/programme/webhook/add/",
        {"event": event.pk, "url": "https://elsewhere.example/", "is_active": "on"},
    )

    assert "one of these hosts" in answer.content.decode()
    assert not Webhook.objects.exists()


def test_who_may_not_edit_the_team_cannot_make_a_webhook(event: Event) -> None:
    editor = Client()
    editor.force_login(make_member(event, Role.EDITOR))

    editor.post("/admin/programme/webhook/add/", {"event": event.pk, "url": URL, "is_active": "on"})

    assert not Webhook.objects.exists()


def test_what_was_given_up_is_tried_again_by_administrators_of_its_event(
    pages: Client, event: Event, webhook: Webhook
) -> None:
    other = make_event()
    make_session(other)
    make_webhook(other)
    own, foreign = release(event), release(other)
    WebhookDelivery.objects.update(state=DeliveryState.GIVEN_UP, attempts=7)
    editor = Client()
    editor.force_login(make_member(event, Role.EDITOR))
    chosen = [one.pk for one in WebhookDelivery.objects.all()]
    form = {"action": "try_again", "_selected_action": chosen}

    editor.post("/admin/programme/webhookdelivery/", form)
    assert not WebhookDelivery.objects.filter(state=DeliveryState.WAITING).exists()
    pages.post("/admin/programme/webhookdelivery/", form)

    states = dict(WebhookDelivery.objects.values_list("release", "state"))
    assert states == {own.pk: DeliveryState.WAITING, foreign.pk: DeliveryState.GIVEN_UP}
    listed = pages.get("/admin/programme/webhookdelivery/?state__exact=waiting").content.decode()
    assert "1 webhook delivery" in listed


@pytest.mark.parametrize("model", ["webhook", "webhookdelivery"])
def test_the_lists_take_the_same_queries_for_four_rows_as_for_two(model: str) -> None:
    everywhere = Client()
    everywhere.force_login(make_user(is_superuser=True))

    def add_one() -> None:
        event = make_event()
        make_session(event)
        make_webhook(event, updated_by=make_user())
        release(event)

    def read() -> None:
        assert everywhere.get(f"/admin/programme/{model}/").status_code == 200

    # With rows of two events there is something to filter by.
    add_one()
    add_one()
    read()
    two = count_queries(read)
    add_one()
    add_one()

    assert count_queries(read) == two


def test_a_test_message_is_signed_and_leaves_no_record(
    server: Receiver, event: Event, webhook: Webhook
) -> None:
    server.answers = [200, 404]

    assert webhooks.send_test(webhook=webhook, send=server.send) == 200
    assert webhooks.send_test(webhook=webhook, send=server.send) == 404

    (_path, headers, body), (_again, second, _same) = server.requests
    assert json.loads(body) == {"type": "webhook.test", "event": event.slug}
    assert headers["webhook-signature"] == signature(webhook.read_secret(), headers, body)
    assert headers["webhook-id"] != second["webhook-id"]
    assert not WebhookDelivery.objects.exists()


def test_an_administrator_is_told_why_a_test_message_did_not_arrive(
    pages: Client, webhook: Webhook, settings: Any
) -> None:
    settings.WEBHOOK_HOSTS = []

    answer = pages.post(
        "/admin/programme/webhook/",
        {"action": "send_test", "_selected_action": [webhook.pk]},
        follow=True,
    )

    assert "Not delivered: The host is not on the list." in answer.content.decode()
