"""What another site makes a browser send changes nothing, whatever cookies come along."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.models import ExportLog
from tests.factories import make_attendee, make_delegation, make_event, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> tuple[Client, str]:
    event = make_event()
    make_attendee(make_delegation(event))
    client = Client()
    client.force_login(make_member(event, Role.DELEGATIONS_OFFICER))
    return client, reverse("staff:attendees-csv", args=[event.slug])


@pytest.mark.parametrize("site", ["cross-site", "same-site", "Cross-Site", "anything"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_form_from_elsewhere_takes_no_list_out(
    method: str, site: str, officer: tuple[Client, str]
) -> None:
    client, path = officer

    answer = getattr(client, method)(path, {"reason": "Theirs"}, headers={"sec-fetch-site": site})

    assert answer.status_code == 403
    assert not ExportLog.objects.exists()


@pytest.mark.parametrize(
    "headers", [{}, {"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}]
)
def test_our_own_forms_and_old_browsers_are_answered(
    headers: dict[str, str], officer: tuple[Client, str]
) -> None:
    client, path = officer

    assert client.post(path, headers=headers).status_code == 200
    assert ExportLog.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_link_takes_no_list_out(method: str, officer: tuple[Client, str]) -> None:
    client, path = officer

    answer = getattr(client, method)(path, {"reason": "Theirs"})

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert not ExportLog.objects.exists()


def test_a_link_from_a_mail_still_opens(officer: tuple[Client, str]) -> None:
    client, path = officer
    elsewhere: dict[str, Any] = {"headers": {"sec-fetch-site": "cross-site"}}

    assert client.get(path.replace("export.csv", ""), **elsewhere).status_code == 200


def test_programs_and_the_mail_server_bring_no_cookie_and_are_not_asked() -> None:
    elsewhere: dict[str, Any] = {"headers": {"sec-fetch-site": "cross-site"}}

    assert Client().post(reverse("mail-bounces"), **elsewhere).status_code == 401
