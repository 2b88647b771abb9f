"""What the portal does by itself goes on, whatever one job meets."""

import logging
import threading
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from core.models import WorkHold
from core.work.worker import work
from forum_portal.background_jobs import BACKGROUND_JOBS, JOBS_DURING_HOLD

done: list[str] = []
stop = threading.Event()


@pytest.fixture(autouse=True)
def _fresh() -> None:
    done.clear()
    stop.clear()


def three_pieces() -> int:
    done.append("piece")
    return 1 if done.count("piece") < 3 else 0


def broken() -> int:
    done.append("broken")
    raise ValueError("a name that no log needs")


def without_database() -> int:
    raise OperationalError("gone")


def last() -> int:
    done.append("last")
    stop.set()
    return 0


def _jobs(*names: str) -> dict[str, int]:
    return {f"{__name__}.{name}": 60 for name in names}


@pytest.mark.django_db(transaction=True)
def test_once_does_all_there_is_and_returns() -> None:
    work(_jobs("three_pieces"), stop, once=True)

    assert done == ["piece"] * 3


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_does_not_stop_the_others(caplog: Any) -> None:
    with caplog.at_level(logging.WARNING, "core.work.worker"):
        work(_jobs("broken", "last"), stop)

    assert done == ["broken", "last"]
    assert "broken failed" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_lost_database_is_waited_for(caplog: Any) -> None:
    with caplog.at_level(logging.WARNING, "core.work.worker"):
        work(_jobs("without_database", "last"), stop)

    assert done == ["last"]
    assert "does not answer" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_after_a_restore_only_the_jobs_named_for_it_run() -> None:
    WorkHold.objects.create(since=timezone.now())
    names = _jobs("three_pieces", "last")

    work(names, stop, during_hold={f"{__name__}.last"})

    assert done == ["last"]


def test_what_runs_after_a_restore_is_named_as_the_job_is() -> None:
    assert BACKGROUND_JOBS.keys() >= JOBS_DURING_HOLD


def test_stopping_ends_the_work_before_the_next_job() -> None:
    stop.set()

    work(_jobs("last"), stop)

    assert done == []
