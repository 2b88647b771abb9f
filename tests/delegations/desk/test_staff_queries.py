"""The pages of the delegations desk take as many queries for one row as for three."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from delegations.api.tokens import create_token
from delegations.desk.delegation_columns import COLUMNS
from delegations.lists.export_queue import ask_for_export
from events.models import Event
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_focal_point,
    make_letter,
    make_letter_template,
    make_member,
    make_people_import,
    make_session,
    make_user,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

PAGES = {
    "dashboard": 21,
    "delegations": 10,
    "duplicates": 10,
    "exports": 7,
    "imports": 7,
    # One of them is the last round, whose progress the page leads to.
    "invitations": 12,
    "invitations-choose": 13,
    "letters": 8,
    "retention": 27,
    "tokens": 7,
}
TABLES = {
    "changes": 19,
    "delegations": 10,
    "diets": 7,
    "liaison": 8,
    "sign-ups": 8,
    "statistics": 13,
}


def one_more(event: Event, by: User) -> None:
    """One more row of everything that these pages list."""
    moved = {"manual_position": 1, "manual_reason": "Host", "manual_by": make_user()}
    invited = make_delegation(event, status="to-invite", **moved)
    make_focal_point(invited)
    make_letter(invited)
    for status in ("submitted", "approved"):
        make_attendee(invited, given="Same", family="Name", status=status)
    make_attendee(make_delegation(event))
    make_session(event, needs_sign_up=True)
    make_people_import(event, by)
    create_token(
        event=event,
        owner=by,
        name="printer",
        columns=["name"],
        with_delegations=True,
        has_sensitive_columns=False,
        expires_at=timezone.now() + timedelta(days=1),
    )
    ask_for_export(
        event=event,
        by=by,
        query="columns=name",
        title="A",
        file_format="csv",
        language="en",
        needs=(),
        row_count=1,
    )


def test_pages_of_the_desk_take_the_same_queries_for_one_row_and_for_three() -> None:
    event, client = make_event(), Client()
    officer = make_member(event, Role.ADMINISTRATOR)
    client.force_login(officer)
    make_letter_template(event)
    paths = {name: reverse(f"staff:{name}", args=[event.slug]) for name in PAGES}
    paths |= {f"table {name}": reverse("staff:table", args=[event.slug, name]) for name in TABLES}

    every = urlencode([("columns", column.key) for column in COLUMNS])
    paths["every column"] = f"{paths['delegations']}?{every}"

    def counts() -> dict[str, int]:
        for path in paths.values():
            client.get(path)
        return {name: count_queries(lambda p=path: client.get(p)) for name, path in paths.items()}  # type: ignore[misc]

    found = []
    for more in (1, 2):
        for _row in range(more):
            one_more(event, officer)
        found.append(counts())

    tables = {f"table {name}": number for name, number in TABLES.items()}
    # Chosen columns are not read from what the person has stored.
    expected = {**PAGES, **tables, "every column": PAGES["delegations"] - 1}
    assert found == [expected, expected]
