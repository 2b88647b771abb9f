"""`make fresh`: a clone on a minimal Debian, `make demo` and `make test` in it.

ARGS choose tests, as for `make test`. Nothing is installed but git, make and Python with venv.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.request

from tests.drills.debian import Debian, fresh_debian
from tests.drills.proxy import free_port

_PORTAL = "/root/portal"
_SECONDS = 600


def main(arguments: str) -> int:
    """Try both commands; the exit code is that of the tests."""
    begun = time.monotonic()
    # The certificates are those that pip and npm need to know whom they ask.
    with fresh_debian("ca-certificates", "git", "make", "python3", "python3-venv") as debian:
        print(f"A Debian was made in {time.monotonic() - begun:.0f} s.", flush=True)
        debian.clone(_PORTAL)
        _try_demo(debian)
        test = ["make", "-C", _PORTAL, "test", f"ARGS={arguments}"]
        return subprocess.run(debian.command(test, has_network=True), check=False).returncode


def _try_demo(debian: Debian) -> None:
    begun, port = time.monotonic(), free_port()
    make = ["make", "-C", _PORTAL, "demo", f"PORT={port}"]
    demo = subprocess.Popen(debian.command(make, has_network=True), start_new_session=True)
    while not _answers(port):
        if demo.poll() is not None or time.monotonic() - begun > _SECONDS:
            raise SystemExit("`make demo` did not start.")
        time.sleep(1)
    print(f"`make demo` answered after {time.monotonic() - begun:.0f} s.", flush=True)
    # As Ctrl-C in a terminal: every process of it gets the signal.
    os.killpg(demo.pid, signal.SIGINT)
    demo.wait(60)
    while _answers(port):
        time.sleep(0.5)
    print("`make demo` has ended.", flush=True)


def _answers(port: int) -> bool:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).status == 200
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
