"""One request to another machine, by which nobody reaches into the portal's own network.

Only https, only port 443, only hosts that the caller allows, and only at addresses of the public
internet: a name is resolved once, and the connection goes to the address that was looked at, so
that it cannot point elsewhere a moment later. No redirect is followed, no proxy of the environment
is asked. Knows nothing of what is sent.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from urllib.parse import SplitResult, urlsplit

from core.protection.tls import client_context

# For connecting, sending and the answer together. The system's resolver has limits of its own.
SECONDS = 10.0
# Of an answer's body; it is thrown away, and the rest is never read.
MOST_BYTES = 65_536

_PORT = 443
# Of IPv6 nothing else was ever given out for the public internet.
_IPV6 = ipaddress.IPv6Network("2000::/3")
# What a network translates into the IPv4 address of the last 32 bits (RFC 6052).
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

# As `socket.getaddrinfo` gives it: family, type, protocol, name, and the address itself.
AddressInfo = tuple[object, object, object, object, tuple[object, ...]]
# From a host and the moment (`time.monotonic`) until which there is time, to a connected socket.
Dial = Callable[[str, float], socket.socket]


class RequestRefused(Exception):
    """This request must not be made. Trying again is no use."""


class Unanswered(Exception):
    """There was no answer. Trying again may help."""


def checked(url: str, allowed: Container[str]) -> SplitResult:
    """The parts of an address that may be asked. Raises RequestRefused, which says why."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RequestRefused("This is no address.") from error
    is_plain = url.isascii() and url.isprintable() and " " not in url
    if not is_plain or parts.scheme != "https" or "@" in parts.netloc or "#" in url:
        raise RequestRefused("Only https is asked, without a user name or a fragment.")
    if port not in (None, _PORT):
        raise RequestRefused("Only port 443 is asked.")
    if not parts.hostname or parts.hostname not in allowed:
        raise RequestRefused("The host is not on the list.")
    return parts


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also where it wraps another one."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast
    wrapped = ip.ipv4_mapped or ip.sixtofour
    if ip in _NAT64:
        wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    if wrapped is not None:
        return is_public(str(wrapped))
    return ip in _IPV6 and ip.is_global


def dial_public(
    host: str,
    until: float,
    *,
    lookup: Callable[..., Iterable[AddressInfo]] = socket.getaddrinfo,
    connect: Callable[..., socket.socket] = socket.create_connection,
) -> socket.socket:
    """Connect to `host`, if everything that it resolves to is public.

    Raises RequestRefused, Unanswered.

    One private address among public ones is enough to refuse: which one is asked is luck.
    """
    try:
        infos = lookup(host, _PORT, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unanswered("The host was not found.") from error
    addresses = list(dict.fromkeys(str(info[4][0]) for info in infos))
    if not all(is_public(address) for address in addresses):
        raise RequestRefused("The host has an address that is not public.")
    reason = "The host has no address."
    for address in addresses:
        try:
            return connect((address, _PORT), timeout=_left(until))
        except OSError as error:
            reason = _words(error, until)
    raise Unanswered(reason)


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allowed: Container[str],
    dial: Dial = dial_public,
    context: ssl.SSLContext | None = None,
) -> int:
    """Send `body`; the status of the answer, whatever it is. Raises RequestRefused, Unanswered.

    `dial` and `context` are for tests, whose server is on this machine.
    """
    parts = checked(url, allowed)
    host = str(parts.hostname)
    until = time.monotonic() + SECONDS
    context = context or client_context()
    with closing(dial(host, until)) as plain:
        try:
            sock = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
            with closing(sock), _cut_off(sock, until):
                sock.do_handshake()
                return _ask(sock, context, parts, body, headers)
        except (OSError, http.client.HTTPException) as error:
            raise Unanswered(_words(error, until)) from error


def _ask(
    sock: ssl.SSLSocket,
    context: ssl.SSLContext,
    parts: SplitResult,
    body: bytes,
    headers: Mapping[str, str],
) -> int:
    connection = http.client.HTTPSConnection(str(parts.hostname), _PORT, context=context)
    # The socket is given; it must never open one of its own, which would resolve the name again.
    connection.sock, connection.auto_open = sock, 0
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    with closing(connection):
        connection.request("POST", target, body, {**headers, "Connection": "close"})
        with closing(connection.getresponse()) as response:
            with suppress(OSError, http.client.HTTPException):
                response.read(MOST_BYTES)
            return response.status


@contextmanager
def _cut_off(sock: ssl.SSLSocket, until: float) -> Iterator[None]:
    """End the connection when the time is over: who sends a byte now and then is never silent."""
    sock.settimeout(_left(until))
    timer = threading.Timer(_left(until), _shut, [sock])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _shut(sock: ssl.SSLSocket) -> None:
    with suppress(OSError):
        # Not TLS's own way to end, which would disturb the thread that is reading.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise Unanswered(_late())
    return left


def _late() -> str:
    return f"No answer within {SECONDS:.0f} seconds."


def _words(error: Exception, until: float) -> str:
    if time.monotonic() >= until or isinstance(error, TimeoutError):
        return _late()
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The certificate is not valid: {error.verify_message}"
    return type(error).__name__
