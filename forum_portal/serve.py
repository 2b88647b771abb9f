"""`make start`, `make demo` and `make run`: set up what is missing, print the URL, serve, stop.

For local use. An office in production starts gunicorn from its own service (docs/deploy.md).
"""

import argparse
import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  (compared, not bound)


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="forum_portal.serve", description=__doc__)
    parser.add_argument("what", choices=("start", "demo", "run"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    if not _is_free(options.host, options.port):
        print(
            f"Port {options.port} on {options.host} is in use. "
            f"Choose another: make {options.what} PORT={options.port + 1}",
            file=sys.stderr,
        )
        return 1
    environment = _environment(options.what, options.host, options.port)
    try:
        _set_up(options.what, environment)
        if options.host in _EVERYWHERE:
            print(f"Others reach it at http://{_names_of_machine()[-1]}:{options.port}/")
        _announce(options.what, environment)
        return _serve(options.what, options.host, options.port, environment)
    except subprocess.CalledProcessError as error:
        return error.returncode
    except KeyboardInterrupt:
        return 0


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _environment(what: str, host: str, port: int) -> dict[str, str]:
    environment = dict(os.environ)
    # To delete the demo is not to delete a forum of one's own.
    folder = "data" if what == "start" else "var"
    data = Path(environment.setdefault("DATA_DIR", str(ROOT / folder)))
    data.mkdir(parents=True, exist_ok=True)
    environment.setdefault("SECRET_KEY", _own_secret(data / "secret-key.txt"))
    # What was encrypted before there was a key of its own stays readable.
    keys = f"{_own_secret(data / 'data-key.txt')},{environment['SECRET_KEY']}"
    environment.setdefault("DATA_KEYS", keys)
    others = _names_of_machine() if host in _EVERYWHERE else []
    shown = "127.0.0.1" if host in _EVERYWHERE else host
    if what == "start" and shown == "127.0.0.1":
        shown = "localhost"  # passkeys belong to a name, never to an IP address
    environment.setdefault("PUBLIC_ORIGIN", f"http://{shown}:{port}")
    environment.setdefault("ALLOW_HTTP", "true")
    # The checkout may lie in a temporary folder: a demo may be lost with it.
    environment.setdefault("ALLOW_TEMPORARY_DATA", "true")
    hosts = dict.fromkeys((shown, *others, "127.0.0.1", "localhost", "[::1]"))
    if what == "run":
        hosts = dict.fromkeys(("127.0.0.1", "localhost", "[::1]"))
    environment.setdefault("ALLOWED_HOSTS", ",".join(hosts))
    environment["DEBUG"] = "true" if what == "run" else "false"
    environment["PYTHONPATH"] = str(ROOT)
    return environment


def _names_of_machine() -> list[str]:
    """What other machines call this one: its host name, and the address that it sends from."""
    names = [socket.gethostname().lower()]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        # Nothing is sent: the system only chooses the way to an address that nobody has.
        probe.connect(("192.0.2.1", 9))
        names.append(probe.getsockname()[0])
    return names


def _own_secret(path: Path) -> str:
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()


def _set_up(what: str, environment: dict[str, str]) -> None:
    if what == "run":  # Django's own server takes static files from their sources
        commands = [["compile_catalogues"], ["migrate"], ["createcachetable"], ["load_demo"]]
    else:
        commands = [["upgrade"], *([["load_demo"]] if what == "demo" else [])]
    print("Preparing the database and the files …", flush=True)
    for command in commands:
        _manage([*command, "--verbosity", "0"], environment)


def _manage(command: list[str], environment: dict[str, str]) -> None:
    call = [sys.executable, str(ROOT / "manage.py"), *command]
    subprocess.run(call, env=environment, cwd=ROOT, check=True)


def _announce(what: str, environment: dict[str, str]) -> None:
    print(f"\nThe portal is at {environment['PUBLIC_ORIGIN']}/  (Ctrl-C stops it)", flush=True)
    if what == "start":
        _manage(["setup"], environment)
        return
    accounts = Path(environment["DATA_DIR"]) / "demo-accounts.txt"
    print(f"Log in at {environment['PUBLIC_ORIGIN']}/accounts/login/ with a demo account:\n")
    print(accounts.read_text(encoding="utf-8"))
    print(f"These accounts are kept in {accounts}.\n", flush=True)


def _serve(what: str, host: str, port: int, environment: dict[str, str]) -> int:
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if what == "run":
        command = [sys.executable, str(ROOT / "manage.py"), "runserver", address]
    else:
        environment["BIND"] = address
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    server = subprocess.Popen(command, env=environment, cwd=ROOT)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    # A shell starts what it puts into the background with Ctrl-C switched off.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    worker = _start_worker(environment)
    code: int | None = None
    while code is None:
        try:
            code = server.wait(timeout=2)
        except subprocess.TimeoutExpired:
            if worker.poll() is not None:  # killed: what it left is finished by the next one
                worker = _start_worker(environment)
        except KeyboardInterrupt:
            # A terminal sends Ctrl-C to the server as well, `kill -INT` does not.
            server.send_signal(signal.SIGINT)
    worker.terminate()
    worker.wait()
    return 0 if code in (0, -signal.SIGINT, -signal.SIGTERM) else code


def _start_worker(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(ROOT / "manage.py"), "work"]
    return subprocess.Popen(command, env=environment, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
