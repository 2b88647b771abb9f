"""The page of the attendee list costs little more than its fifty rows do."""

from time import process_time

import pytest
from django.test import Client

from accounts.models import User
from tests.bench.promise import Promise
from tests.bench.rows import list_of

pytestmark = pytest.mark.django_db


@pytest.mark.urls("tests.bench.urls")
def test_the_list_costs_at_most_five_times_its_rows_by_hand() -> None:
    list_of(200)
    client = Client()
    client.force_login(User.objects.get(email="officer-200@example.org"))

    def cost_of(path: str) -> float:
        # Of the processor: what else the machine does is no part of it.
        begun = process_time()
        assert client.get(path).status_code == 200
        return (process_time() - begun) * 1000

    measurement = Promise(
        "the list of attendees",
        "a count and fifty rows by hand",
        5,
        lambda: cost_of("/staff/list-200/attendees/"),
        lambda: cost_of("/plain/list-200/"),
    ).measure()

    assert measurement.is_kept, str(measurement)
