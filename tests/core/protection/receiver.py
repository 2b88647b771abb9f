"""A real HTTPS server on this machine, for what the portal sends to other machines."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.protection import outbound

HOST = "hooks.city.example"
URL = f"https://{HOST}/agenda?from=forum"


@dataclass
class Receiver:
    """What arrived, and what is answered next (200 where nothing is said)."""

    port: int = 0
    certificate: bytes = b""
    answers: list[int] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    # Called in each request, before it is answered.
    meanwhile: Callable[[Any], None] | None = None

    @property
    def context(self) -> ssl.SSLContext:
        """Trusts this server, and checks all else as ever."""
        return ssl.create_default_context(cadata=self.certificate.decode())

    def dial(self, _host: str, _until: float) -> socket.socket:
        """The way to this server, in place of the one to the public internet."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=5)

    @property
    def send(self) -> Callable[..., int]:
        """As the portal sends, but to this server."""
        return partial(outbound.post, dial=self.dial, context=self.context)


@contextmanager
def receiver(folder: Path, *, name: str = HOST) -> Iterator[Receiver]:
    """A running server with a certificate for `name`."""
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {key.lower(): value for key, value in self.headers.items()}
            kept.requests.append((self.path, headers, body))
            if kept.meanwhile is not None:
                kept.meanwhile(self)
            self.send_response(kept.answers.pop(0) if kept.answers else 200)
            self.send_header("Location", f"https://{HOST}/elsewhere")
            self.end_headers()
            self.wfile.write(b"thank you")

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_args: Any) -> None:
            """A client that leaves in the middle is what some tests are about."""

    path = folder / "receiver.pem"
    kept.certificate = _certificate(path, name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server = Server(("127.0.0.1", 0), Handler)
    # The handshake in the thread of the request: one that fails must not stop the server.
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    kept.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _certificate(path: Path, name: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + certificate)
    return certificate
