"""Work that waits as a row is claimed once; tried on mails, which carry nothing but columns."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from core.work.claims import claim_next, while_claimed
from mail.choices import MailState
from mail.models import OutgoingMail
from mail.querysets import LEASE, OutgoingMailQuerySet


def make_mails(number: int) -> list[OutgoingMail]:
    return [
        OutgoingMail.objects.create(key=f"k{n}", address="a@example.org", subject="S", body="B")
        for n in range(number)
    ]


def due() -> OutgoingMailQuerySet:
    return OutgoingMail.objects.due(timezone.now())


def values_of(mail: OutgoingMail) -> dict[str, Any]:
    return {
        "state": MailState.SENDING,
        "claim": uuid4(),
        "claimed_at": timezone.now(),
        "attempts": mail.attempts + 1,
    }


def claim() -> OutgoingMail | None:
    return claim_next(due(), values_of)


@pytest.mark.django_db
@pytest.mark.both_databases
def test_the_first_that_is_due_is_claimed_and_written() -> None:
    first, second = make_mails(2)

    claimed = [claim(), claim(), claim()]

    assert claimed == [first, second, None]
    assert claimed[0] is not None
    kept = OutgoingMail.objects.get(pk=first.pk)
    assert (kept.state, kept.attempts) == (MailState.SENDING, 1)
    assert (kept.claim, kept.claimed_at) == (claimed[0].claim, claimed[0].claimed_at)


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_row_that_another_takes_between_look_and_write_is_left_to_them() -> None:
    first, second = make_mails(2)
    rival = uuid4()
    looks = 0

    def taken_after_the_look(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal looks
        result = execute(sql, *rest)
        looks += sql.startswith("SELECT")
        # The first look asks whether there is anything, the second reads the row.
        if looks == 2:
            looks += 1
            OutgoingMail.objects.filter(pk=first.pk).update(state=MailState.SENDING, claim=rival)
            OutgoingMail.objects.filter(pk=first.pk).update(claimed_at=timezone.now())
        return result

    with connection.execute_wrapper(taken_after_the_look):
        claimed = claim()

    assert claimed == second
    first.refresh_from_db()
    assert (first.claim, first.attempts) == (rival, 0)


@pytest.mark.django_db
def test_an_update_holds_only_while_the_claim_does() -> None:
    make_mails(1)
    slow = claim()
    assert slow is not None
    assert while_claimed(slow).update(error="mine") == 1

    OutgoingMail.objects.update(claimed_at=timezone.now() - LEASE)
    quick = claim()

    assert quick is not None
    assert quick.pk == slow.pk
    assert while_claimed(slow).update(error="late") == 0
    assert while_claimed(quick).get().error == "mine"


@pytest.mark.django_db
def test_where_nothing_is_due_one_query_is_all(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert claim() is None


# --- At once --------------------------------------------------------------------------------------


def in_threads(number: int, action: Callable[[], Any]) -> Iterator[Any]:
    start = threading.Barrier(number)

    def run(_number: int) -> Any:
        start.wait(10)
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        yield from pool.map(run, range(number))


@pytest.mark.django_db(transaction=True)
def test_four_workers_claim_each_row_once() -> None:
    mails = make_mails(40)

    def claim_all() -> list[int]:
        return [mail.pk for mail in iter(claim, None)]

    claimed = [key for keys in in_threads(4, claim_all) for key in keys]

    assert sorted(claimed) == [mail.pk for mail in mails]


@pytest.mark.django_db(transaction=True)
def test_a_worker_waits_for_no_row_that_another_holds() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time.")
    first, second = make_mails(2)

    claimed = []

    def work() -> None:
        claimed.append(claim())
        connection.close()

    with transaction.atomic():
        OutgoingMail.objects.select_for_update().get(pk=first.pk)
        worker = threading.Thread(target=work)
        worker.start()
        worker.join(timeout=5)
        has_waited = worker.is_alive()
    worker.join()

    assert (has_waited, claimed) == (False, [second])
