"""A Debian of its own in a folder: nothing of this machine is in it but its processor and network.

Needs root and mmdebstrap. Where packages come from, and pip's settings, are those of this machine.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.paths import ROOT

_RELEASE = "bookworm"
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_CERTIFICATES = "/etc/ssl/certs/drill.pem"
# What its processes have in common, as long as this runs: /proc, shared memory, a network of their
# own with nothing but the loopback interface.
_HOLD = """
mount -t proc proc "$0/proc"
mount -t tmpfs shm "$0/dev/shm"
"$1" -c '
import fcntl, socket, struct
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh", b"lo", 1))'
echo ready
# The first process of a system: it has to wait for those whose parents are gone.
exec "$1" -c '
import os, time
while True:
    try:
        os.waitpid(-1, 0)
    except ChildProcessError:
        time.sleep(0.2)'
"""


@dataclass(frozen=True)
class Debian:
    """The folder of a Debian, and the process that holds its processes together."""

    root: Path
    holder: int

    def command(self, words: Sequence[str], *, has_network: bool) -> list[str]:
        """`words` as a command inside, in an environment of its own."""
        environment = {"PATH": _PATH, "HOME": "/root", "LANG": "C.UTF-8", **_index_settings()}
        given = [f"{name}={value}" for name, value in environment.items()]
        apart = ["nsenter", f"--target={self.holder}", "--mount", "--pid"]
        apart += [] if has_network else ["--net"]
        return [*apart, "chroot", str(self.root), "env", "-i", *given, *words]

    def run(self, *words: str, has_network: bool = False, seconds: int = 600) -> str:
        """Run a command inside; its output. An error shows it all."""
        output = self.root / "tmp" / "output"
        # A file: what stays in the background would hold a pipe open.
        with output.open("w") as file:
            done = subprocess.run(
                self.command(words, has_network=has_network),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=seconds,
            )
        if done.returncode:
            raise SystemExit(f"{words} ended with {done.returncode}:\n{output.read_text()}")
        return output.read_text()

    def clone(self, folder: str, *options: str) -> None:
        """Clone what is committed here into `folder`."""
        target = str(self.root / folder.lstrip("/"))
        clone = ["git", "clone", "--quiet", "--no-hardlinks", *options, str(ROOT), target]
        subprocess.run(clone, check=True)


@contextmanager
def fresh_debian(*packages: str) -> Iterator[Debian]:
    """A minimal Debian with `packages`, until the block ends."""
    if os.geteuid() != 0 or shutil.which("mmdebstrap") is None:
        raise SystemExit("This needs root and the package mmdebstrap.")
    folder = Path(tempfile.mkdtemp(prefix="debian-", dir="/var/tmp"))
    folder.chmod(0o755)
    root = folder / "root"
    try:
        options = ["--quiet", "--variant=minbase", "--include=" + ",".join(packages)]
        options += [f"--aptopt={line}" for line in _apt_settings()]
        subprocess.run(
            ["mmdebstrap", *options, _RELEASE, str(root), *_apt_sources()], check=True, timeout=600
        )
        (root / "dev" / "shm").mkdir(exist_ok=True)
        if certificates := os.environ.get("PIP_CERT"):
            shutil.copy(certificates, root / _CERTIFICATES.lstrip("/"))
        with _held(root) as holder:
            yield Debian(root, holder)
    finally:
        subprocess.run(["rm", "-rf", "--one-file-system", str(folder)], check=False)


@contextmanager
def _held(root: Path) -> Iterator[int]:
    apart = ["unshare", "--mount", "--pid", "--net", "--fork", "--kill-child"]
    hold = ["sh", "-ec", _HOLD, str(root), sys.executable]
    with subprocess.Popen(
        [*apart, *hold], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"ready\n"
        children = Path(f"/proc/{holder.pid}/task/{holder.pid}/children").read_text().split()
        try:
            yield int(children[0])
        finally:
            # With the first process of a Debian all others end.
            os.kill(int(children[0]), 9)


def _apt_sources() -> list[str]:
    folder = Path("/etc/apt")
    every = [folder / "sources.list", *sorted(folder.glob("sources.list.d/*"))]
    return [str(path) for path in every if path.suffix in (".list", ".sources") and path.exists()]


def _apt_settings() -> list[str]:
    dump = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout
    return [line for line in dump.splitlines() if line.startswith("Acquire::Check-")]


def _index_settings() -> dict[str, str]:
    """Where pip asks for packages, and the authority that pip and npm trust for it."""
    settings = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    # Folders of this machine are not there.
    settings.pop("PIP_FIND_LINKS", None)
    if "PIP_CERT" in settings:
        settings |= {"PIP_CERT": _CERTIFICATES, "NODE_EXTRA_CA_CERTS": _CERTIFICATES}
    return settings
