"""Two versions of the portal in folders of their own, and servers of either as units start them."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.drills.proxy import HOST
from tests.paths import ROOT

_MIGRATION = """from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "{latest}")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE events_event ADD COLUMN drill integer NULL",
            "ALTER TABLE events_event DROP COLUMN drill",
        )
    ]
"""


@dataclass
class Site:
    """A portal with its data in `folder`; `current` leads to the version that servers start."""

    folder: Path
    database_url: str
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.data = self.folder / "data"
        self.current = self.folder / "current"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "forum_portal.settings",
            "SECRET_KEY": "for-drills-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDE",
            "DATA_KEYS": "for-drills-only-9876543210-abcdefghijklmnopqrstuvwxyz-ABCDE",
            "ALLOWED_HOSTS": HOST,
            "PUBLIC_ORIGIN": f"https://{HOST}",
            "TRUSTED_PROXY_COUNT": "1",
            "DATABASE_URL": self.database_url,
            "DATA_DIR": str(self.data),
            "ALLOW_TEMPORARY_DATA": "true",
            "WEB_CONCURRENCY": "1",
            "DEFAULT_FROM_EMAIL": f"forum@{HOST}",
        }
        self.data.mkdir(parents=True)

    def add_version(self, name: str, *, is_next: bool = False) -> Path:
        """Copy the working tree; the next version has another style sheet and a migration more."""
        folder = self.folder / name
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        files = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for file in filter(None, files.split("\0")):
            if (ROOT / file).is_file():
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / file, folder / file)
        if is_next:
            with (folder / "static" / "css" / "tokens.css").open("a") as sheet:
                sheet.write("\n:root {\n  --drill: 1;\n}\n")
            migrations = folder / "events" / "migrations"
            latest = max(path.stem for path in migrations.glob("0*.py"))
            (migrations / "0999_drill.py").write_text(_MIGRATION.format(latest=latest))
        return folder

    def switch(self, version: Path) -> None:
        """Let `current` lead to `version`, at once."""
        link = self.folder / "next"
        link.symlink_to(version)
        link.replace(self.current)

    def run(self, version: Path, *command: str) -> str:
        """Run `manage.py` or, with `-c`, Python in `version`; its output."""
        return "".join(self.lines_of(version, *command))

    def lines_of(self, version: Path, *command: str) -> Iterator[str]:
        """The same, line by line as they come."""
        start = [] if command[0] == "-c" else ["manage.py"]
        process = subprocess.Popen(
            [sys.executable, "-u", *start, *command],
            cwd=version,
            env={**self.environment, "PYTHONPATH": str(version)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout is not None
        output = []
        for line in process.stdout:
            output.append(line)
            yield line
        assert process.wait() == 0, "".join(output)


class Server:
    """A server of the portal as `forum.service` starts it, behind its socket or on a port."""

    def __init__(self, site: Site, *, has_socket: bool) -> None:
        self._site = site
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._has_socket = has_socket
        if has_socket:
            self._socket.listen(2048)
        else:
            self._socket.close()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start, and leave nothing running after the block."""
        self.start()
        try:
            yield
        finally:
            self.kill()

    def start(self) -> None:
        """Run what comes before the start, then the server; return when it answers."""
        unit = (self._site.current / "deploy" / "systemd" / "forum.service").read_text()
        for command in re.findall(r"^ExecStartPre=\S+/python manage.py (.+)$", unit, re.MULTILINE):
            self._site.run(self._site.current.resolve(), *command.split())
        started = re.search(r"^ExecStart=\S+/python (.+)$", unit, re.MULTILINE)
        assert started
        folder = self._site.current.resolve()
        command = [sys.executable, *started[1].split()]
        environment = {**self._site.environment, "BIND": f"127.0.0.1:{self.port}"}
        files: tuple[int, ...] = ()
        if self._has_socket:
            # What systemd does: the socket is file 3 of the process whose number is named.
            files = (self._socket.fileno(),)
            exchange = f'exec 3<&{files[0]}; LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"'
            command = ["sh", "-c", exchange, "sh", *command]
        self._log = (self._site.folder / f"server-{self.port}.log").open("ab")
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            pass_fds=files,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        self._wait()

    def _wait(self) -> None:
        ask = f"GET /healthz HTTP/1.0\r\nHost: {HOST}\r\n\r\n".encode()
        for _try in range(300):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=30) as client:
                    client.sendall(ask)
                    if client.recv(12).endswith(b"200"):
                        return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"The server on port {self.port} did not start.")

    def stop(self) -> None:
        """Stop as systemd does: what is being answered is finished."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(60)
        self._log.close()

    def close(self) -> None:
        """Stop listening for it, as `systemctl stop forum.socket` does."""
        self._socket.close()

    def kill(self) -> None:
        """Kill -9 the server with its workers."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
            self._log.close()
