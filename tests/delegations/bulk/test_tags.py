"""The office tags people, many at once, and finds them by their tags."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from delegations.models import Tag
from events.models import Event
from tests.delegations.bulk.office import Office, submitted, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(event: Event) -> Office:
    return Office(event)


def test_tags_are_given_to_many_found_by_the_list_and_taken_back(
    office: Office, event: Event
) -> None:
    people = [submitted(event), submitted(event), submitted(event)]
    office.apply("tag", people[:1], tag="Waits for visa")

    office.apply("tag", people[:2], tag="waits for VISA")
    names = list(Tag.objects.values_list("attendee", "name"))
    listed = office.client.get(
        reverse("staff:attendees", args=[event.slug]), {"tag": "Waits for visa"}
    )
    office.undo()

    assert names == [(person.pk, "Waits for visa") for person in people[:2]]
    assert [person.listed_name in words(listed) for person in people] == [True, True, False]
    assert list(Tag.objects.values_list("attendee", flat=True)) == [people[0].pk]
    office.apply("untag", people, tag="Waits for visa")
    assert not Tag.objects.exists()


def test_readers_see_no_tags(event: Event) -> None:
    person = submitted(event)
    Tag.objects.create(attendee=person, name="difficult")
    reader = Office(event, Role.DESK).client

    page = reader.get(reverse("staff:person", args=[event.slug, person.guid]))
    listed = reader.get(reverse("staff:attendees", args=[event.slug]), {"tag": "nothing"})

    assert "difficult" not in page.content.decode()
    assert person.listed_name in words(listed)
