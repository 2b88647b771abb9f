"""How much a page costs: in processor time, and in calls of functions."""

import cProfile
import gc
import pstats
from collections.abc import Callable
from time import process_time


def processor_time(action: Callable[[], object]) -> float:
    """The seconds of `action` in time of this process, without the garbage of other tests."""
    is_on = gc.isenabled()
    gc.disable()
    try:
        begin = process_time()
        action()
        return process_time() - begin
    finally:
        if is_on:
            gc.enable()


def count_calls(action: Callable[[], object]) -> int:
    """The calls of functions that `action` makes: the same on a busy machine and on a quiet one.

    Time is not: beside other processes what fills more memory slows down more.
    """
    profile = cProfile.Profile()
    profile.runcall(action)
    calls: int = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]
    return calls
