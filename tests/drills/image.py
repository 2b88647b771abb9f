"""Do what the Containerfile says on a minimal Debian, since no image can be pulled everywhere.

`python -m tests.drills.image`, part of `make drills`. Then, as in compose.yaml, its upgrade and its
server run as its user on a root that is read-only, and its health check asks the server.
"""

import json
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.drills.debian import Debian, fresh_debian
from tests.drills.proxy import HOST
from tests.paths import ROOT

_FILE = ROOT / "deploy" / "containers" / "Containerfile"
# The volumes of compose.yaml and its tmpfs can be written to, nothing else.
_READ_ONLY = """
mount --bind / /mnt
mount -o remount,bind,ro /mnt
mount --bind /var/lib/forum /mnt/var/lib/forum
mount -t tmpfs tmp /mnt/tmp
mount -t proc proc /mnt/proc
exec chroot /mnt setpriv --reuid=10001 --regid=10001 --clear-groups --no-new-privs \\
  --bounding-set=-all --inh-caps=-all sh -ec "$0"
"""


def main() -> int:
    """Build, upgrade, serve, ask."""
    with fresh_debian("ca-certificates", "python3", "python3-venv") as debian:
        (debian.root / "usr" / "local" / "bin" / "python").symlink_to("/usr/bin/python3")
        environment, words = _build(debian)
        settings = {
            "SECRET_KEY": "for-drills-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDE",
            "DATA_KEYS": "for-drills-only-9876543210-abcdefghijklmnopqrstuvwxyz-ABCDE",
            "ALLOWED_HOSTS": HOST,
            "DATABASE_URL": "sqlite:////var/lib/forum/db.sqlite3",
            "DEFAULT_FROM_EMAIL": f"forum@{HOST}",
        }
        exports = [f"export {name}={shlex.quote(value)}" for name, value in settings.items()]
        prepare = "\n".join(
            [*(f"export {pair}" for pair in environment), *exports, "cd /srv/forum"]
        )
        _as_container(debian, f"{prepare}\npython manage.py upgrade")
        serve = f"{shlex.join(words['CMD'])} >/dev/null 2>&1 &"
        check = shlex.join(words["HEALTHCHECK"])
        tries = f"for try in 1 2 3 4 5 6 7 8 9; do sleep 3; {check} 2>/dev/null && break; done"
        rights = "touch /srv/forum/x 2>/dev/null && exit 1; id -u"
        _as_container(debian, f"{prepare}\n{rights}\n{serve}\n{tries}\n{check}")
        print("The server of the image answers its health check, read-only and without rights.")
    return 0


def _build(debian: Debian) -> tuple[list[str], dict[str, list[str]]]:
    """Follow each instruction; return the environment, and the words of CMD and HEALTHCHECK."""
    folder, environment, words = "/", [], {}
    for line in _FILE.read_text().splitlines():
        name, _space, rest = line.partition(" ")
        begun = time.monotonic()
        if name == "WORKDIR":
            folder = rest
            (debian.root / folder.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif name == "COPY" and "--from" not in rest:
            *sources, target = rest.split()
            for source in sources:
                _copy(ROOT / source, debian.root / folder.lstrip("/") / target, source)
        elif name == "RUN":
            needs_packages = "pip" in rest or "apt-get" in rest
            debian.run("sh", "-ec", f"cd {folder}\n{rest}", has_network=needs_packages)
            print(f"{time.monotonic() - begun:4.0f} s  {rest[:70]}", flush=True)
        elif name == "ENV":
            environment = rest.split()
        elif name in ("CMD", "HEALTHCHECK"):
            words[name] = json.loads(re.sub(r"^[^\[]*", "", rest))
    return environment, words


def _copy(source: Path, target: Path, name: str) -> None:
    if source.is_dir():
        listed = subprocess.run(
            ["git", "ls-files", "-z", name], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for file in filter(None, listed.split("\0")):
            copy = target.parent / file
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / file, copy)
    else:
        shutil.copy2(source, target)


def _as_container(debian: Debian, script: str) -> None:
    apart = ["unshare", "--mount", "--propagation=unchanged"]
    debian.run(*apart, "sh", "-ec", _READ_ONLY, script)


if __name__ == "__main__":
    sys.exit(main())
