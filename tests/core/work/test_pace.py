"""A piece has as many rows as fit into its time, whatever the machine."""

import time

import pytest

from core.work import pace
from core.work.pace import Pace


def test_pieces_grow_while_they_are_quick_and_shrink_when_they_take_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pace, "PAUSE", 0)
    monkeypatch.setattr(pace, "PIECE", 3600)
    current = Pace()
    sizes = [current.rows]
    for _piece in range(7):
        with current.piece():
            pass
        sizes.append(current.rows)
    assert sizes == [10, 20, 40, 80, 160, 320, 500, 500]

    monkeypatch.setattr(pace, "PIECE", 0.0001)
    with current.piece():
        time.sleep(0.01)

    assert current.rows == 10


def test_others_have_a_turn_after_each_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "PAUSE", 0.2)
    begun = time.monotonic()

    with Pace(fewest=1).piece():
        pass

    assert time.monotonic() - begun >= 0.2
