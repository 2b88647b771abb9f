"""Organizers' lists stay fast: few queries, and as fast with 1,200 sessions as with 28."""

from functools import partial
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from accounts.models import User
from events.models import Event
from forum_portal.workspace.edition_urls import edition_url
from programme.models import Session
from programme.models.agenda import new_code
from tests.demo import load_demo_forum
from tests.queries import count_queries
from tests.sharing import shared_out
from tests.timing import processor_time

MANY = 1200
MOST_QUERIES = 20
# Of accounts nobody in the team of one edition has a list.
LISTS = [model for model in admin.site._registry if model is not User]

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    load_demo_forum()
    client = Client()
    client.force_login(User.objects.get(email="administrator@demo.example"))
    return client


def address(model: Any) -> str:
    label = f"{model._meta.app_label}_{model._meta.model_name}"
    return edition_url(Event.objects.get(), f"admin:{label}_changelist")


def add_sessions() -> None:
    """Copies of the demo's sessions until there are MANY, without their people."""
    rows = list(Session.objects.all())
    names = {field.attname for field in Session._meta.fields} - {"id", "guid", "code"}
    copied = [{name: getattr(row, name) for name in names} for row in rows]
    Session.objects.bulk_create(
        Session(code=new_code(), **copied[number % len(rows)]) for number in range(MANY - len(rows))
    )


def seconds(client: Client, path: str) -> float:
    """The least processor time of five that the page takes: other processes are no part of it."""

    assert client.get(path).status_code == 200
    return min(processor_time(lambda: client.get(path)) for _time in range(5))


def test_no_list_costs_more_than_twenty_queries(desk: Client) -> None:
    add_sessions()
    paths = {model._meta.label: address(model) for model in LISTS}
    for path in paths.values():
        desk.get(path)

    costs = {label: count_queries(partial(desk.get, path)) for label, path in paths.items()}

    assert {label: cost for label, cost in costs.items() if cost > MOST_QUERIES} == {}


def test_the_overview_loads_the_draft_once(desk: Client) -> None:
    path = edition_url(Event.objects.get())
    desk.get(path)

    few = count_queries(partial(desk.get, path))
    add_sessions()

    assert few <= 30
    assert count_queries(partial(desk.get, path)) <= few


def test_lists_take_no_longer_with_many_sessions(desk: Client) -> None:
    paths = {model._meta.label: address(model) for model in shared_out(LISTS, one_in=3)}
    paths |= {Session._meta.label: address(Session)}
    before = {label: seconds(desk, path) for label, path in paths.items()}
    add_sessions()

    after = {label: seconds(desk, path) for label, path in paths.items()}

    slow = {label: after[label] / before[label] for label in paths}
    # A twentieth of a second is what a busy machine adds to any page.
    is_slow = {label for label in paths if after[label] > 2 * before[label] + 0.05}
    assert {label: slow[label] for label in is_slow} == {}
