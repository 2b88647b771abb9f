"""How many people of a function may come: said by event or delegation, counted when read."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.decisions.queue import describe_waiting, load_submitted
from delegations.models import Delegation, DelegationQuota
from delegations.people.quotas import load_quotas, load_uses, load_uses_over_quota
from delegations.registration.services import submit_people
from events.models import Event
from tests.delegations.focal import opened
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_focal_point,
    make_member,
    make_quota,
)

pytestmark = pytest.mark.django_db


def own(delegation: Delegation, function: str, number: int | None) -> None:
    DelegationQuota.objects.create(delegation=delegation, function=function, number=number)


def guards(delegation: Delegation, number: int, **values: Any) -> list[Any]:
    return [make_attendee(delegation, function="security", **values) for _one in range(number)]


def over(event: Event, delegation: Delegation) -> list[tuple[str, int, int, int]]:
    (found,) = load_uses_over_quota(event, [delegation.pk]).values()
    return [(one.function.value, one.used, one.number, one.over) for one in found]


def test_a_delegation_has_the_quotas_of_the_event_but_for_its_own(event: Event) -> None:
    make_quota(event)
    make_quota(event, function="press", number=2)
    make_quota(make_event(), function="head", number=1)
    here, there = make_delegation(event), make_delegation(event)
    own(here, "security", None)
    own(here, "press", 0)
    own(here, "deputy", 2)

    found = load_quotas(event, [here.pk, there.pk])

    assert found == {
        here.pk: {"press": 0, "deputy": 2},
        there.pk: {"security": 3, "press": 2},
    }


def test_over_the_quota_are_submitted_and_approved_people_of_that_function(event: Event) -> None:
    make_quota(event, number=1)
    delegation = make_delegation(event)
    guards(delegation, 1)
    guards(delegation, 1, status="submitted")
    for status in ("draft", "returned", "refused", "withdrawn"):
        guards(delegation, 1, status=status)
    guards(make_delegation(event), 1)
    make_attendee(delegation)

    assert over(event, delegation) == [("security", 2, 1, 1)]


def test_exactly_the_quota_is_not_over_it_and_none_is_no_limit(event: Event) -> None:
    make_quota(event, number=2)
    delegation = make_delegation(event)
    guards(delegation, 2)

    assert over(event, delegation) == []
    own(delegation, "security", None)
    guards(delegation, 5)
    assert over(event, delegation) == []


def test_nought_is_a_quota(event: Event) -> None:
    make_quota(event, number=0)
    delegation = make_delegation(event)
    guards(delegation, 1)

    assert over(event, delegation) == [("security", 1, 0, 1)]


def test_the_queue_says_of_whom_there_are_too_many(event: Event) -> None:
    make_quota(event, number=1)
    delegation = make_delegation(event)
    guard, _other = guards(delegation, 2, status="submitted")
    delegate = make_attendee(delegation, status="submitted")

    found = {
        one.person.pk: one.over_function
        for one in describe_waiting(event, list(load_submitted(event)))
    }
    page = client(event).get(reverse("staff:queue", args=[event.slug])).content.decode()

    assert found[delegate.pk] is None
    assert found[guard.pk] is not None
    assert (found[guard.pk].used, found[guard.pk].number) == (2, 1)  # type: ignore[union-attr]
    assert page.count("Security: 2 of 1") == 2


def test_the_focal_point_sees_what_is_used_of_what_and_may_submit_more(event: Event) -> None:
    make_quota(event, number=1)
    delegation = make_delegation(event)
    focal_point = make_focal_point(delegation)
    people = guards(delegation, 2, status="draft", email="g@example.org", office_title_en="Guard")
    guards(delegation, 1, status="withdrawn")

    page = opened(focal_point).get(reverse("focal:overview"))
    submit_people(focal_point=focal_point, guids=[one.guid for one in people])

    assert [(one.function, one.used, one.number) for one in page.context["uses"]] == [
        ("security", 2, 1)
    ]
    assert "2 / 1" in page.content.decode()
    assert "Over the quota: the host office decides." in page.content.decode()
    assert over(event, delegation) == [("security", 2, 1, 1)]


def test_uses_stand_in_the_order_of_functions(event: Event) -> None:
    for function in ("press", "head"):
        make_quota(event, function=function, number=1)
    delegation = make_delegation(event)

    found = load_uses(event, delegation.pk, guards(delegation, 1))

    assert [(one.function, one.used, one.over) for one in found] == [
        ("head", 0, 0),
        ("press", 0, 0),
    ]


def client(event: Event) -> Client:
    browser = Client()
    browser.force_login(make_member(event, Role.DELEGATIONS_OFFICER))
    return browser


def test_the_page_of_a_delegation_sets_its_own_quotas(event: Event) -> None:
    delegation, browser = make_delegation(event), client(event)
    path = reverse("admin:delegations_delegation_change", args=[delegation.pk])
    form = browser.get(path).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    prefix = "function_quotas"
    data |= {
        f"{prefix}-TOTAL_FORMS": 2,
        f"{prefix}-INITIAL_FORMS": 0,
        f"{prefix}-0-function": "press",
        f"{prefix}-0-number": "2",
        f"{prefix}-1-function": "security",
        f"{prefix}-1-number": "",
        "status_changes-TOTAL_FORMS": 0,
        "status_changes-INITIAL_FORMS": 0,
    }

    answer = browser.post(path, data)

    assert answer.status_code == 302
    rows = DelegationQuota.objects.order_by("function").values_list("function", "number")
    assert list(rows) == [("press", 2), ("security", None)]
    twice = {f"{prefix}-1-function": "press", f"{prefix}-1-number": "4"}
    other = reverse("admin:delegations_delegation_change", args=[make_delegation(event).pk])
    form = browser.get(other).context["adminform"].form
    data |= {name: form[name].value() or "" for name in form.fields}
    assert browser.post(other, {**data, **twice}).status_code == 200
    assert DelegationQuota.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_submit_at_once_both_are_flagged() -> None:
    event = make_event()
    make_quota(event, number=1)
    delegation = make_delegation(event)
    focal_points = [make_focal_point(delegation) for _one in range(2)]
    people = guards(delegation, 2, status="draft", email="g@example.org", office_title_en="Guard")
    start = threading.Barrier(2)

    def submit(focal_point: Any, person: Any) -> None:
        start.wait()
        try:
            submit_people(focal_point=focal_point, guids=[person.guid])
        finally:
            connection.close()

    threads = [
        threading.Thread(target=submit, args=pair)
        for pair in zip(focal_points, people, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    flagged = describe_waiting(event, list(load_submitted(event)))
    assert [one.over_function.over for one in flagged if one.over_function] == [1, 1]
