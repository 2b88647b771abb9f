"""A portal in processes of its own, as an office runs it, and somebody who signs in to it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.paths import ROOT

# Before it: `import django; django.setup()`. After it `session_of(user)` is the key of a session.
SESSION_OF = """
import django; django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
def session_of(user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key
"""


class Portal:
    """A portal of its own, on a database of its own; what it logs goes to `log` in `folder`."""

    def __init__(self, folder: Path, database_url: str, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "forum_portal.settings",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "PUBLIC_ORIGIN": self.origin,
            "PYTHONPATH": str(ROOT),
            **environment,
        }
        self.log = folder / "server.log"
        manage = [sys.executable, str(ROOT / "manage.py")]
        self.run(*manage, "collectstatic", "--noinput", "--verbosity", "0")

    def python(self, code: str, *arguments: str) -> list[str]:
        """Run `code` on the portal's database; the words that it printed."""
        return self.run(sys.executable, "-c", code, *arguments).split()

    def run(self, *command: str) -> str:
        """Run a command beside the server; its output."""
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        """Start the server as `make demo` does, and wait until it answers."""
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"],
                env={**self.environment, "BIND": f"127.0.0.1:{self.port}"},
                cwd=ROOT,
                start_new_session=True,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        for _ in range(100):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.origin}/readyz", timeout=2).read()
                return
            time.sleep(0.1)
        pytest.fail("The server did not start.")

    def is_ready(self) -> bool:
        """Whether it answers, database and all."""
        with contextlib.suppress(OSError):
            return urllib.request.urlopen(f"{self.origin}/readyz", timeout=5).status == 200
        return False

    def kill(self) -> None:
        """Kill -9 the server with all its workers."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()
