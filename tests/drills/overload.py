"""Five times as many requests as the portal can answer, slow clients, and a greedy one.

`python -m tests.drills.overload`, part of `make drills`. The portal has one processor core, its
clients another, so that capacity and overload are measured alike.
"""

import asyncio
import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.drills.clients import (
    Answers,
    Reader,
    as_fast_as_answered,
    ask,
    at_rate,
    watch_health,
)
from tests.drills.proxy import HOST, IS_INSTALLED, free_port, read_without_tls, running_proxy
from tests.drills.versions import Server, Site
from tests.paths import ROOT
from tests.portal.server import SESSION_OF
from tests.postgres import server_binaries, throwaway_server

_TIMES = 5
_SECONDS = 10
_READERS = 30
_SLOW_CLIENTS = 200
_PEOPLE = 800
_PREPARE = f"""
{SESSION_OF}
from accounts.models import User
from tests.bench.rows import agenda_of, list_of
agenda_of(300)
list_of({_PEOPLE})
officer = User.objects.get(email="officer-{_PEOPLE}@example.org")
print(" ".join(session_of(officer) for _ in range({_READERS})))
"""
# Somebody who is logged in gets nothing that the proxy has kept: these requests reach the portal.
# To refuse such a page costs a process as much as to answer it: only a proxy can refuse at once.
_UNPROMISED = "the kept agenda, straight"
_PAGES = {
    "the kept agenda": "/en/agenda-300/agenda/",
    "the attendee list": f"/staff/list-{_PEOPLE}/attendees/",
}


def main() -> int:
    """Run the drill on a PostgreSQL of its own; say what was broken."""
    binaries = server_binaries()
    if binaries is None or not IS_INSTALLED:
        print("PostgreSQL, nginx and openssl are needed for this drill.", file=sys.stderr)
        return 1
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[:1])
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="drill-")))
        site = _site(folder, stack.enter_context(throwaway_server(binaries)))
        sessions = site.run(ROOT, "-c", _PREPARE).split()
        readers = [Reader(f"127.0.1.{at}", key) for at, key in enumerate(sessions, 1)]
        server = Server(site, has_socket=False)
        stack.enter_context(server.running())
        plain = stack.enter_context(_plain_proxy(folder / "nginx", server.port, site))
        os.sched_setaffinity(0, cores[-1:])
        broken = asyncio.run(_drill({"straight": server.port, "through nginx": plain}, readers))
        # All readers were logged in.
        if any(path.is_file() for path in (folder / "nginx" / "forum").rglob("*")):
            broken.append("nginx has kept pages of somebody who is logged in.")
    print("\n".join(broken or ["Overload went as promised."]))
    return 1 if broken else 0


def _site(folder: Path, url: str) -> Site:
    site = Site(folder, url)
    site.environment["WEB_CONCURRENCY"] = "2"
    site.run(ROOT, "upgrade")
    site.switch(ROOT)
    return site


@contextmanager
def _plain_proxy(folder: Path, server: int, site: Site) -> Iterator[int]:
    """The port of nginx without TLS, which would cost the clients more than the answers."""
    port = free_port()
    edit = read_without_tls(port)
    with running_proxy(folder, [server], site.data / "static", edit):
        yield port


async def _drill(ways: dict[str, int], readers: Sequence[Reader]) -> list[str]:
    broken = []
    for what, path in _PAGES.items():
        for way, port in ways.items():
            broken += await _overload(f"{what}, {way}", port, path, readers)
    port = ways["through nginx"]
    broken += await _greedy_client(port, _PAGES["the attendee list"], readers)
    broken += await _slow_clients(port, _PAGES["the attendee list"], readers)
    return broken


async def _overload(what: str, port: int, path: str, readers: Sequence[Reader]) -> list[str]:
    await as_fast_as_answered(port, path, readers, 1)
    capacity = (await as_fast_as_answered(port, path, readers, 4)).rate
    load, health = await asyncio.gather(
        at_rate(port, path, readers, _TIMES * capacity, _SECONDS), watch_health(port, _SECONDS)
    )
    recovery = await _recovery(port, path, readers[0])
    print(
        f"{what}: {capacity:.0f} a second; asked for {load.asked / _SECONDS:.0f}, served"
        f" {load.rate:.0f} ({load.rate / capacity:.0%}), 99 of 100 in {load.slowest:.2f} s,"
        f" {dict(load.statuses)}; health {health.share:.0%}; well after {recovery:.1f} s",
        flush=True,
    )
    promises = {
        "serves less than 80 % of its capacity": load.rate >= 0.8 * capacity,
        "takes longer than 2 s": load.slowest <= 2,
        "leaves requests without an answer": set(load.statuses) <= {200, 503},
        "does not tell that it lives": health.share >= 0.95,
        "is not well 5 s later": recovery <= 5,
    }
    if what == _UNPROMISED:
        return []
    return [f"{what}: {text}." for text, is_kept in promises.items() if not is_kept]


async def _recovery(port: int, path: str, reader: Reader) -> float:
    """How many seconds until a page comes within a second again."""
    begun = time.monotonic()
    while time.monotonic() - begun < 30:
        answers = Answers(1)
        await ask(port, path, reader, answers)
        if answers.times and answers.times[0] < 1:
            break
    return time.monotonic() - begun


async def _greedy_client(port: int, path: str, readers: Sequence[Reader]) -> list[str]:
    """One client asks for four times what there is, the others for half of it."""
    greedy, *others = readers
    capacity = (await as_fast_as_answered(port, path, readers, 4)).rate
    crawl, rest = await asyncio.gather(
        at_rate(port, path, [greedy], 4 * capacity, _SECONDS),
        at_rate(port, path, others, capacity / 2, _SECONDS),
    )
    print(
        f"Beside a greedy client: {rest.share:.0%} of the others are served,"
        f" {crawl.share:.0%} of its own"
    )
    return [] if rest.share >= 0.9 else ["A greedy client takes the place of others."]


async def _slow_clients(port: int, path: str, readers: Sequence[Reader]) -> list[str]:
    """200 clients send a form a byte at a time."""
    before = (await as_fast_as_answered(port, path, readers, 4)).rate
    head = f"POST /accounts/login/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 5000\r\n\r\n"
    with ExitStack() as stack:
        for _client in range(_SLOW_CLIENTS):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", port), 10))
            slow.sendall(head.encode() + b"a")
        after = (await as_fast_as_answered(port, path, readers, 4)).rate
    print(f"Beside {_SLOW_CLIENTS} slow clients: {after:.1f} a second, {before:.1f} without them")
    return [] if after >= 0.8 * before else ["Slow clients take places."]


if __name__ == "__main__":
    sys.exit(main())
