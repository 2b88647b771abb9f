"""Errors reach a Sentry without anything that somebody typed, and not in floods."""

import json
import logging
import sys
from typing import Any

import pytest
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from forum_portal.monitoring.sentry import SentryErrors, keep_known_parts
from forum_portal.version import VERSION

SENT: list[dict[str, Any]] = []


class Recorder(Transport):
    """Keeps events instead of sending them."""

    def capture_envelope(self, envelope: Envelope) -> None:
        SENT.append(json.loads(json.dumps(envelope.get_event())))


@pytest.fixture
def log() -> logging.Logger:
    """A logger whose errors go to a Sentry."""
    SENT.clear()
    logger = logging.Logger("portal")
    logger.addHandler(SentryErrors("https://key@sentry.example/42", Recorder))
    return logger


def fail(name: str) -> None:
    passport = "P1234567"
    raise ValueError(f"{name} <ana@city.example> has no {passport}")


def test_an_event_says_where_and_in_which_version_and_nothing_that_was_typed(
    log: logging.Logger,
) -> None:
    try:
        fail("Ana Silva")
    except ValueError:
        log.exception("Cannot save %s", "Ana Silva")

    (event,) = SENT
    (error,) = event["exception"]["values"]
    assert (error["type"], event["release"]) == ("ValueError", VERSION)
    frame = error["stacktrace"]["frames"][-1]
    assert (frame["filename"], frame["function"]) == ("tests/portal/test_sentry.py", "fail")
    assert event["logentry"] == {"message": "Cannot save %s"}
    whole = json.dumps(event)
    assert not any(text in whole for text in ("Ana", "ana@", "P1234567", "vars", "request_"))


def test_a_flood_at_one_place_is_cut_and_another_place_is_heard(log: logging.Logger) -> None:
    for _number in range(20):
        log.error("The same")
    log.error("Another")

    assert [event["logentry"]["message"] for event in SENT] == ["The same"] * 5 + ["Another"]


def test_refused_requests_and_a_busy_portal_are_no_events(log: logging.Logger) -> None:
    for status in (404, 503):
        log.error("No", extra={"status_code": status})

    assert SENT == []


def test_what_the_library_might_add_is_dropped() -> None:
    event: Any = {"message": "m", "request": {"cookies": "c"}, "user": {"email": "e"}, "level": "x"}

    assert keep_known_parts(event, {}) == {"level": "x"}


def test_the_library_is_not_loaded_without_a_dsn() -> None:
    names = [type(handler).__name__ for handler in logging.getLogger().handlers]

    assert "SentryErrors" not in names
    assert "ErrorMails" in names
    assert sys.modules["sentry_sdk"].get_client().is_active() is False
