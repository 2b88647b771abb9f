"""nginx as it is shipped, on free ports, with a certificate of an authority of its own."""

import contextlib
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.paths import ROOT

HOST = "forum.example.org"
IS_INSTALLED = shutil.which("nginx") is not None and shutil.which("openssl") is not None
_SECONDS = 30


@dataclass(frozen=True)
class Answer:
    """What a client got: 0 is no answer at all."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proxy:
    """A running nginx: where it listens, and the authority that its certificate is from."""

    port: int
    authority: Path

    def get(self, path: str) -> Answer:
        """Ask for `path` as a browser would, over a connection of its own."""
        connection = _Connection(self)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return Answer(response.status, response.read(), dict(response.headers.items()))
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            connection.close()


class _Connection(http.client.HTTPSConnection):
    """To this machine, whatever the name in the certificate."""

    def __init__(self, proxy: Proxy) -> None:
        self._trust = ssl.create_default_context(cafile=str(proxy.authority))
        super().__init__(HOST, proxy.port, timeout=_SECONDS)

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=_SECONDS)
        self.sock = self._trust.wrap_socket(plain, server_hostname=HOST)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_proxy(
    folder: Path, servers: Sequence[int], static: Path, edit: Callable[[str], str] = str
) -> Iterator[Proxy]:
    """nginx before the servers at these ports, until the block ends; its files are in `folder`.

    A drill that needs more of its configuration may `edit` it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    proxy = Proxy(free_port(), make_certificate(folder))
    main = write(folder, proxy, servers, static)
    configuration = folder / "forum.conf"
    configuration.write_text(edit(configuration.read_text()))
    command = ["nginx", "-e", str(folder / "errors"), "-c", str(main)]
    nginx = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _try in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", proxy.port)):
                break
            time.sleep(0.05)
        yield proxy
    finally:
        nginx.terminate()
        nginx.wait(10)


def write(folder: Path, proxy: Proxy, servers: Sequence[int], static: Path) -> Path:
    """Write the shipped configuration with the paths and ports of a drill; return the main file."""
    text = (ROOT / "deploy" / "nginx" / "forum.conf").read_text()
    text = re.sub(r"^\s*listen \[.*$", "", text, flags=re.MULTILINE)
    shipped_server = "    server 127.0.0.1:8000 max_fails=0"
    assert text.count(shipped_server) == 2
    for limit in ("", " max_conns=80"):
        servers_of = "\n".join(
            f"    server 127.0.0.1:{port} max_fails=0{limit};" for port in servers
        )
        text = text.replace(f"{shipped_server}{limit};", servers_of)
    for shipped, ours in (
        ("listen 443", f"listen 127.0.0.1:{proxy.port}"),
        ("listen 80", f"listen 127.0.0.1:{free_port()}"),
        ("/etc/ssl/forum", str(folder)),
        ("/var/cache/nginx", str(folder)),
        ("/var/log/nginx", str(folder)),
        ("/var/lib/forum/static", str(static)),
        ("/srv/forum/current", str(ROOT)),
    ):
        assert shipped in text, f"deploy/nginx/forum.conf no longer has “{shipped}”."
        text = text.replace(shipped, ours)
    (folder / "forum.conf").write_text(text)
    # Its processes read what this user made.
    user = "user root;" if os.geteuid() == 0 else ""
    kept = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy"))
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; events {{ worker_connections 768; }} http {{ {kept}"
        f" include /etc/nginx/mime.types; include {folder}/forum.conf; }}"
    )
    return folder / "nginx.conf"


def read_without_tls(port: int) -> Callable[[str], str]:
    """An edit of the configuration: the site is read at `port` too, as if TLS ended before it."""

    def edit(text: str) -> str:
        text = re.sub(r"\n\s*\n", "\n", text)
        secure = f"ssl http2;\n    server_name {HOST};"
        assert secure in text
        text = text.replace("X-Forwarded-Proto $scheme", "X-Forwarded-Proto https")
        return text.replace(secure, secure.replace("\n", f"\n    listen 127.0.0.1:{port};\n"))

    return edit


def make_certificate(folder: Path) -> Path:
    """Make an authority and a certificate of the host by it; return the former's certificate."""
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    root, root_key = folder / "ca.pem", folder / "ca-key.pem"
    made = ["openssl", "req", "-x509", "-subj", "/CN=Drill", *key]
    _run([*made, "-keyout", str(root_key), "-out", str(root)])
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    signed = ["openssl", "req", "-x509", *names, *key, "-CA", str(root), "-CAkey", str(root_key)]
    _run([*signed, "-keyout", str(folder / "key.pem"), "-out", str(folder / "fullchain.pem")])
    return root


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)
