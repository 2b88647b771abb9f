"""A process answers a bounded number of requests at once, and refuses the others fairly."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from core.pages.admission import Admission, Client, Environ, Limit, Queue, StartResponse


@contextmanager
def waiting(queue: Queue, *clients: str) -> Iterator[list[tuple[str, bool]]]:
    """Requests of `clients` that wait, one after the other; what became of each, in this order."""
    outcomes: list[tuple[str, bool]] = []

    def ask(client: str) -> None:
        address, _dot, session = client.partition(".")
        outcomes.append((client, queue.wait(Client(address, session))))

    threads = [threading.Thread(target=ask, args=(client,)) for client in clients]
    for number, thread in enumerate(threads, 1):
        thread.start()
        _until(lambda number=number: len(queue._waiting) + len(outcomes) >= number)  # type: ignore[misc]
    yield outcomes
    for thread in threads:
        thread.join(5)


def _until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.001)


def _serve(queue: Queue, outcomes: list[tuple[str, bool]], turns: int) -> None:
    for served in range(turns):
        queue.leave()
        _until(lambda served=served: len(outcomes) > served)  # type: ignore[misc]


def test_turns_alternate_between_clients() -> None:
    queue = Queue(Limit(places=1, waiting=9, seconds=5))
    assert queue.enter()

    with waiting(queue, "a", "a", "a", "b", "c") as outcomes:
        _serve(queue, outcomes, 5)

    assert [client for client, _served in outcomes] == ["a", "b", "c", "a", "a"]
    assert all(served for _client, served in outcomes)


def test_where_the_queue_is_full_the_client_with_most_requests_makes_room() -> None:
    queue = Queue(Limit(places=1, waiting=3, seconds=5))
    assert queue.enter()

    with waiting(queue, "a", "a", "a", "b", "a") as outcomes:
        _until(lambda: len(outcomes) == 2)
        assert sorted(outcomes) == [("a", False), ("a", False)]
        del outcomes[:]
        _serve(queue, outcomes, 3)

    assert sorted(outcomes) == [("a", True), ("a", True), ("b", True)]


def test_a_request_that_has_waited_too_long_is_refused_and_leaves_no_trace() -> None:
    queue = Queue(Limit(places=1, waiting=2, seconds=0.05))
    assert queue.enter()
    assert not queue.wait(Client("a"))

    queue.leave()

    assert queue.enter()
    assert not queue.enter()


def test_an_answer_holds_its_place_until_the_server_has_sent_it_or_it_fails() -> None:
    def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/broken":
            raise ValueError
        return iter([b"page"])

    def ask(path: str) -> Iterable[bytes]:
        return admission({"PATH_INFO": path, "REQUEST_METHOD": "GET"}, lambda *_: lambda _: None)

    admission = Admission(
        application,
        refuse=lambda *_: [b"busy"],
        kind_of=lambda environ: None if environ["PATH_INFO"] == "/alive" else "page",
        client_of=lambda _: Client("a"),
        limits={"page": Limit(places=1, waiting=1, seconds=0.01)},
    )
    with_error = 0
    for _attempt in range(2):
        try:
            ask("/broken")
        except ValueError:
            with_error += 1
    first = ask("/")
    while_first = [b"".join(ask("/")), b"".join(ask("/alive"))]
    assert b"".join(first) == b"page"
    first.close()  # type: ignore[attr-defined]

    assert with_error == 2
    assert while_first == [b"busy", b"page"]
    assert b"".join(ask("/")) == b"page"


def test_what_somebody_typed_waits_longer_than_a_page() -> None:
    queue = Queue(Limit(places=1, waiting=2, seconds=0.02, form_seconds=5))
    assert queue.enter()
    threading.Timer(0.1, queue.leave).start()

    assert not queue.wait(Client("a"))
    assert queue.wait(Client("a"), is_form=True)


def test_an_address_with_many_sessions_takes_no_more_turns_than_another() -> None:
    queue = Queue(Limit(places=1, waiting=4, seconds=5))
    assert queue.enter()

    with waiting(queue, "a.1", "a.2", "a.3", "a.4", "b") as outcomes:
        _until(lambda: len(outcomes) == 1)
        assert outcomes == [("a.4", False)]
        del outcomes[:]
        _serve(queue, outcomes, 4)

    assert [client for client, _served in outcomes] == ["a.1", "b", "a.2", "a.3"]


def test_colleagues_behind_one_address_take_turns() -> None:
    queue = Queue(Limit(places=1, waiting=4, seconds=5))
    assert queue.enter()

    with waiting(queue, "a.1", "a.1", "a.1", "a.1", "a.2") as outcomes:
        _until(lambda: len(outcomes) == 1)
        assert outcomes == [("a.1", False)]
        del outcomes[:]
        _serve(queue, outcomes, 4)

    assert [client for client, _served in outcomes] == ["a.1", "a.2", "a.1", "a.1"]


def test_a_newcomer_does_not_overtake_everybody_who_has_waited() -> None:
    queue = Queue(Limit(places=1, waiting=9, seconds=5))
    assert queue.enter()

    with waiting(queue, "a", "a", "a", "a") as outcomes:
        _serve(queue, outcomes, 2)
        with waiting(queue, "b", "b") as others:
            queue.leave()
            _until(lambda: len(outcomes) + len(others) == 3)
            queue.leave()
            _until(lambda: len(outcomes) + len(others) == 4)
            assert (len(outcomes), len(others)) == (3, 1)
            queue.leave()
            queue.leave()
