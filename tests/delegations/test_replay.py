"""On the demo forum, each of 65 delegations tries what belongs to each of the others."""

from datetime import timedelta
from itertools import cycle, product
from typing import Any

import pytest
from django.urls import URLPattern, reverse
from django.utils import timezone

from delegations.models import Amendment, Attendee, Delegation, StatusChange
from delegations.registration import urls
from events.models import Event
from tests.delegations.focal import form, opened
from tests.demo import load_demo_forum
from tests.factories import make_focal_point
from tests.sharing import shared_out

pytestmark = pytest.mark.django_db

_SAMPLE = 65


def test_no_delegation_of_65_reads_or_changes_anything_of_another() -> None:
    """All pairs, half of them on each database; each delegation tries each address about one
    person, reading and writing, on many others, and hands in everybody else's people as its own."""
    event = _demo_before_it_begins()
    delegations = list(Delegation.objects.filter(event=event).order_by("pk")[:_SAMPLE])
    people = {one.pk: _two_people(one) for one in delegations}
    before = _everything(event)
    tries = cycle(product(_about_one_person(), ("get", "post"), (0, 1)))
    wrong = []

    for mine in delegations:
        client = opened(make_focal_point(mine))
        others = [one for one in delegations if one.pk != mine.pk]
        for theirs in shared_out(others, one_in=23):
            name, how, number = next(tries)
            path = reverse(f"focal:{name}", args=[people[theirs.pk][number].guid])
            answer = getattr(client, how)(path, form(family="Stranger") if how == "post" else {})
            # 405: what is only written is not read, and the other way round.
            if answer.status_code not in (404, 405):
                wrong.append((str(mine), str(theirs), name, how, answer.status_code))
        theirs_all = [one.guid for pk, found in people.items() if pk != mine.pk for one in found]
        client.post(reverse("focal:submit"), {"person": theirs_all})

    assert len(delegations) == _SAMPLE
    assert wrong == []
    assert _everything(event) == before


def _demo_before_it_begins() -> Event:
    load_demo_forum()
    today = timezone.now().date()
    Event.objects.update(start_date=today + timedelta(30), end_date=today + timedelta(32))
    event: Event = Event.objects.get()
    return event


def _two_people(delegation: Delegation) -> list[Attendee]:
    """One whom a focal point edits at once, one whom they amend."""
    first, second = delegation.attendees.order_by("pk")[:2]
    Attendee.objects.filter(pk=first.pk).update(status="draft")
    Amendment.objects.create(attendee=second, changes={"given": "Eva"})
    return [first, second]


def _about_one_person() -> list[str]:
    """The addresses of the portal that name a person, by the urlconf itself."""
    found = [
        str(one.name)
        for one in urls.urlpatterns
        if isinstance(one, URLPattern) and "guid" in one.pattern.converters
    ]
    assert "person" in found
    return found


def _everything(event: Event) -> list[Any]:
    return [
        list(rows.order_by("pk").values())
        for rows in (
            Attendee.objects.of_event(event),
            Amendment.objects.filter(attendee__delegation__event=event),
            StatusChange.objects.all(),
            Delegation.objects.filter(event=event),
        )
    ]
