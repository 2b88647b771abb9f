"""What `deploy/` ships fits the portal: settings, addresses, headers, units."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.pages.cache import store
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

    assert [Client().get(page).headers.get("X-Accel-Expires") for _time in range(2)] == ["1", "1"]
    for private in ("/accounts/login/", "/accounts/landing/", "/healthz", "/en/nothing/"):
        assert "X-Accel-Expires" not in Client().get(private)
    settings.TRUSTED_PROXY_COUNT = 0
    assert "X-Accel-Expires" not in Client().get(page)


def test_the_proxy_knows_the_addresses_of_the_portal() -> None:
    text = (DEPLOY / "nginx" / "forum.conf").read_text()

    assert "session=" in text
    assert re.search(r"location ~ \^/staff/\[\^/\]\+/photographs/\$", text)
    assert re.fullmatch(r"/staff/[^/]+/photographs/", reverse("staff:photographs", args=["a"]))
    quiet = r"\s+access_log off;\s+error_log /dev/null"
    kept_out = re.findall(r"location ~ (\S+newsletter\S+) \{" + quiet, text)
    names = ("focal-link", "join-link", "set-up-link", "preview-link")
    links = [reverse(name, args=["a" * 43]) for name in names]
    links += [reverse(f"events:{name}", args=["a", "b"]) for name in ("confirm", "leave")]
    assert [link for link in links if not re.search(kept_out[0], link)] == []


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed.")
def test_nginx_accepts_its_configuration(tmp_path: Path) -> None:
    text = (DEPLOY / "nginx" / "forum.conf").read_text()
    text = re.sub(r"^\s*(listen \[|ssl_).*$", "", text, flags=re.MULTILINE)
    text = text.replace("443 ssl http2", "8443").replace("listen 80", "listen 8080")
    text = text.replace("/var/cache/nginx", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "forum.conf").write_text(text)
    whole = f"pid {tmp_path}/pid; events {{}} http {{ include {tmp_path}/forum.conf; }}"
    (tmp_path / "nginx.conf").write_text(whole)

    done = subprocess.run(
        ["nginx", "-t", "-e", str(tmp_path / "errors"), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


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
