"""A PostgreSQL of its own for the tests: made in a temporary folder, gone when they end.

Uses the server binaries of the machine. They refuse to run as root, so root hands them to another
user that exists already.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USERS = ("postgres", "nobody")


def server_binaries() -> Path | None:
    """The folder with initdb and pg_ctl of the newest server (15 or later), or None."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    if on_path := shutil.which("initdb"):
        candidates.append(Path(on_path).resolve().parent)
    if config := shutil.which("pg_config"):
        output = subprocess.run(
            [config, "--bindir"], capture_output=True, text=True, check=False
        ).stdout.strip()
        candidates.append(Path(output))
    complete = (
        folder
        for folder in candidates
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists()
    )
    return next(complete, None)


def _version(folder: Path) -> int:
    digits = folder.parent.name.split(".")[0]
    return int(digits) if digits.isdecimal() else 0


@contextmanager
def throwaway_server(binaries: Path) -> Iterator[str]:
    """Start a server, yield its DATABASE_URL, stop it whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    prefix = as_other_user(folder)
    data, port = folder / "data", _free_port()
    try:
        _run(
            [
                *prefix,
                str(binaries / "initdb"),
                "-D",
                str(data),
                "-U",
                "portal",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ]
        )
        options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c max_connections=50"
        # Tests may forget: they need the speed, and nobody acknowledges anything to anyone.
        options += " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        # Tables that were only just made have no statistics: compiling a query would take longer
        # than running it.
        options += " -c jit=off"
        control = [*prefix, str(binaries / "pg_ctl"), "-D", str(data)]
        _run([*control, "-w", "-o", options, "-l", str(folder / "log"), "start"])
        try:
            yield f"postgres://portal@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise RuntimeError(f"{command[-1]}: {done.stdout}{done.stderr}")


def as_other_user(folder: Path) -> list[str]:
    """Give `folder` to a user who may run a database, and return what starts a command as them."""
    if os.geteuid() != 0:
        return []
    for name in _USERS:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, user.pw_uid, user.pw_gid)
        return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    raise RuntimeError(f"None of the users {_USERS} exists to run PostgreSQL as.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
