"""A server as the portal starts it, and a client that asks as fast as it is answered."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_CONNECTIONS = 4


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(port: int, **environment: str) -> Iterator[int]:
    """Two workers on 127.0.0.1, as `make demo` has them; yield the process that has them."""
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
        env={**os.environ, "BIND": f"127.0.0.1:{port}", **environment},
    )
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 60) as probe:
                # It listens before its workers can answer.
                probe.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
                probe.recv(1)
                break
            if process.poll() is not None:
                raise RuntimeError("The server did not start.")
            time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def milliseconds_per_answer(port: int, path: str, seconds: float) -> float:
    """How long the server is busy with a whole answer: four kept connections, for `seconds`."""
    begun = time.perf_counter()
    answers = count_answers(port, path, seconds)
    return (time.perf_counter() - begun) * 1000 / answers


def count_answers(port: int, path: str, seconds: float, host: str = "127.0.0.1") -> int:
    """Ask over four kept connections for `seconds`; how many whole answers came."""
    counts = [0] * _CONNECTIONS
    stop = time.perf_counter() + seconds
    question = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    threads = [
        threading.Thread(target=_ask, args=(port, question, stop, counts, index))
        for index in range(_CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def processor_milliseconds(*processes: int) -> int:
    """The processor time that these processes and their children have had."""
    tick = 1000 // os.sysconf("SC_CLK_TCK")
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it may have ended by now
            facts = stat.read_text().rpartition(")")[2].split()
            if int(stat.parent.name) in processes or int(facts[1]) in processes:
                total += (int(facts[11]) + int(facts[12])) * tick
    return total


def _ask(port: int, question: bytes, stop: float, counts: list[int], index: int) -> None:
    buffer = bytearray(1 << 20)
    while time.perf_counter() < stop:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            is_open = True
            while is_open and time.perf_counter() < stop:
                connection.sendall(question)
                is_open = _read_answer(connection, buffer)
                counts[index] += 1


def _read_answer(connection: socket.socket, buffer: bytearray) -> bool:
    """Read a whole answer; whether the server keeps the connection."""
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
    return b"\r\nconnection: close" not in head.lower()
