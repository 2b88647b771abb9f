"""A server as the portal starts it, and a client that asks as fast as it is answered."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_CONNECTIONS = 4


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(port: int) -> Iterator[None]:
    """Two workers on 127.0.0.1, as `make demo` has them."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "deploy/gunicorn.conf.py",
            "--log-level",
            "error",
        ],
        env={**os.environ, "BIND": f"127.0.0.1:{port}"},
    )
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
                break
            if process.poll() is not None:
                raise RuntimeError("The server did not start.")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def milliseconds_per_answer(port: int, path: str, seconds: float) -> float:
    """How long the server is busy with a whole answer: four kept connections, for `seconds`."""
    counts = [0] * _CONNECTIONS
    stop = time.perf_counter() + seconds
    begun = time.perf_counter()
    threads = [
        threading.Thread(target=_ask, args=(port, path, stop, counts, index))
        for index in range(_CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (time.perf_counter() - begun) * 1000 / sum(counts)


def _ask(port: int, path: str, stop: float, counts: list[int], index: int) -> None:
    question = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    buffer = bytearray(1 << 20)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        while time.perf_counter() < stop:
            connection.sendall(question)
            _read_answer(connection, buffer)
            counts[index] += 1


def _read_answer(connection: socket.socket, buffer: bytearray) -> None:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(65536)
        if not piece:
            raise ConnectionError("The server closed the connection.")
        head += piece
    head, _, body = head.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise ConnectionError(head[:200].decode("latin-1"))
    length = next(
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    left = length - len(body)
    while left > 0:
        received = connection.recv_into(buffer, min(left, len(buffer)))
        if not received:
            raise ConnectionError("The answer ended early.")
        left -= received
