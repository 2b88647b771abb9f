"""A mail server for tests, on this machine alone: it keeps what it is given and can be told no."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast


class MailServer(socketserver.ThreadingTCPServer):
    """Accepts mail by the rules of RFC 5321, as much of them as the portal speaks."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.accepted: list[tuple[str, EmailMessage]] = []
        # What it says to a recipient, and at the end of a mail.
        self.answer_to: Callable[[str], str] = lambda address: "250 ok"
        self.last_word = "250 taken"
        self.hangs_up_at_the_end = False

    @property
    def url(self) -> str:
        """EMAIL_URL of this server."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    @property
    def addresses(self) -> list[str]:
        """Who was sent something, in order."""
        return [address for address, _message in self.accepted]


class _Conversation(socketserver.StreamRequestHandler):
    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self) -> None:
        server = cast("Any", self.server)
        recipient = ""
        self.say("220 test")
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word.startswith(b"RCPT TO:"):
                recipient = line.decode().split("<", 1)[1].split(">", 1)[0]
                self.say(server.answer_to(recipient))
            elif word == b"DATA":
                self.say("354 go on")
                body = self.read_body()
                if body is None:
                    return  # no end: forgotten
                if server.last_word.startswith("2"):
                    message = message_from_bytes(body, policy=policy.default)
                    server.accepted.append((recipient, message))
                if server.hangs_up_at_the_end:
                    return
                self.say(server.last_word)
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def read_body(self) -> bytes | None:
        lines: list[bytes] = []
        while line := self.rfile.readline():
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line[1:] if line.startswith(b"..") else line)
        return None


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A running server."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
