"""An admin page asks the database once what its reader may do."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from forum_portal.workspace.edition_urls import edition_url
from tests.factories import make_event, make_member

pytestmark = pytest.mark.django_db


def test_the_first_page_of_the_admin_asks_once_for_the_roles_of_its_reader(client: Client) -> None:
    event = make_event()
    client.force_login(make_member(event, Role.ADMINISTRATOR))
    make_member(make_event(slug="another"), Role.VIEWER)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page: Any = client.get(edition_url(event))

    texts = [one["sql"] for one in asked]
    assert "Delegations" in page.content.decode()
    roles = 'SELECT "events_teammember"."role" AS "role" FROM'
    assert sum(one.startswith(roles) for one in texts) <= 3
    assert len(texts) <= 55, texts
