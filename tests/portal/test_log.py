"""What is logged of a request, and which errors are mailed to the operators."""

import json
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.work.logs import JsonFormatter, TextFormatter
from events.models import Subscriber
from events.newsletter.services import leave_token
from tests.factories import make_event, make_member

pytestmark = pytest.mark.django_db
TOKEN = "a" * 43


class Lines(logging.Handler):
    """What the server would write on its standard error."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(params=[JsonFormatter, TextFormatter])
def written(request: Any) -> Iterator[list[str]]:
    handler, access = Lines(request.param()), logging.getLogger("access")
    level = access.level
    for logger in (access, logging.getLogger("django.request")):
        logger.addHandler(handler)
    access.setLevel(logging.INFO)
    yield handler.lines
    for logger in (access, logging.getLogger("django.request")):
        logger.removeHandler(handler)
    access.setLevel(level)


def wait_for_mails() -> None:
    for thread in threading.enumerate():
        if thread.name == "error-mail":
            thread.join(5)


def test_an_answer_is_one_line_with_its_request(written: list[str], settings: Any) -> None:
    settings.TRUSTED_PROXY_COUNT = 1
    event = make_event()
    client = Client(headers={"x-request-id": "proxy-0001"})
    officer = make_member(event, Role.DELEGATIONS_OFFICER)
    client.force_login(officer)

    answer = client.get(reverse("staff:attendees", args=[event.slug]), {"q": "secret name"})

    (line,) = written
    assert answer["X-Request-ID"] == "proxy-0001"
    assert "proxy-0001" in line
    assert "secret" not in line
    if line.startswith("{"):
        facts = json.loads(line)
        assert (facts["view"], facts["user"]) == ("staff:attendees", officer.pk)
        assert (facts["method"], facts["status"]) == ("GET", 200)
        assert facts["milliseconds"] > 0


def test_without_a_proxy_nobody_chooses_the_identifier() -> None:
    assert (
        Client(headers={"x-request-id": "forged-0001"}).get("/healthz")["X-Request-ID"]
        != "forged-0001"
    )


@pytest.mark.parametrize(
    "path", ["/join/{}/", "/join/<{}", "/accounts/join/%E2%80%8B{}/", "/accounts/join/x.{}/"]
)
def test_no_line_holds_a_token(written: list[str], path: str) -> None:
    Client().get(path.format(TOKEN))

    assert written
    assert not any(TOKEN in line for line in written)


def test_no_line_ends_somebodys_subscription(written: list[str]) -> None:
    event = make_event()
    subscriber = Subscriber.objects.create(event=event, email="a@example.org", language="en")
    token = leave_token(subscriber.guid)

    assert Client().get(reverse("events:leave", args=[event.slug, token])).status_code == 200

    assert written
    assert not any(token in line or token.split(".")[1] in line for line in written)


def test_nobody_outside_causes_mail_to_the_operators(settings: Any) -> None:
    settings.ADMINS = [("", "operator@example.org")]
    Client(headers={"host": "pay-me.evil.example"}).get("/en/")
    wait_for_mails()

    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_empty_limits")
def test_an_error_is_one_line_of_json_and_one_mail_without_what_was_typed(
    written: list[str], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ADMINS = [("", "operator@example.org")]

    def broken(*_arguments: object, **_values: object) -> None:
        raise ValueError("Ana Silva typed this")

    monkeypatch.setattr("forum_portal.monitoring.views._text", broken)
    client = Client(raise_request_exception=False)
    for _time in range(2):
        assert client.get("/healthz").status_code == 500
        wait_for_mails()

    (message,) = mail.outbox
    assert message.to == ["operator@example.org"]
    assert "ValueError at" in message.subject
    assert "View: healthz" in message.body
    assert "Ana Silva" not in f"{message.subject} {message.body}"
    errors = [line for line in written if "ValueError" in line]
    assert len(errors) == 2
    if errors[0].startswith("{"):
        assert "Traceback" in json.loads(errors[0])["traceback"]
