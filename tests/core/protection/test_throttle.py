"""Limits: exact, cheap, and not to be washed out."""

import threading

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from core.protection.limit_cache import purge_expired
from core.protection.throttle import has_turn, take_turn
from tests.factories import make_user
from tests.queries import count_queries

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("_empty_limits"),
    pytest.mark.both_databases,
]


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM shared_cache")
        return int(cursor.fetchone()[0])


def test_a_flood_from_elsewhere_gives_no_failure_back() -> None:
    guesser, guess = Client(), {"login": make_user().email, "password": "wrong"}
    while guesser.post("/accounts/login/", guess).status_code == 200:
        pass
    for _number in range(3):
        take_turn("mail", "somebody", most=3, seconds=86_400)

    # Each within a limit of its own, as anybody's requests are.
    for number in range(700):
        assert take_turn("flood", f"client {number}", most=1, seconds=3600)

    assert rows() > 700
    assert guesser.post("/accounts/login/", guess).status_code == 429
    assert not take_turn("mail", "somebody", most=3, seconds=86_400)


def test_a_refused_wish_costs_no_more_than_a_granted_one() -> None:
    def wish() -> int:
        return count_queries(lambda: take_turn("mail", "somebody", most=100, seconds=3600))

    granted = [wish() for _number in range(100)]
    refused = wish()

    assert set(granted) == {2}
    assert refused == 1
    assert not has_turn("mail", "somebody", most=100, seconds=3600)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_exactly_as_many_turns_as_there_are() -> None:
    taken: list[bool] = []
    together = threading.Barrier(10)

    def take() -> None:
        together.wait()
        try:
            taken.extend(
                take_turn("test", "somebody", most=17, seconds=86_400) for _number in range(5)
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (taken.count(True), len(taken)) == (17, 50)


def test_what_has_expired_is_there_for_nobody_and_goes_with_the_next_purge() -> None:
    cache.set("old", [1.5, 2.25], -1)
    cache.set("new", [1.5, 2.25], 60)
    cache.set("for-ever", "y", None)
    assert rows() == 3

    assert (cache.get("old"), cache.get("new"), cache.get("for-ever")) == (None, [1.5, 2.25], "y")
    assert (purge_expired(), purge_expired(), rows()) == (1, 0, 2)


def test_what_is_set_again_replaces_what_was_there() -> None:
    cache.set("key", 1, 60)
    cache.set("key", 2, 60)

    assert cache.get("key") == 2
    assert cache.get_many([]) == {}


def test_a_key_is_added_once_until_it_expires() -> None:
    assert cache.add("key", 1, 60)
    assert not cache.add("key", 2, 60)
    assert cache.get("key") == 1

    assert cache.touch("key", -1)
    assert not cache.touch("key", 60)
    assert cache.add("key", 3, 60)
    assert cache.get("key") == 3
    assert cache.delete("key")
    assert cache.get("key") is None


@pytest.mark.parametrize("most", [1, 3])
def test_the_last_turn_counts_and_belongs_to_one_action_of_one_client(most: int) -> None:
    for _turn in range(most):
        assert has_turn("link", "somebody", most=most, seconds=3600)
        assert take_turn("link", "somebody", most=most, seconds=3600)

    assert not has_turn("link", "somebody", most=most, seconds=3600)
    assert not take_turn("link", "somebody", most=most, seconds=3600)
    for action, who in (("mail", "somebody"), ("link", "somebody else")):
        assert has_turn(action, who, most=most, seconds=3600)
        assert take_turn(action, who, most=most, seconds=3600)
    assert rows() == most + 2
