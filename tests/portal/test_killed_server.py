"""What was acknowledged is kept: a real server, real saves in the admin, and kill -9."""

import contextlib
import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from itertools import count
from pathlib import Path

import pytest

from tests.databases import own_database

ROOT = Path(__file__).resolve().parent.parent.parent
_ENOUGH = 30

_PREPARE = """
import django; django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.roles import Role
from tests.factories import make_event, make_member
event = make_event(slug="kept")
user = make_member(event, Role.EDITOR)
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(event.pk, session.session_key)
"""
_READ = """
import django; django.setup()
from events.models import Page
print(*Page.objects.values_list("slug", flat=True))
"""


class Portal:
    """A portal of its own, in processes of its own, on a database of its own."""

    def __init__(self, folder: Path, database_url: str) -> None:
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
        }
        manage = [sys.executable, str(ROOT / "manage.py")]
        self.run(*manage, "migrate", "--verbosity", "0")
        self.run(*manage, "createcachetable", "--verbosity", "0")
        self.run(*manage, "collectstatic", "--noinput", "--verbosity", "0")
        self.event_pk, self.session_key = self.run(sys.executable, "-c", _PREPARE).split()

    def run(self, *command: str) -> str:
        """Run a command beside the server; its output."""
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        """Start the server as `make demo` does, and wait until it answers."""
        self.server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "forum_portal.wsgi:application",
             "--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread",
             "--workers", "2", "--threads", "2", "--no-control-socket"],
            env=self.environment, cwd=ROOT, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(100):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.origin}/readyz", timeout=2).read()
                return
            time.sleep(0.1)
        pytest.fail("The server did not start.")

    def kill(self) -> None:
        """Kill -9 the server with all its workers."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def stored(self) -> set[str]:
        """The pages that are in the database."""
        return set(self.run(sys.executable, "-c", _READ).split())


class Editor:
    """An editor who saves one new page after the other, as fast as the server lets them."""

    def __init__(self, portal: Portal, name: str) -> None:
        self.portal, self.name = portal, name
        self.acknowledged: list[str] = []
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(jar), _NoRedirect()
        )
        self.opener.addheaders = [("Cookie", f"session={portal.session_key}")]
        page = self.opener.open(f"{portal.origin}/admin/events/page/add/", timeout=10)
        found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.read())
        assert found
        self.token = found[1].decode()
        (csrf,) = (cookie.value for cookie in jar if cookie.name == "csrf")
        self.opener.addheaders = [("Cookie", f"session={portal.session_key}; csrf={csrf}")]

    def work(self) -> None:
        """Save until the server is gone. A redirect is what the portal says when it has saved."""
        for number in count():
            slug = f"{self.name}-{number}"
            form = {
                "csrfmiddlewaretoken": self.token, "event": self.portal.event_pk, "slug": slug,
                "title_en": f"Page {slug}", "is_published": "on", "position": "0",
            }  # fmt: skip
            data = urllib.parse.urlencode(form).encode()
            try:
                self.opener.open(f"{self.portal.origin}/admin/events/page/add/", data, timeout=10)
            except urllib.error.HTTPError as error:
                if error.code != 302:
                    return
                self.acknowledged.append(slug)
            except (OSError, http.client.HTTPException):
                return


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def test_kill_nine_during_saves_in_the_admin_loses_no_acknowledged_save(tmp_path: Path) -> None:
    with own_database(tmp_path) as url:
        portal = Portal(tmp_path, url)
        portal.start()
        try:
            editors = [Editor(portal, name) for name in ("ana", "wei")]
            threads = [threading.Thread(target=editor.work) for editor in editors]
            for thread in threads:
                thread.start()
            deadline = time.monotonic() + 30
            while sum(len(one.acknowledged) for one in editors) < _ENOUGH:
                assert time.monotonic() < deadline
                assert any(thread.is_alive() for thread in threads)
                time.sleep(0.01)
        finally:
            portal.kill()
        for thread in threads:
            thread.join(timeout=20)
        acknowledged = {slug for one in editors for slug in one.acknowledged}
        stored = portal.stored()

        assert acknowledged <= stored
        # What was saved without the answer arriving: one for each editor at most.
        assert len(stored - acknowledged) <= len(editors)

        portal.start()
        try:
            # Under load one editor may have had all the turns.
            last = next(one.acknowledged[-1] for one in editors if one.acknowledged)
            page = urllib.request.urlopen(f"{portal.origin}/en/kept/info/{last}/", timeout=10)
            assert f"Page {last}" in page.read().decode()
        finally:
            portal.kill()
