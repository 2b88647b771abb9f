"""Follow docs/deploy.md command by command on a Debian of its own, until the site answers by https.

`python -m tests.drills.install`, part of `make drills`. There is no systemd inside: what
`systemctl` is asked for, a script in its place takes from the unit files, without their limits.
"""

import re
import subprocess
import sys
import time
from pathlib import Path

from tests.drills.debian import Debian, fresh_debian
from tests.drills.proxy import HOST, make_certificate
from tests.paths import ROOT

_SYSTEMCTL = Path(__file__).with_name("systemctl.py")
# The first block names what is different everywhere.
_NAMES = """
REPOSITORY=file:///root/forum.git
VERSION={version}
HOST={host}
CERTIFICATE=/root/fullchain.pem
KEY=/root/key.pem
"""
_ASK = """
import ssl, sys, urllib.error, urllib.request
trust = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile="/root/ca.pem"))
opener = urllib.request.build_opener(trust, urllib.request.HTTPCookieProcessor())
opener.addheaders = [("Authorization", f"Bearer {sys.argv[2]}")] if len(sys.argv) > 2 else []
try:
    answer = opener.open(sys.argv[1], timeout=30)
except urllib.error.HTTPError as error:
    answer = error
print(answer.status, answer.headers.get("Content-Type"), answer.geturl())
print(answer.read().decode())
"""


def main() -> int:
    """Install, look at the site, upgrade, look again."""
    sections = {
        title: re.findall(r"^```sh\n(.+?)^```$", text, re.MULTILINE | re.DOTALL)
        for title, text in re.findall(
            r"^## (.+?)\n(.*?)(?=^## |\Z)", _guide(), re.MULTILINE | re.DOTALL
        )
    }
    names, *install = sections["Install"]
    assert re.findall(r"^\w+", names, re.M) == re.findall(r"^\w+", _NAMES, re.M), names
    (code,) = (block for block in install if "git clone" in block)
    with fresh_debian("ca-certificates") as debian:
        _prepare(debian)
        _follow(debian, "1.0", install)
        _look(debian)
        _follow(debian, "1.1", [code, *sections["Upgrade"]])
        _look(debian)
        leads = debian.run("readlink", "/srv/forum/current").strip()
        print(f"The site runs from {leads}.")
    return 0 if leads.endswith("1.1") else 1


def _guide() -> str:
    return (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")


def _prepare(debian: Debian) -> None:
    """The repository, a certificate, and what replaces systemd and the name service here."""
    home = debian.root / "root"
    debian.clone("/root/forum.git", "--bare")
    for version in ("1.0", "1.1"):
        tag = ["git", "-C", str(home / "forum.git"), "tag", version]
        subprocess.run(tag, check=True)
    make_certificate(home)
    with (debian.root / "etc" / "hosts").open("a") as hosts:
        hosts.write(f"127.0.0.1 localhost {HOST}\n")
    systemctl = debian.root / "usr" / "local" / "bin" / "systemctl"
    systemctl.write_text(_SYSTEMCTL.read_text())
    systemctl.chmod(0o755)


def _follow(debian: Debian, version: str, blocks: list[str]) -> None:
    """Run blocks in order, each in a shell that knows the names and is where the last one was."""
    names = _NAMES.format(version=version, host=HOST)
    for block in blocks:
        begun, first = time.monotonic(), block.partition("\n")[0]
        shell = f'set -e\n{names}\ncd "/srv/forum/$VERSION" 2>/dev/null || cd /root\n{block}'
        # The network of this machine for packages; services listen on one of their own.
        has_network = "apt-get" in block or "pip install" in block
        debian.run("bash", "-c", shell, has_network=has_network, seconds=900)
        if "apt-get install" in block:
            debian.run("systemctl", "start", "postgresql")
        print(f"{time.monotonic() - begun:4.0f} s  {first}", flush=True)


def _look(debian: Debian) -> None:
    """What readers, the first administrator and monitoring get through the proxy."""
    settings = (debian.root / "etc" / "forum.env").read_text()
    token = dict(line.split("=", 1) for line in settings.splitlines() if "=" in line)
    first_page = _ask(debian, "/accounts/login/")
    assert first_page.startswith("200 text/html"), first_page
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', first_page)
    for sheet in sheets:
        assert _ask(debian, sheet).startswith("200 text/css"), sheet
    link = re.search(rf"https://{HOST}(/\S+)", _manage(debian, "setup"))
    assert link is not None
    page = _ask(debian, link[1])
    assert page.startswith("200 text/html"), page
    for _try in range(60):
        told = _ask(debian, "/readyz", token["MONITORING_TOKENS"])
        # The version is the last line. A backup comes later: docs/backup.md.
        wrong = [line for line in told.strip().splitlines()[1:-1] if line and "backup" not in line]
        if wrong in ([], ["ready"]):
            break
        time.sleep(1)
    assert wrong in ([], ["ready"]), told
    print(f"https://{HOST} answers, with {len(sheets)} style sheets, set-up link, ready.")


def _manage(debian: Debian, *words: str) -> str:
    return debian.run("/srv/forum/current/deploy/manage", *words)


def _ask(debian: Debian, path: str, token: str = "") -> str:
    return debian.run("python3", "-c", _ASK, f"https://{HOST}{path}", *filter(None, [token]))


if __name__ == "__main__":
    sys.exit(main())
