"""Mail that comes back is recorded once, however it is reported, and only if it is ours."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from delegations.models import FocalPoint
from mail import outbox
from mail.attachments import MAKERS, Attachment, CannotAttach
from mail.choices import MailState
from mail.models import OutgoingMail
from mail.reports import MOST_BYTES, NoReport, read_json, read_report
from mail.services import post, send_again, withdraw_mails, write_mail
from tests.factories import make_delegation, make_event, make_focal_point
from tests.mail.server import MailServer, mail_server

pytestmark = pytest.mark.django_db

TOKEN = "for-tests-alone-" + "0123456789" * 5


@pytest.fixture(autouse=True)
def _tokens(settings: Any) -> None:
    settings.BOUNCE_TOKENS = ["another-" + TOKEN, TOKEN]


@pytest.fixture
def focal_point() -> FocalPoint:
    """Somebody whose link was sent."""
    start = timezone.now().date() + timedelta(days=90)
    event = make_event(start_date=start, end_date=start)
    person = make_focal_point(make_delegation(event), email="ana@city.example")
    OutgoingMail.objects.update(state=MailState.SENT, body="")
    return person


def report(guid: object, *, action: str = "failed", returned: str = "message/rfc822") -> bytes:
    """A report as Postfix writes it (RFC 3464)."""
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: forum@localhost\r\nSubject: Undelivered\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n"
        ' boundary="b"\r\n\r\nThis is a MIME message.\r\n'
        "--b\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nI'm sorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example\r\nArrival-Date: Sat, 1 Jan 2028 10:00:00 +0000\r\n\r\n"
        f"Final-Recipient: rfc822; ana@city.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 <ana@city.example>: User unknown\r\n\r\n"
        f"--b\r\nContent-Type: {returned}\r\n\r\n"
        f"From: forum@localhost\r\nMessage-ID: <{guid}@localhost>\r\nSubject: Your link\r\n\r\n"
        "https://localhost/join/secret/\r\n--b--\r\n"
    ).encode()


def send(body: bytes, *, token: str = TOKEN, kind: str = "message/rfc822") -> Any:
    return Client(enforce_csrf_checks=True).post(
        reverse("mail-bounces"),
        body,
        content_type=kind,
        headers={"Authorization": f"Bearer {token}"},
    )


def send_json(**values: Any) -> Any:
    said = {"is_permanent": True, "reason": "User unknown", **values}
    return send(json.dumps(said).encode(), kind="application/json")


def mail_of(focal_point: FocalPoint) -> OutgoingMail:
    return OutgoingMail.objects.get(address=focal_point.email)


# --- Written down ---------------------------------------------------------------------------------


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_marks_the_mail_and_the_address(focal_point: FocalPoint, returned: str) -> None:
    mail = mail_of(focal_point)

    answer = send(report(mail.guid, returned=returned))

    mail.refresh_from_db()
    focal_point.refresh_from_db()
    assert (answer.status_code, answer.content) == (204, b"")
    assert mail.state == "bounced"
    assert mail.error == "5.1.1 550 5.1.1 <ana@city.example>: User unknown"
    assert mail.bounced_at is not None
    assert focal_point.bounced_at is not None
    assert "User unknown" in focal_point.bounce_reason


def test_the_same_as_json(focal_point: FocalPoint) -> None:
    mail = mail_of(focal_point)

    answer = send_json(message_id=f"<{mail.guid}@localhost>", recipient=mail.address)

    mail.refresh_from_db()
    assert (answer.status_code, mail.state, mail.error) == (204, "bounced", "User unknown")


def test_a_report_that_comes_again_changes_nothing(focal_point: FocalPoint) -> None:
    mail = mail_of(focal_point)
    send(report(mail.guid))
    before = list(OutgoingMail.objects.values()), list(FocalPoint.objects.values())

    answer = send_json(message_id=f"<{mail.guid}@localhost>", reason="Something else")

    assert answer.status_code == 204
    assert (list(OutgoingMail.objects.values()), list(FocalPoint.objects.values())) == before


def test_a_mail_that_is_only_late_is_still_under_way(focal_point: FocalPoint) -> None:
    mail = mail_of(focal_point)

    send(report(mail.guid, action="delayed"))

    mail.refresh_from_db()
    focal_point.refresh_from_db()
    assert (mail.state, focal_point.bounced_at) == ("sent", None)
    assert "User unknown" in mail.error


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", ""])
def test_good_news_are_no_bounce(focal_point: FocalPoint, action: str) -> None:
    send(report(mail_of(focal_point).guid, action=action))

    assert mail_of(focal_point).state == "sent"


@pytest.mark.parametrize("state", [MailState.WAITING, MailState.FAILED])
def test_what_was_never_sent_cannot_come_back(focal_point: FocalPoint, state: str) -> None:
    OutgoingMail.objects.update(state=state)

    send(report(mail_of(focal_point).guid))

    assert mail_of(focal_point).state == state


def test_an_address_is_good_again_once_somebody_opens_a_link(focal_point: FocalPoint) -> None:
    from delegations.access.mailed_links import use_link  # noqa: PLC0415  (of this test alone)

    send(report(mail_of(focal_point).guid))
    focal_point.refresh_from_db()
    assert focal_point.token_hash is not None
    use_link(token_hash=focal_point.token_hash)

    focal_point.refresh_from_db()
    assert (focal_point.bounced_at, focal_point.bounce_reason) == (None, "")


# --- Not believed ---------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "x", "ü"])
def test_who_has_no_token_reports_nothing(focal_point: FocalPoint, token: str) -> None:
    answer = send(report(mail_of(focal_point).guid), token=token)

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert mail_of(focal_point).state == "sent"


def test_without_tokens_nobody_is_trusted(focal_point: FocalPoint, settings: Any) -> None:
    settings.BOUNCE_TOKENS = []

    assert send(report(mail_of(focal_point).guid), token="").status_code == 401
    assert mail_of(focal_point).state == "sent"


def test_a_report_about_a_mail_that_is_not_ours_changes_and_says_nothing(
    focal_point: FocalPoint,
) -> None:
    before = list(OutgoingMail.objects.values())

    answers = [
        send(report(uuid4())),
        send(report("no-identifier")),
        send_json(message_id=f"<{uuid4()}@localhost>"),
    ]

    assert {(one.status_code, one.content) for one in answers} == {(204, b"")}
    assert list(OutgoingMail.objects.values()) == before


def test_only_forms_are_taken() -> None:
    assert Client().get(reverse("mail-bounces")).status_code == 405


# --- Hostile mail ---------------------------------------------------------------------------------

_NESTED = (
    b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (one, one)
    for one in range(300)
)
HOSTILE = {
    "empty": b"",
    "no mail": b"\0\xff\xfe" * 1000,
    "an answer from a holiday": b"Subject: Away\r\nContent-Type: text/plain\r\n\r\nBack in May.",
    "deep and long": b"".join(_NESTED) + b"\n" + b"--x\n" * 225_000,
    "deep mails": b"Content-Type: message/rfc822\r\n\r\n" * 5000,
    "no parts": b"Content-Type: multipart/report; boundary=b\r\n\r\n",
    "status that is text": report(uuid4()).replace(
        b"message/delivery-status",
        b"message/delivery-status; charset=none\r\nContent-Transfer-Encoding: base64",
    ),
    "a charset that nobody knows": report(uuid4()).replace(
        b"Content-Type: message/rfc822",
        b"Content-Type: text/rfc822-headers; charset=x-klingon\r\n"
        b"Content-Transfer-Encoding: quoted-printable",
    ),
    "bad encoded words": report(uuid4()).replace(
        b"Diagnostic-Code: smtp;", b"Diagnostic-Code: =?x-none?Q?=FF?= \xff\xfe\0 ;"
    ),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_mail_is_answered_quickly_and_changes_nothing(
    focal_point: FocalPoint, name: str
) -> None:
    before, began = list(OutgoingMail.objects.values()), timezone.now()

    answer = send(HOSTILE[name])

    assert answer.status_code == 204
    assert timezone.now() - began < timedelta(seconds=2)
    assert list(OutgoingMail.objects.values()) == before


def test_what_is_said_becomes_one_plain_line(focal_point: FocalPoint) -> None:
    mail = mail_of(focal_point)
    body = report(mail.guid).replace(b"User unknown", b"\0\x1b[31m\xff" + b"long " * 400)

    send(body)

    mail.refresh_from_db()
    assert mail.state == "bounced"
    assert len(mail.error) <= 500
    assert mail.error.isprintable()


def test_a_body_without_end_is_refused(focal_point: FocalPoint) -> None:
    body = report(mail_of(focal_point).guid) + b"x" * MOST_BYTES

    assert send(body).status_code == 413
    assert mail_of(focal_point).state == "sent"


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"{",
        b"null",
        b"[" * 100_000,
        b'{"message_id": 1, "is_permanent": true}',
        b'{"message_id": "<a@b>", "is_permanent": "yes"}',
        b"\xff\xfe",
    ],
)
def test_json_that_is_none_is_a_mistake(body: bytes) -> None:
    with pytest.raises(NoReport):
        read_json(body)
    assert send(body, kind="application/json").status_code == 400


def test_a_report_within_a_forwarded_mail_is_found() -> None:
    guid = uuid4()
    outer = b'Content-Type: multipart/mixed; boundary="o"\r\n\r\n--o\r\n'

    found = read_report(outer + report(guid).partition(b"MIME-Version: 1.0\r\n")[2] + b"\r\n--o--")

    assert (found.guid, found.is_permanent) == (guid, True)


# --- What the outbox keeps ------------------------------------------------------------------------


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_BACKEND = "mail.backends.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.server_address[:2]
        yield running


def written(**values: Any) -> OutgoingMail:
    post(write_mail(key="k", address="a@b.example", subject="S", body="B", **values))
    return OutgoingMail.objects.get(key="k")


def test_of_a_mail_with_a_secret_the_record_stays_and_the_text_goes(server: MailServer) -> None:
    mail = written(is_secret=True)

    outbox.send_due()

    mail.refresh_from_db()
    assert (mail.state, mail.body, mail.subject) == ("sent", "", "S")
    assert server.accepted[0][1].get_content().strip() == "B"


def test_a_mail_that_came_back_before_we_wrote_that_it_went_stays_so(settings: Any) -> None:
    mail = written()
    OutgoingMail.objects.update(state=MailState.BOUNCED, claim=uuid4())
    mail.refresh_from_db()

    outbox._sent(mail)

    mail.refresh_from_db()
    assert mail.state == "bounced"


def test_an_address_that_is_refused_at_once_is_marked_too(
    focal_point: FocalPoint, server: MailServer
) -> None:
    OutgoingMail.objects.update(state=MailState.WAITING, body="Link")
    server.answer_to = lambda address: "550 5.1.1 no such user"

    outbox.send_due()

    focal_point.refresh_from_db()
    assert mail_of(focal_point).state == "failed"
    assert "no such user" in focal_point.bounce_reason


def test_a_link_that_was_withdrawn_is_not_sent_again() -> None:
    mail = written(is_secret=True, recipient="r")
    OutgoingMail.objects.update(state=MailState.FAILED)

    withdraw_mails(recipient="r")

    mail.refresh_from_db()
    assert (mail.state, mail.body) == ("failed", "")
    assert not send_again(mail=mail)


def test_a_mail_takes_a_file_along(server: MailServer, monkeypatch: Any) -> None:
    monkeypatch.setitem(MAKERS, "test", lambda name: Attachment(f"{name}.txt", "text/plain", b"!"))
    written(attachment="test/one")

    outbox.send_due()

    ((_address, message),) = server.accepted
    (file,) = message.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("one.txt", "!")


def _cannot(_name: str) -> Attachment:
    raise CannotAttach("Not now.")


@pytest.mark.parametrize("maker", [None, _cannot])
def test_a_mail_does_not_go_without_its_file_and_others_do(
    server: MailServer, monkeypatch: Any, maker: Any
) -> None:
    if maker:
        monkeypatch.setitem(MAKERS, "test", maker)
    mail = written(attachment="test/one")
    post(write_mail(key="other", address="c@d.example", subject="S", body="B"))

    outbox.send_due()

    mail.refresh_from_db()
    assert server.addresses == ["c@d.example"]
    assert (mail.state, mail.attempts) == ("waiting", 1)
    assert mail.error != ""
