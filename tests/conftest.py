"""What every test can ask for."""

import contextlib
import gc
import logging
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from core.pages.cache import store
from tests import databases, emptying, sharing
from tests.browser import ARGUMENTS, find_browser
from tests.world import filled, world  # noqa: F401  (fixtures)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """Leave to the other database what `make test` runs there; before any choice by -k or -m.

    Tests in a browser come first: they are the longest, and at the end others would wait for them.
    """
    shares = config.stash[sharing.SHARES] = sharing.share_out(items)
    if sharing.IS_SHARED:
        items[:] = [test for test in items if connection.vendor in shares[test]]
        config.hook.pytest_deselected(
            items=[test for test, where in shares.items() if connection.vendor not in where]
        )
    yield
    # Only now: pytest-django has put all tests with real transactions at the end.
    items.sort(key=lambda test: "browser" not in getattr(test, "fixturenames", ()))


def pytest_configure() -> None:
    """Before any test runs."""
    emptying.use_for_all_tests()


def pytest_collection_finish() -> None:
    """Look for garbage in what tests leave, not again and again in all that is loaded: a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The last to go cleans up."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        databases.forget_pattern()


@pytest.fixture(autouse=True)
def _no_page_is_kept_between_tests() -> Iterator[None]:
    store.clear()
    yield
    store.clear()


@pytest.fixture(autouse=True)
def _every_test_begins_in_english() -> Iterator[None]:
    # A request leaves its language active in the thread, and addresses carry the language.
    with translation.override("en"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _cache_table(django_db_setup: None, django_db_blocker: Any) -> None:
    # Django must be set up before these are imported.
    from django.core.management import CommandError, call_command  # noqa: PLC0415

    # Where no test needs a database, none is set up and all workers share the file of the settings:
    # another one may have been quicker.
    with django_db_blocker.unblock(), contextlib.suppress(CommandError):
        call_command("createcachetable", verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def _nobody_stays_in_the_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A thread of a server that a browser has only just left may still hold a connection."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def _quiet() -> Iterator[None]:
    """Nothing is logged: thousands of refusals are expected, and each would be written out."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def _empty_limits(db: None) -> None:
    cache.clear()


@pytest.fixture
def own_database(django_db_setup: None, tmp_path: Path) -> Iterator[str]:
    """The DATABASE_URL of a migrated, empty database, for a portal in processes of its own."""
    with databases.copied_database(tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium. Without one the test is skipped, and fails where everything is required."""
    path = find_browser()
    if path is None:
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail("Chromium is required and was not found.")
        pytest.skip("Chromium was not found.")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (heavy)

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield running
        running.close()
