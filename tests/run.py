"""`make test`: the suite on SQLite, then on PostgreSQL, shared out as `tests.sharing` says.

Every test runs on both with `--everything` (`make test-all`), and where ARGS choose some of them.
EVERY_CASE=1 tries every case of the sweeps, as `--everything` does.
REQUIRE_ALL=1 fails where a server or a browser is missing instead of skipping loudly.
"""

import os
import subprocess
import sys

from tests.browser import find_browser
from tests.postgres import server_binaries, throwaway_server

_LOUD = "!" * 72
_EVERYTHING = "--everything"
_STOPPED = 130
_CHOOSES = ("tests", "-k", "-m", "--lf", "--last-failed")


def main(arguments: list[str]) -> int:
    """Run both; the exit code is that of the first that failed."""
    required = os.environ.get("REQUIRE_ALL") == "1"
    if find_browser() is None and _missing("Chromium", "the tests in a browser", required):
        return 1
    binaries = server_binaries()
    if binaries is None and _missing("PostgreSQL", "the tests on PostgreSQL", required):
        return 1
    is_whole = _EVERYTHING in arguments or any(
        argument.startswith(_CHOOSES) for argument in arguments
    )
    # A database that is not there takes no share of the tests.
    shared = {"SHARE_TESTS": "0" if is_whole or binaries is None else "1"}
    if _EVERYTHING in arguments:
        shared["EVERY_CASE"] = "1"
    arguments = [argument for argument in arguments if argument != _EVERYTHING]
    print("== SQLite", flush=True)
    code = _pytest(arguments, shared)
    if code == _STOPPED or binaries is None:
        return code
    # Even after a failure: half of the tests run here alone.
    print("== PostgreSQL", flush=True)
    with throwaway_server(binaries) as url:
        second = _pytest(arguments, {**shared, "DATABASE_URL": url})
    return code or second


def _missing(what: str, lost: str, required: bool) -> bool:
    verdict = "That fails the run." if required else f"SKIPPED: {lost}."
    print(f"{_LOUD}\n{what} was not found on this machine. {verdict}\n{_LOUD}", flush=True)
    return required


def _pytest(arguments: list[str], environment: dict[str, str]) -> int:
    # Three on two cores: some tests wait for a server, a browser or a clock.
    command = [sys.executable, "-m", "pytest", "-n", "3", "--dist", "worksteal", *arguments]
    environment = {**os.environ, **environment}
    # Each of six processes would compile all tests once more: ten seconds of its time.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        return subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return _STOPPED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
