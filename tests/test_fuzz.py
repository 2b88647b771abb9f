"""Nothing that anybody sends is answered with 500: every address, every method, hostile values.

EVERY_CASE=1 sends four times as many, FUZZ=20000 any number, FUZZ_SEED=7 others.
"""

import os
from typing import Any

import pytest
from django.db import connection

from tests.addresses import WHO, Address, Visitors, every_address
from tests.fuzz.sender import Fuzzer
from tests.sharing import HAS_EVERY_CASE
from tests.world import World

pytestmark = [pytest.mark.usefixtures("_quiet"), pytest.mark.both_databases]
# Each database is sent requests of its own.
_SEED = int(os.environ.get("FUZZ_SEED", "2" if connection.vendor == "postgresql" else "1"))
_REQUESTS = int(os.environ.get("FUZZ", "1000" if HAS_EVERY_CASE else "250"))


def test_no_request_is_answered_with_an_error_of_ours(
    world: World,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fuzzer = Fuzzer(Visitors(world), every_address(world), _SEED)

    report = fuzzer.run(_REQUESTS)

    with capsys.disabled():
        print(f"\n{report}")
    assert not report.broken, "\n\n".join(f"{one}\n{why}" for one, why in report.broken.items())
    assert set(report.by_who) == set(WHO)


def test_an_address_that_fails_is_found(world: World, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.fuzz.broken_urls"

    report = Fuzzer(Visitors(world), [Address("broken", "/broken/")], seed=1).run(400)

    assert report.statuses[500] > 0
    assert "OverflowError" in "".join(report.broken.values())


def test_whoever_logs_out_is_there_again_for_the_next_request(world: World) -> None:
    visitors = Visitors(world)
    fuzzer = Fuzzer(visitors, [Address("account_logout", "/accounts/logout/")], _SEED)

    fuzzer.run(40)

    answer = visitors.client("desk").get(f"/staff/{world.event.slug}/")
    assert answer.status_code == 200
