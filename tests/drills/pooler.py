"""pgbouncer in transaction mode, set up as docs/deploy.md says."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from tests.drills.proxy import free_port
from tests.postgres import as_other_user

_PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
IS_INSTALLED = _PROGRAM is not None
_SETTINGS = """
[databases]
{name} = host=127.0.0.1 port={server} user={user} connect_query='{query}'
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
ignore_startup_parameters = options
"""
# What the portal asks for with `options`, which pgbouncer does not pass on.
_QUERY = (
    "SET statement_timeout=''5s''; SET lock_timeout=''4s'';"
    " SET idle_in_transaction_session_timeout=''60s''"
)


@contextmanager
def pooled(folder: Path, url: str) -> Iterator[str]:
    """A DATABASE_URL for pages, through pgbouncer in front of the database at `url`."""
    assert _PROGRAM is not None
    folder.mkdir()
    prefix = as_other_user(folder)
    direct, port = urlsplit(url), free_port()
    name = direct.path[1:]
    text = _SETTINGS.format(
        name=name, server=direct.port, port=port, query=_QUERY, user=direct.username
    )
    file = folder / "pgbouncer.ini"
    file.write_text(text)
    file.chmod(0o644)
    with (folder / "log").open("ab") as log:
        pgbouncer = subprocess.Popen([*prefix, _PROGRAM, str(file)], stdout=log, stderr=log)
    try:
        for _try in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 2):
                break
            time.sleep(0.05)
        address = direct._replace(netloc=f"{direct.username}@127.0.0.1:{port}")
        yield address._replace(query="DISABLE_SERVER_SIDE_CURSORS=true").geturl()
    finally:
        pgbouncer.terminate()
        pgbouncer.wait(10)
