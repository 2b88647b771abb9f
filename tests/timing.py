"""Processor time of this process, without the garbage that other tests have left."""

import gc
from collections.abc import Callable
from time import process_time


def processor_time(action: Callable[[], object]) -> float:
    """The seconds of `action` in time of this process: what else runs must not decide."""
    is_on = gc.isenabled()
    gc.disable()
    try:
        begin = process_time()
        action()
        return process_time() - begin
    finally:
        if is_on:
            gc.enable()
