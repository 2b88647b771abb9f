"""How many requests a process answers at once, by kind of work; others wait briefly or get a 503.

A process has a fixed number of threads. Without limits, a dozen pages that wait for a lock take
them all, and under more load than it can answer everybody waits until they give up. So each kind of
work has places of its own and a short queue, and a full queue refuses at once. There are more
threads than places and queues (`THREADS`): a process always answers whether it lives.

Queues are fair: turns alternate between addresses, and between the sessions of one address. Where a
queue is full, the client with most requests in it loses the latest.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

Environ: TypeAlias = dict[str, Any]
StartResponse: TypeAlias = Callable[..., Callable[[bytes], object]]
Application: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Limit:
    """Requests of one kind that are answered at once, and that wait, each at most for `seconds`.

    A form waits for `form_seconds`: what somebody has typed is worth more patience.
    """

    places: int
    waiting: int
    seconds: float
    form_seconds: float = 8


# Kinds of work. Each place may take a connection to the database.
PUBLIC, TEAM, FILES, MONITORING = "public", "team", "files", "monitoring"
LIMITS: Mapping[str, Limit] = {
    PUBLIC: Limit(places=4, waiting=40, seconds=1.5),
    TEAM: Limit(places=3, waiting=60, seconds=1.5),
    FILES: Limit(places=2, waiting=8, seconds=10, form_seconds=10),
    # What reads the database; a supervisor that asks whether the process lives needs no place.
    MONITORING: Limit(places=1, waiting=8, seconds=2),
}
# Threads beyond these tell that the process lives, and refuse.
_SPARE = 6
PLACES = sum(limit.places for limit in LIMITS.values())
THREADS = PLACES + sum(limit.waiting for limit in LIMITS.values()) + _SPARE


class Client(NamedTuple):
    """Whose a request is. Anybody can claim a session, nobody another address."""

    address: str
    session: str = ""


class Queue:
    """The places of one kind of work and the requests that wait for one."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._free = limit.places
        # In order of arrival.
        self._waiting: list[_Request] = []
        # Turns of addresses and of clients since the queue was empty.
        self._turns: Counter[str | Client] = Counter()

    def enter(self) -> bool:
        """Take a place if there is one."""
        with self._lock:
            is_free = self._free > 0
            self._free -= is_free
        return is_free

    def wait(self, client: Client, *, is_form: bool = False) -> bool:
        """Wait for a place and take it; False if the request is to be refused."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            if len(self._waiting) >= self._limit.waiting and not self._make_room(client):
                return False
            self._catch_up(client)
            request = _Request(client)
            self._waiting.append(request)
        limit = self._limit
        request.settled.wait(limit.form_seconds if is_form else limit.seconds)
        with self._lock:
            if not request.settled.is_set():
                self._waiting.remove(request)
        return request.has_place

    def leave(self) -> None:
        """Give the place to a client of the address that had fewest turns, or give it back."""
        with self._lock:
            if not self._waiting:
                self._free += 1
                self._turns.clear()
                return
            request = min(self._waiting, key=lambda waiting: self._turns_of(waiting.client))
            self._turns.update((request.client.address, request.client))
            self._settle(request, has_place=True)

    def _turns_of(self, client: Client) -> tuple[int, int]:
        return self._turns[client.address], self._turns[client]

    def _catch_up(self, client: Client) -> None:
        """Count a newcomer as if it had had as many turns as the others that wait."""
        waiting = {request.client for request in self._waiting}
        neighbours = {other for other in waiting if other.address == client.address}
        addresses: set[str | Client] = {other.address for other in waiting}
        for key, others in ((client.address, addresses), (client, {*neighbours})):
            if key not in others:
                fewest = min((self._turns[other] for other in others), default=0)
                self._turns[key] = max(self._turns[key], fewest)

    def _make_room(self, client: Client) -> bool:
        """Refuse the latest request of the client that has most, if `client` has fewer."""
        waiting: Counter[str | Client] = Counter()
        for request in self._waiting:
            waiting.update((request.client.address, request.client))

        def greed(request: _Request) -> tuple[int, int]:
            return waiting[request.client.address], waiting[request.client]

        latest = max(reversed(self._waiting), key=greed)
        is_neighbour = latest.client.address == client.address
        theirs, own = (latest.client, client) if is_neighbour else (latest.client[0], client[0])
        if waiting[theirs] <= waiting[own] + 1:
            return False
        self._settle(latest, has_place=False)
        return True

    def _settle(self, request: "_Request", *, has_place: bool) -> None:
        self._waiting.remove(request)
        request.has_place = has_place
        request.settled.set()


class _Request:
    """A request that waits."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.settled = threading.Event()
        self.has_place = False


class Admission:
    """A WSGI application that admits requests to another one by their kind of work."""

    def __init__(
        self,
        application: Application,
        *,
        refuse: Application,
        kind_of: Callable[[Environ], str | None],
        client_of: Callable[[Environ], Client],
        limits: Mapping[str, Limit] = LIMITS,
    ) -> None:
        self._application = application
        self._refuse = refuse
        self._kind_of = kind_of
        self._client_of = client_of
        self._queues = {kind: Queue(limit) for kind, limit in limits.items()}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, or refuse. What has no kind is answered at once."""
        kind = self._kind_of(environ)
        if kind is None:
            return self._application(environ, start_response)
        queue = self._queues[kind]
        is_form = environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        if not (queue.enter() or queue.wait(self._client_of(environ), is_form=is_form)):
            return self._refuse(environ, start_response)
        try:
            answer = self._application(environ, start_response)
        except BaseException:
            queue.leave()
            raise
        return Answer(answer, queue.leave)


class Answer:
    """The answer of an application, which holds its place until the server closes it."""

    def __init__(self, parts: Iterable[bytes], leave: Callable[[], None]) -> None:
        self._parts = parts
        self._leave = leave

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def close(self) -> None:
        """End the answer and give the place back."""
        try:
            if hasattr(self._parts, "close"):
                self._parts.close()
        finally:
            self._leave()
