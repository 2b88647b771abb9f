#!/usr/bin/python3
"""`systemctl` where there is no systemd: starts and stops what unit files say."""

import contextlib
import os
import pwd
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

_UNITS = Path("/etc/systemd/system")
_SYSTEM = {
    "postgresql": ["pg_ctlcluster", "15", "main", "start"],
    "nginx": ["sh", "-c", "nginx -s reload 2>/dev/null || nginx"],
}


def main() -> None:
    """Do what is asked for with each service; a socket is the service's own here."""
    action, *units = [word for word in sys.argv[1:] if not word.startswith("-")]
    for unit in units:
        if unit in _SYSTEM:
            subprocess.run(_SYSTEM[unit], check=True)
        elif not unit.endswith(".socket"):
            stop(unit)
            if action in ("enable", "start", "restart"):
                start(unit)


def start(unit: str) -> None:
    """Run the commands of a unit as its user, with its settings, in its folder."""
    text = (_UNITS / f"{unit}.service").read_text()
    values = dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))
    account = pwd.getpwnam(values["User"])
    lines = Path(values["EnvironmentFile"]).read_text().splitlines()
    settings = dict(line.split("=", 1) for line in lines if re.match("[A-Z]", line))
    user = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    options = {"cwd": values["WorkingDirectory"], "env": {"PATH": os.environ["PATH"], **settings}}
    for command in re.findall(r"^ExecStartPre=(.+)$", text, re.MULTILINE):
        subprocess.run([*user, *command.split()], check=True, **options)
    with Path(f"/var/log/{unit}.log").open("ab") as log:
        process = subprocess.Popen(
            [*user, *values["ExecStart"].split()],
            stdout=log, stderr=log, start_new_session=True, **options,
        )  # fmt: skip
    Path(f"/run/{unit}.pid").write_text(str(process.pid))
    while "Type=notify" in text and process.poll() is None and not listens(settings["BIND"]):
        time.sleep(0.1)


def listens(address: str) -> bool:
    """Whether somebody listens at host:port."""
    host, _colon, port = address.rpartition(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0


def stop(unit: str) -> None:
    """End a unit and wait for it."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        pid = int(Path(f"/run/{unit}.pid").read_text())
        os.kill(pid, signal.SIGTERM)
        for _try in range(300):
            os.kill(pid, 0)
            time.sleep(0.1)


if __name__ == "__main__":
    main()
