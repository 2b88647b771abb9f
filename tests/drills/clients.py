"""Many clients: as fast as they are answered, or at a rate that does not wait for answers."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.drills.proxy import HOST

# As many as keep a server of one process busy, with their readers waiting no longer than it takes.
_AT_ONCE = 6
_PATIENCE = 15
_HEALTH_PATIENCE = 2


class Reader(NamedTuple):
    """Whose a request is: an address of this machine, and a session if there is one."""

    address: str
    session: str = ""


@dataclass
class Answers:
    """What was asked for and what came: statuses, and the seconds of each that was served."""

    seconds: float = 0
    statuses: Counter[int | str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    def add(self, status: int | str, seconds: float) -> None:
        """Count one answer, or the reason why there is none."""
        self.statuses[status] += 1
        if status == 200:
            self.times.append(seconds)

    @property
    def asked(self) -> int:
        """How many requests."""
        return sum(self.statuses.values())

    @property
    def rate(self) -> float:
        """Pages served in a second."""
        return len(self.times) / self.seconds

    @property
    def share(self) -> float:
        """Which part of the requests was served."""
        return len(self.times) / self.asked if self.asked else 0

    @property
    def slowest(self) -> float:
        """How many seconds 99 of 100 served requests took at most."""
        ordered = sorted(self.times)
        return ordered[int(len(ordered) * 0.99) - 1] if ordered else 0


class _Exchange(asyncio.Protocol):
    """A question over a connection of its own, and the status of its whole answer."""

    def __init__(self, question: bytes, status: "asyncio.Future[int | str]") -> None:
        self._question = question
        self._status = status
        self._start = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._question)

    def data_received(self, data: bytes) -> None:
        if len(self._start) < 12:
            self._start += data[:12]

    def connection_lost(self, _error: Exception | None) -> None:
        if not self._status.done():
            digits = self._start[9:12]
            self._status.set_result(int(digits) if digits.isdigit() else "no answer")


async def ask(
    port: int, path: str, reader: Reader, into: Answers, patience: float = _PATIENCE
) -> None:
    """Ask for `path` and count the answer."""
    question = (
        f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-For: {reader.address}\r\n"
        f"X-Forwarded-Proto: https\r\nCookie: __Host-session={reader.session}\r\n"
        f"Connection: close\r\n\r\n"
    ).encode()
    begun, loop = time.monotonic(), asyncio.get_running_loop()
    answer: asyncio.Future[int | str] = loop.create_future()
    status: int | str = "no answer in time"
    try:
        async with asyncio.timeout(patience):
            transport, _protocol = await loop.create_connection(
                lambda: _Exchange(question, answer),
                "127.0.0.1",
                port,
                local_addr=(reader.address, 0),
            )
            with contextlib.closing(transport):
                status = await answer
    except TimeoutError:
        pass
    except OSError as error:
        status = type(error).__name__
    into.add(status, time.monotonic() - begun)


async def as_fast_as_answered(
    port: int, path: str, readers: Sequence[Reader], seconds: float
) -> Answers:
    """Ask again as soon as an answer has come: what a server can do."""
    answers, end = Answers(seconds), time.monotonic() + seconds

    async def read(first: int) -> None:
        number = first
        while time.monotonic() < end:
            await ask(port, path, readers[number % len(readers)], answers)
            number += _AT_ONCE

    await asyncio.gather(*(read(first) for first in range(_AT_ONCE)))
    return answers


async def at_rate(
    port: int, path: str, readers: Sequence[Reader], rate: float, seconds: float
) -> Answers:
    """Ask `rate` times a second, whatever the answers do; wait for the last ones."""
    answers, begun = Answers(seconds), time.monotonic()
    async with asyncio.TaskGroup() as group:
        number = 0
        while (passed := time.monotonic() - begun) < seconds:
            while number < passed * rate:
                group.create_task(ask(port, path, readers[number % len(readers)], answers))
                number += 1
            await asyncio.sleep(0.005)
    return answers


async def watch_health(port: int, seconds: float) -> Answers:
    """Ask five times a second whether the server lives, as a supervisor does."""
    answers, end = Answers(seconds), time.monotonic() + seconds
    async with asyncio.TaskGroup() as group:
        while time.monotonic() < end:
            supervisor = Reader("127.0.0.1")
            group.create_task(ask(port, "/healthz", supervisor, answers, _HEALTH_PATIENCE))
            await asyncio.sleep(0.2)
    return answers
