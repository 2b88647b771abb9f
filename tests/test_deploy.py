"""What `deploy/` ships fits the portal: settings, addresses, headers, units."""

import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.pages.cache import store
from tests.drills.proxy import IS_INSTALLED, running_proxy
from tests.factories import make_event
from tests.paths import ROOT

DEPLOY = ROOT / "deploy"


def test_each_setting_of_the_example_is_documented() -> None:
    names = re.findall(r"^([A-Z_]+)=", (DEPLOY / "forum.env.example").read_text(), re.MULTILINE)
    guide = (ROOT / "docs" / "settings.md").read_text()

    assert len(names) > 10
    assert [name for name in names if f"`{name}`" not in guide] == []


@pytest.mark.django_db
def test_the_proxy_may_keep_public_pages_and_nothing_else(settings: Any) -> None:
    settings.TRUSTED_PROXY_COUNT = 1
    store.clear()
    event = make_event()
    page = reverse("programme:agenda", args=[event.slug])

    # Until the second ends in which it was asked for, made or not.
    for _time in range(2):
        begun = int(time.time())
        kept = Client().get(page).headers["X-Accel-Expires"]
        assert kept in {f"@{begun}", f"@{begun + 1}"}
    for private in ("/accounts/login/", "/accounts/landing/", "/healthz", "/en/nothing/"):
        assert "X-Accel-Expires" not in Client().get(private)
    settings.TRUSTED_PROXY_COUNT = 0
    assert "X-Accel-Expires" not in Client().get(page)


def test_the_proxy_knows_the_addresses_of_the_portal() -> None:
    text = (DEPLOY / "nginx" / "forum.conf").read_text()

    assert "session=" in text
    assert re.search(r"location ~ \^/staff/\[\^/\]\+/photographs/\$", text)
    assert re.fullmatch(r"/staff/[^/]+/photographs/", reverse("staff:photographs", args=["a"]))
    # nginx takes the first that fits.
    assert text.index("/photographs/$") < text.index("^/(staff|")
    quiet = r"\s+access_log off;\s+error_log /dev/null"
    kept_out = re.findall(r"location ~ (\S+newsletter\S+) \{" + quiet, text)
    names = ("focal-link", "join-link", "set-up-link", "preview-link")
    links = [reverse(name, args=["a" * 43]) for name in names]
    links += [reverse(f"events:{name}", args=["a", "b"]) for name in ("confirm", "leave")]
    assert [link for link in links if not re.search(kept_out[0], link)] == []


class _Portal(BaseHTTPRequestHandler):
    """A portal with a public page and a private one."""

    def do_GET(self) -> None:
        self.send_response(200)
        if self.path == "/public/":
            self.send_header("X-Accel-Expires", f"@{int(time.time())}")
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def small_portal() -> Iterator[HTTPServer]:
    """A portal that answers until it is closed."""
    portal = HTTPServer(("127.0.0.1", 0), _Portal)
    thread = threading.Thread(target=portal.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield portal
    finally:
        portal.shutdown()
        portal.server_close()
        thread.join()


@pytest.mark.skipif(not IS_INSTALLED, reason="nginx or openssl is not installed.")
def test_public_pages_are_shown_with_their_date_while_the_portal_is_away(tmp_path: Path) -> None:
    with ExitStack() as stack:
        with small_portal() as portal:
            proxy = stack.enter_context(running_proxy(tmp_path, [portal.server_port], tmp_path))
            fresh = proxy.get("/public/")
            assert proxy.get("/private/").status == 200
        copy = proxy.get("/public/")
        while "Server-Timing" not in copy.headers:  # it counts as new until the second ends
            assert copy.status == 200
            time.sleep(0.1)
            copy = proxy.get("/public/")
        private = proxy.get("/private/")

    assert (fresh.body, fresh.headers.get("Server-Timing")) == (b"/public/", None)
    assert copy.body == b"/public/"
    assert re.fullmatch(r'stale;desc="\w+, .* GMT"', copy.headers["Server-Timing"])
    assert (private.status, private.headers["Retry-After"]) == (503, "10")
    assert b"The portal is busy or restarting" in private.body


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed.")
@pytest.mark.parametrize("unit", ["forum.service", "forum-work.service", "forum-backup.service"])
def test_a_unit_has_few_rights(unit: str) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=30",
         str(DEPLOY / "systemd" / unit)],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout[-200:]
