"""What the description of the API says is what the API does, to honest and to wrong requests."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from delegations.api import tokens
from tests.delegations.api.test_api import Office, fill
from tests.sharing import HAS_EVERY_CASE

pytestmark = pytest.mark.django_db

# What an event has of these, and which filters a token has, no general description can say: others
# are refused.
_OF_THE_EVENT = {
    "country",
    "delegation",
    "is_empty",
    "is_not",
    "name_parts",
    "session",
    "signed_up",
    "tag",
}
_JUDGED_HERE = "positive_data_acceptance"
_QUICKLY = settings(
    max_examples=25 if HAS_EVERY_CASE else 8,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def _schema() -> Any:
    """The description, as a program finds it."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An event with people and a token that may ask as often as it likes, in one connection."""
    monkeypatch.setattr(tokens, "MOST_IN_A_MINUTE", 1_000_000)
    office = Office()
    fill(office.event)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield office
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_quiet")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", ["/{event}/attendees/", "/{event}/delegations/"])
def test_answers_are_as_described(path: str, mode: GenerationMode, office: Office) -> None:
    schema = _schema()
    statuses, judged_here = [], [CHECKS.get_one(_JUDGED_HERE)]

    @_QUICKLY
    @given(case=schema[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        case.path_parameters["event"] = office.event.slug
        headers = {"Authorization": f"Bearer {office.secret}"}
        answer = case.call(headers=headers)
        case.validate_response(answer, headers=headers, excluded_checks=judged_here)
        if mode == GenerationMode.POSITIVE and answer.status_code == 400:
            assert _OF_THE_EVENT & set(case.query)
        statuses.append(answer.status_code)

    ask()

    assert (200 if mode == GenerationMode.POSITIVE else 400) in statuses


def test_every_list_is_described(office: Office) -> None:
    schema = _schema()

    assert set(schema) == {"/{event}/attendees/", "/{event}/delegations/"}
