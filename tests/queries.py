"""How many queries something takes."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def count_queries(action: Callable[[], object]) -> int:
    """Run `action` and count its queries on the default connection."""
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)
