"""The image, compose.yaml and Caddyfile fit the portal; nothing can be pulled where tests run."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from tests.paths import ROOT
from tests.test_docs import variables_described

_FOLDER = ROOT / "deploy" / "containers"
_CADDY = ROOT / "deploy" / "caddy" / "Caddyfile"


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    loaded = yaml.safe_load((_FOLDER / "compose.yaml").read_text())
    return dict(loaded["services"])


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Containerfile in order."""
    lines = (_FOLDER / "Containerfile").read_text().splitlines()
    pairs = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return [(name, rest) for name, _space, rest in pairs]


def test_the_image_holds_whatever_the_portal_is_made_of() -> None:
    sources = [
        source
        for name, rest in instructions()
        if name == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    ]
    apps = {app.partition(".")[0] for app in settings.INSTALLED_APPS}
    own = {app for app in apps if (ROOT / app).is_dir()}

    assert [source for source in sources if not (ROOT / source).exists()] == []
    needed = {*own, "deploy", "locale", "static", "templates", "manage.py", "pyproject.toml"}
    assert needed - {*sources} == set()


def test_the_image_installs_by_hashes_and_runs_without_rights() -> None:
    steps = instructions()
    names = [name for name, _rest in steps]
    first, second = (at for at, name in enumerate(names) if name == "FROM")

    assert any("--require-hashes -r requirements.txt" in rest for _name, rest in steps[:second])
    assert [rest for name, rest in steps[second:] if name == "USER"] == ["10001"]
    for _name, rest in steps[second:]:
        files = re.findall(r'"(deploy/[\w/.]+)"', rest)
        assert [file for file in files if not (ROOT / file).is_file()] == []
    assert first == 0


def test_each_service_is_what_the_portal_has(services: dict[str, Any]) -> None:
    described = variables_described((ROOT / "docs" / "settings.md").read_text())
    portal = {name: services[name] for name in ("upgrade", "web", "work")}

    for service in portal.values():
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert set(service["environment"]) <= {*described, "BIND"}
        assert (_FOLDER / service["build"]["context"]).resolve() == ROOT
        assert (ROOT / service["build"]["dockerfile"]).is_file()
    commands = [service["command"] for service in portal.values() if "command" in service]
    assert [name for _python, _manage, name in commands if name not in get_commands()] == []
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
        folders = [volume.split(":")[0] for volume in service["volumes"] if volume[0] == "."]
        assert [folder for folder in folders if not (_FOLDER / folder).exists()] == []
    ends = "service_completed_successfully"
    assert services["web"]["depends_on"]["upgrade"]["condition"] == ends
    assert "ports" not in services["database"]


def test_caddy_keeps_to_what_nginx_does() -> None:
    caddy, nginx = _CADDY.read_text(), (ROOT / "deploy" / "nginx" / "forum.conf").read_text()

    for rule in (
        r"^/(accounts/)?join/.|^/accounts/set-up/.|^/preview/.|/newsletter/(confirm|leave)/",
        r"^/staff/[^/]+/photographs/$",
        "public, max-age=31536000, immutable",
    ):
        assert rule in caddy
        assert rule in nginx


@pytest.mark.skipif(shutil.which("caddy") is None, reason="Caddy is not installed.")
def test_caddy_accepts_its_configuration() -> None:
    command = shlex.split("caddy validate --adapter caddyfile --config")

    done = subprocess.run(
        [*command, str(_CADDY)], capture_output=True, text=True, check=False, cwd=Path("/")
    )

    assert done.returncode == 0, done.stderr
