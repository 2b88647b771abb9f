"""What tests of the delegations desk can ask for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Event
from tests.factories import make_event


@pytest.fixture
def event(db: None) -> Event:
    """A forum in three months: links to it are good for the usual time."""
    start = timezone.now().date() + timedelta(days=90)
    return make_event(start_date=start, end_date=start + timedelta(days=2))
