"""Each mail of the outbox is sent once, or it says why not."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import transaction
from django.utils import timezone

from events.editions.mails import write_event_mail
from mail import outbox
from mail.choices import MailState, Urgency
from mail.models import OutgoingMail
from mail.querysets import LEASE
from mail.services import forget_recipient, post, send_again, write_mail
from tests.factories import make_event, text
from tests.mail.server import MailServer, mail_server
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def make_mail(key: str = "one", **values: Any) -> OutgoingMail:
    defaults = {"address": f"{key}@example.org", "subject": "Welcome", "body": "Come in.\n.\nNow."}
    mail = write_mail(key=key, **{**defaults, **values})
    post(mail)
    return OutgoingMail.objects.get(key=key)


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A mail server, and the portal told to use it."""
    with mail_server() as running:
        settings.EMAIL_BACKEND = "mail.backends.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.server_address[:2]
        yield running


def test_a_mail_arrives_as_it_was_written(server: MailServer) -> None:
    mail = make_mail(subject="你好, Bogotá", headers={"List-Unsubscribe": "<https://x.example/u>"})

    outbox.send_due()

    ((address, message),) = server.accepted
    assert address == "one@example.org"
    assert message["Subject"] == "你好, Bogotá"
    assert message["Message-ID"] == f"<{mail.guid}@localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://x.example/u>"
    assert message.get_content().splitlines() == ["Come in.", ".", "Now."]
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.SENT, 1)


def test_a_mail_names_its_sender_who_answers_and_the_hour_of_its_place(
    server: MailServer, settings: Any
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Portal <forum@forum.example>"
    event = make_event(
        title=text("论坛, 2030"), office_email="office@city.example", time_zone="Pacific/Auckland"
    )
    post(write_event_mail(event, key="a", address="a@example.org", subject="A", body="A " * 90))
    make_mail("plain")

    outbox.send_due()

    mails = dict(server.accepted)
    own, plain = mails["a@example.org"], mails["plain@example.org"]
    assert own["From"].addresses[0].display_name == "论坛, 2030"
    assert own["From"].addresses[0].addr_spec == "forum@forum.example"
    assert own["Reply-To"] == "office@city.example"
    assert str(own["Date"])[-5:] in ("+1200", "+1300")
    assert abs(own["Date"].datetime - timezone.now()) < timedelta(minutes=5)
    assert all(len(line) < 78 for line in own.get_content().splitlines())
    assert str(plain["From"]) == "Portal <forum@forum.example>"
    assert plain["Reply-To"] == "forum@forum.example"
    assert str(plain["Date"]).endswith("+0000")


def test_nothing_is_sent_twice(server: MailServer) -> None:
    make_mail()

    assert outbox.send_due() == 1
    assert outbox.send_due() == 0
    assert server.addresses == ["one@example.org"]


def test_a_mail_of_the_same_key_is_the_same_mail() -> None:
    assert post(write_mail(key="k", address="a@example.org", subject="A", body="")) == 1
    assert post(write_mail(key="k", address="b@example.org", subject="B", body="")) == 0
    assert OutgoingMail.objects.get().address == "a@example.org"


def test_a_transaction_that_fails_sends_nothing(server: MailServer) -> None:
    with transaction.atomic():
        make_mail()
        transaction.set_rollback(True)

    outbox.send_due()

    assert server.accepted == []


def test_a_subject_never_writes_a_header(server: MailServer) -> None:
    make_mail(subject="Hello\r\nBcc: all@example.org")

    outbox.send_due()

    ((_address, message),) = server.accepted
    assert message["Subject"] == "Hello Bcc: all@example.org"
    assert message["Bcc"] is None


def test_who_waits_for_a_mail_gets_it_before_the_many(server: MailServer) -> None:
    make_mail("many", urgency=Urgency.BULK)
    make_mail("urgent")

    outbox.send_due()

    assert server.addresses == ["urgent@example.org", "many@example.org"]


def test_a_claim_whose_sender_was_killed_runs_out(server: MailServer) -> None:
    make_mail()
    claimed = outbox.claim_next(timezone.now())
    assert claimed is not None
    assert outbox.send_due() == 0

    OutgoingMail.objects.update(claimed_at=timezone.now() - LEASE)
    outbox.send_due()

    assert server.addresses == ["one@example.org"]


def test_a_sender_that_lost_its_claim_hands_nothing_over(server: MailServer) -> None:
    make_mail()
    slow = outbox.claim_next(timezone.now())
    assert slow is not None
    OutgoingMail.objects.update(claimed_at=timezone.now() - LEASE)
    outbox.send_due()

    outbox.send_one(slow, django_mail.get_connection())

    assert server.addresses == ["one@example.org"]
    assert OutgoingMail.objects.get().state == MailState.SENT


def test_a_mail_whose_answer_was_not_seen_is_never_sent_again_by_itself(
    server: MailServer,
) -> None:
    mail = make_mail()
    server.hangs_up_at_the_end = True
    assert outbox.send_due() == 0
    server.hangs_up_at_the_end = False

    OutgoingMail.objects.update(claimed_at=timezone.now() - 2 * LEASE)
    outbox.send_due()

    assert len(server.accepted) == 1
    mail.refresh_from_db()
    assert mail.state == MailState.HANDED_OVER


def test_somebody_may_decide_that_it_is_sent_again(server: MailServer) -> None:
    mail = make_mail()
    OutgoingMail.objects.update(state=MailState.HANDED_OVER)

    assert send_again(mail=mail)
    outbox.send_due()

    assert server.addresses == ["one@example.org"]
    assert not send_again(mail=mail)


@pytest.mark.parametrize(
    ("answer", "state"),
    [("550 no such person", MailState.FAILED), ("450 later", MailState.WAITING)],
)
def test_a_refused_recipient_fails_for_good_or_is_tried_later(
    server: MailServer, answer: str, state: MailState
) -> None:
    mail = make_mail("one")
    make_mail("two")
    server.answer_to = lambda address: answer if address.startswith("one") else "250 ok"

    outbox.send_due()

    mail.refresh_from_db()
    assert (mail.state, mail.error) == (state, answer)
    assert server.addresses == ["two@example.org"]


@pytest.mark.parametrize(
    ("answer", "state"),
    [("554 spam", MailState.FAILED), ("451 greylisted", MailState.WAITING)],
)
def test_a_mail_refused_at_its_end_was_not_taken(
    server: MailServer, answer: str, state: MailState
) -> None:
    mail = make_mail()
    server.last_word = answer

    outbox.send_due()

    mail.refresh_from_db()
    assert (mail.state, mail.error) == (state, answer)
    assert mail.not_before > timezone.now() or state == MailState.FAILED


def test_a_mail_that_is_refused_again_and_again_is_given_up(server: MailServer) -> None:
    mail = make_mail()
    server.last_word = "451 later"

    for _attempt in range(outbox.MOST_ATTEMPTS):
        OutgoingMail.objects.update(not_before=timezone.now())
        outbox.send_due()

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.FAILED, outbox.MOST_ATTEMPTS)


