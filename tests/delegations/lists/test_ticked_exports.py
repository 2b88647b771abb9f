"""Ticked rows of the attendee list as a file: they alone, recorded as every other export."""

from typing import Any

import pytest
from django.urls import reverse

from delegations.lists.file_formats import AT_ONCE
from delegations.models import Attendee, ExportLog
from events.models import SavedList
from tests.delegations.lists.test_exports import Desk, fill

pytestmark = pytest.mark.django_db

# What the bar below the rows sends beside the boxes.
BAR = {"list": "columns=name", "action": "tag", "columns": "name"}


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    fill(desk.event)
    return desk


@pytest.fixture
def people(desk: Desk) -> list[Attendee]:
    return list(Attendee.objects.of_event(desk.event).alphabetical())


def test_ticked_people_leave_alone_and_the_record_says_how_many(
    desk: Desk, people: list[Attendee]
) -> None:
    ticked = [str(people[0].guid), str(people[3].guid)]

    rows = desk.csv(**BAR, person=ticked)
    everybody = desk.csv(**BAR, person=ticked, everyone="1")
    nobody = desk.ask("csv", **BAR)

    assert rows[1:] == [[people[0].listed_name], [people[3].listed_name]]
    assert len(everybody) - 1 == len(people)
    assert nobody.status_code == 400
    records = ExportLog.objects.order_by("version").values_list("filters", "row_count")
    assert list(records) == [({"Ticked people": "2"}, 2), ({}, len(people))]


def test_what_is_refused_or_left_to_the_worker_keeps_the_ticks(
    desk: Desk, people: list[Attendee], monkeypatch: Any
) -> None:
    ticked, sensitive = str(people[1].guid), {**BAR, "columns": ["name", "diet"]}

    refused = desk.ask("xlsx", **sensitive, person=ticked)
    monkeypatch.setitem(AT_ONCE, "xlsx", 0)
    offered = desk.ask("xlsx", **sensitive, person=ticked, reason="Caterer")

    assert refused.status_code == 400
    assert f"person={ticked}" in refused.context["listing"].here
    assert f"person={ticked}" in offered.context["query"]
    assert "action" not in offered.context["query"]


def test_a_saved_list_holds_no_people(desk: Desk, people: list[Attendee]) -> None:
    query = f"person={people[0].guid}&function=press"

    desk.client.post(
        reverse("staff:list-save", args=[desk.event.slug]), {"name": "Press", "query": query}
    )

    assert SavedList.objects.get().query == "function=press"
