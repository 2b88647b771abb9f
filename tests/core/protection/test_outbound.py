"""What goes out goes where it may, and nowhere else: a real server with a real certificate."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.protection import outbound
from tests.core.protection.receiver import HOST, URL, Receiver, receiver

ALLOWED = (HOST,)
PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "::1",
    "::",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "::10.0.0.1",
    "fe80::1%lo",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "2002:a00:1::1",
    "64:ff9b::a00:1",
]
PUBLIC = ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Receiver]:
    with receiver(tmp_path) as running:
        yield running


def found(*addresses: str) -> Any:
    """What the system's resolver says of a name, in its own form."""
    return [(0, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]


def test_a_request_arrives_as_it_was_made(server: Receiver) -> None:
    status = server.send(URL, b'{"a": 1}', {"webhook-id": "x"}, allowed=ALLOWED)

    ((path, headers, body),) = server.requests
    assert (status, path, body) == (200, "/agenda?from=forum", b'{"a": 1}')
    assert (headers["host"], headers["webhook-id"]) == (HOST, "x")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(server: Receiver, status: int) -> None:
    server.answers = [status]

    assert server.send(URL, b"", {}, allowed=ALLOWED) == status
    assert len(server.requests) == 1


def test_no_proxy_of_the_environment_is_asked(
    server: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert server.send(URL, b"", {}, allowed=ALLOWED) == 200


def test_an_unknown_certificate_and_one_of_another_host_are_refused(
    server: Receiver, tmp_path: Path
) -> None:
    with pytest.raises(outbound.Unanswered, match="certificate"):
        outbound.post(URL, b"", {}, allowed=ALLOWED, dial=server.dial)
    (tmp_path / "other").mkdir()
    with (
        receiver(tmp_path / "other", name="other.example") as other,
        pytest.raises(outbound.Unanswered, match="certificate"),
    ):
        other.send(URL, b"", {}, allowed=ALLOWED)

    assert server.requests == other.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.city.example/",
        "https://hooks.city.example:8443/",
        "https://hooks.city.example:port/",
        "https://somebody:secret@hooks.city.example/",
        "https://hooks.city.example@elsewhere.example/",
        "https://elsewhere.example/",
        "https://elsewhere.example\\@hooks.city.example/",
        "https://sub.hooks.city.example/",
        "https://hooks.city.example./",
        "https://hooks.city.example/#part",
        "https://hooks.city.example/a b",
        "https://hooks.city.example/\r\nX: y",
        "https://hooks.city.example/é",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::1/",
        "https:///agenda",
        "ftp://hooks.city.example/",
        "hooks.city.example",
        "",
    ],
)
def test_an_address_that_may_not_be_asked_is_refused_before_anything_is_resolved(url: str) -> None:
    def dial(_host: str, _until: float) -> socket.socket:
        raise AssertionError

    with pytest.raises(outbound.RequestRefused):
        outbound.post(url, b"", {}, allowed=ALLOWED, dial=dial)


@pytest.mark.parametrize(
    "url", [URL, "https://HOOKS.city.example", "https://hooks.city.example:443/a/%C3%A9?b=c"]
)
def test_an_address_on_the_list_may_be_asked(server: Receiver, url: str) -> None:
    assert server.send(url, b"", {}, allowed=ALLOWED) == 200


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_never_connected_to(address: str) -> None:
    def connect(*_args: Any, **_options: Any) -> socket.socket:
        raise AssertionError

    for answer in (found(address), found("1.1.1.1", address)):
        with pytest.raises(outbound.RequestRefused, match="not public"):
            outbound.dial_public(
                HOST, time.monotonic() + 5, lookup=lambda *_a, _f=answer, **_o: _f, connect=connect
            )


def test_the_systems_own_answer_for_this_machine_is_refused() -> None:
    with pytest.raises(outbound.RequestRefused, match="not public"):
        outbound.dial_public("localhost", time.monotonic() + 5)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert outbound.is_public(address)


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(server: Receiver) -> None:
    looked_up: list[str] = []
    asked: list[Any] = []

    def lookup(host: str, *_args: Any, **_options: Any) -> Any:
        looked_up.append(host)
        # Anyone who asks a second time is led to this machine.
        return found("1.1.1.1", "1.0.0.1") if len(looked_up) == 1 else found("127.0.0.1")

    def connect(address: Any, *, timeout: float) -> socket.socket:
        asked.append(address)
        if address[0] == "1.1.1.1":
            raise OSError
        return server.dial(HOST, 0)

    def dial(host: str, until: float) -> socket.socket:
        return outbound.dial_public(host, until, lookup=lookup, connect=connect)

    status = outbound.post(URL, b"", {}, allowed=ALLOWED, dial=dial, context=server.context)

    assert status == 200
    assert looked_up == [HOST]
    assert asked == [("1.1.1.1", 443), ("1.0.0.1", 443)]


def test_a_name_that_is_not_found_may_be_found_later() -> None:
    def lookup(*_args: Any, **_options: Any) -> Any:
        raise socket.gaierror

    with pytest.raises(outbound.Unanswered):
        outbound.dial_public(HOST, time.monotonic() + 5, lookup=lookup)
    with pytest.raises(outbound.Unanswered, match="no address"):
        outbound.dial_public(HOST, time.monotonic() + 5, lookup=lambda *_a, **_o: [])


def _drip(handler: Any) -> None:
    """Never silent for long enough to be given up as silent, and never done."""
    for _number in range(100):
        handler.wfile.write(b"H")
        time.sleep(0.05)


def test_a_server_that_never_comes_to_an_end_is_left_in_time(
    server: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "SECONDS", 0.5)
    server.meanwhile = _drip
    begun = time.monotonic()

    with pytest.raises(outbound.Unanswered, match="No answer within"):
        server.send(URL, b"", {}, allowed=ALLOWED)

    assert time.monotonic() - begun < 2


def test_a_machine_that_says_nothing_is_left_in_time(
    server: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        there = silent.getsockname()

        with pytest.raises(outbound.Unanswered, match="No answer within"):
            outbound.post(
                URL,
                b"",
                {},
                allowed=ALLOWED,
                context=server.context,
                dial=lambda _host, _until: socket.create_connection(there),
            )


def test_a_body_without_end_is_not_read_to_its_end(server: Receiver) -> None:
    sent: list[int] = []

    def flood(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
        sent.extend(handler.wfile.write(b"x" * 65_536) for _number in range(1000))

    server.meanwhile = flood

    assert server.send(URL, b"", {}, allowed=ALLOWED) == 200
    assert len(sent) < 500