def test_a_mail_server_that_is_away_costs_no_attempt(settings: Any) -> None:
    with mail_server() as gone:
        host, port = gone.server_address[:2]
    settings.EMAIL_BACKEND = "mail.backends.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = host, port
    mail = make_mail()

    assert outbox.send_due() == 0

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.WAITING, 0)


def test_a_transient_mail_leaves_nothing_behind(server: MailServer) -> None:
    make_mail(is_transient=True)

    outbox.send_due()

    assert len(server.accepted) == 1
    assert not OutgoingMail.objects.exists()


def test_what_was_sent_a_month_ago_is_erased_and_what_waits_is_not() -> None:
    old = timezone.now() - outbox.KEPT - timedelta(hours=1)
    for key, state in (("sent", MailState.SENT), ("waits", MailState.WAITING)):
        make_mail(key)
        OutgoingMail.objects.filter(key=key).update(state=state, created_at=old)
    make_mail("new")

    assert outbox.forget_old() == 1
    assert set(OutgoingMail.objects.values_list("key", flat=True)) == {"waits", "new"}


def test_a_recipient_can_be_forgotten() -> None:
    make_mail("a", recipient="somebody")
    make_mail("b", recipient="another")

    forget_recipient(recipient="somebody")

    assert OutgoingMail.objects.get().key == "b"


def test_without_a_mail_server_each_mail_is_a_file(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "mail.backends.FileBackend", str(tmp_path)
    make_mail("one")
    make_mail("two")

    outbox.send_due()

    written = sorted(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert [path.suffix for path in tmp_path.iterdir()] == [".eml", ".eml"]
    assert ["To: one@example.org" in one for one in written].count(True) == 1


def test_looking_for_work_costs_one_query() -> None:
    assert count_queries(outbox.send_due) == 1
