"""A mailbox for tests, on this machine alone, and an authority that nobody knows."""

import re
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"')


class ImapServer(socketserver.ThreadingTCPServer):
    """One folder, INBOX, by the rules of RFC 9051, as much of them as the portal speaks."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.authority, self._context = make_authority(folder)
        self.messages: list[bytes] = []
        self.validity = 7
        self.seen: set[int] = set()
        # How often each message was read, and whether the line breaks when one is to be marked.
        self.fetched: list[int] = []
        self.hangs_up_at_mark = False

    @property
    def url(self) -> str:
        """BOUNCE_MAILBOX of this server; its password has characters of its own."""
        return f"imaps://forum:p%40ss@127.0.0.1:{self.server_address[1]}/INBOX"

    def get_request(self) -> tuple[socket.socket, Any]:
        plain, address = super().get_request()
        return self._context.wrap_socket(
            plain, server_side=True, do_handshake_on_connect=False
        ), address


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        with suppress(OSError, ValueError):
            self.say("* OK test")
            while line := self.rfile.readline():
                tag, _space, rest = line.strip().decode().partition(" ")
                answer = self._answer(cast("ImapServer", self.server), rest.upper(), line)
                if not answer:
                    return
                self.say(f"{tag} {answer}")

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def _answer(self, server: ImapServer, word: str, line: bytes) -> str:
        """The last line of the answer; empty to hang up."""
        quoted = [_unquoted(part) for part in _QUOTED.findall(line)]
        if word.startswith("CAPABILITY"):
            self.say("* CAPABILITY IMAP4rev1")
        elif word.startswith("LOGIN") and quoted[-1:] != [b"p@ss"]:
            return "NO wrong"
        elif word.startswith("SELECT"):
            if quoted != [b"INBOX"]:
                return "NO such folder"
            count, validity = len(server.messages), server.validity
            self.say(f"* {count} EXISTS", f"* OK [UIDVALIDITY {validity}] valid")
        elif word.startswith("UID SEARCH UID"):
            self._search(server, int(word.split()[3].split(":")[0]))
        elif word.startswith("UID FETCH"):
            self._fetch(server, word)
        elif word.startswith("UID STORE"):
            if server.hangs_up_at_mark:
                return ""
            server.seen.add(int(word.split()[2]))
        elif word.startswith("LOGOUT"):
            self.say("* BYE")
        return "OK done"

    def _search(self, server: ImapServer, first: int) -> None:
        last = len(server.messages)
        # “n:*” has the last message, whatever n is.
        uids = range(min(first, last), last + 1) if last else ()
        self.say(" ".join(["* SEARCH", *map(str, uids)]))

    def _fetch(self, server: ImapServer, word: str) -> None:
        uid, most = int(word.split()[2]), int(word.rpartition(".")[2].rstrip(">)"))
        server.fetched.append(uid)
        body = server.messages[uid - 1][:most]
        self.say(f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(body)}}}")
        self.wfile.write(body)
        self.say(")")


def _unquoted(text: bytes) -> bytes:
    return re.sub(rb"\\(.)", rb"\1", text)


def make_authority(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """The certificate of an authority, and what a server of 127.0.0.1 needs to speak TLS by it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "City authority")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    authority, private = folder / "ca.pem", folder / "key.pem"
    authority.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority, private)
    return authority, context


@contextmanager
def imap_server(folder: Path) -> Iterator[ImapServer]:
    """A running server, which keeps its keys in `folder`."""
    with ImapServer(folder) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
