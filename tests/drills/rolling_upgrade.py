"""Upgrade two servers under load: no request fails, no page is unstyled, public pages outlive all.

`python -m tests.drills.rolling_upgrade`, part of `make drills`. Needs PostgreSQL, nginx, openssl.
"""

import re
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

from tests.drills.proxy import IS_INSTALLED, Proxy, running_proxy
from tests.drills.versions import Server, Site
from tests.postgres import server_binaries, throwaway_server

_READERS = 4
_PREPARE = """
import django; django.setup()
from tests.factories import make_event
make_event(slug="drill")
"""
_PAGES = ("/en/drill/", "/en/drill/agenda/", "/fr/drill/sub-forums/", "/en/drill/search/?q={}")


class Load:
    """Readers who open pages with their style sheets, one after the other, and count."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy
        self._is_over = threading.Event()
        self.answers: Counter[str] = Counter()
        self.sheets: set[str] = set()
        self.slowest = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Read until the block ends."""
        readers = [threading.Thread(target=self._read, args=(at,)) for at in range(_READERS)]
        for reader in readers:
            reader.start()
        try:
            yield
        finally:
            self._is_over.set()
            for reader in readers:
                reader.join()

    def _read(self, first: int) -> None:
        for number in count(first):
            if self._is_over.is_set():
                return
            begun = time.monotonic()
            page = self._proxy.get(_PAGES[number % len(_PAGES)].format(number))
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self.answers["page" if page.status == 200 else f"failed page {page.status}"] += 1
            for sheet in re.findall(rb'<link rel="stylesheet" href="([^"]+)"', page.body):
                style = self._proxy.get(sheet.decode())
                is_style = style.status == 200 and style.headers["Content-Type"] == "text/css"
                self.answers["style sheet" if is_style else "unstyled page"] += 1
                self.sheets.add(sheet.decode())
            time.sleep(0.02)

    def failures(self) -> int:
        """Requests without the answer that they should have had."""
        good = self.answers["page"] + self.answers["style sheet"]
        return sum(self.answers.values()) - good


def drill(folder: Path, url: str) -> list[str]:
    """Run it; return what was broken."""
    site = Site(folder, _own_database(url))
    former, new = site.add_version("1.0"), site.add_version("1.1", is_next=True)
    site.run(former, "upgrade")
    site.run(former, "-c", _PREPARE)
    site.switch(former)
    first, second = Server(site, has_socket=True), Server(site, has_socket=False)
    ports, static = (first.port, second.port), site.data / "static"
    with first.running(), second.running(), running_proxy(folder / "nginx", ports, static) as proxy:
        load = Load(proxy)
        with load.running():
            _upgrade(site, new, first, second)
        broken = _lose(proxy, url, (first, second))
    print(f"{dict(load.answers)}, {len(load.sheets)} style sheets, slowest {load.slowest:.1f} s")
    if load.failures():
        broken.append(f"{load.failures()} requests failed.")
    if len([name for name in load.sheets if "/css/site." in name]) != 2:
        broken.append("Pages of one version alone were asked for.")
    return broken


def _own_database(url: str) -> str:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE DATABASE drill")
    return url.rpartition("/")[0] + "/drill"


def _upgrade(site: Site, new: Path, first: Server, second: Server) -> None:
    time.sleep(2)
    is_seen = threading.Event()
    # A query that is still running when the migration comes, such as a long export.
    query = threading.Thread(target=_hold_table, args=(site.database_url, is_seen))
    query.start()
    for line in site.lines_of(new, "upgrade"):
        print(f"  {line}", end="")
        if "Try 1 of" in line:
            is_seen.set()
    assert is_seen.is_set(), "The migration did not wait for its table."
    query.join()
    # In between a server of the former version may crash: it starts again on the new database.
    second.kill()
    second.start()
    time.sleep(1)
    site.switch(new)
    first.stop()
    first.start()
    second.stop()
    second.start()
    time.sleep(2)


def _hold_table(url: str, until: threading.Event) -> None:
    with psycopg.connect(url) as other:
        other.execute("SELECT count(*) FROM events_event")
        until.wait(120)


def _lose(proxy: Proxy, url: str, servers: tuple[Server, Server]) -> list[str]:
    """Take the database away, then the portal as well; what readers get that they should not."""
    broken = []
    page, never_seen = _PAGES[1], "/en/drill/speakers/"
    assert proxy.get(page).status == 200
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("ALTER DATABASE drill ALLOW_CONNECTIONS false")
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname='drill'"
        )
    time.sleep(2)
    for lost in ("database", "portal"):
        if lost == "portal":
            for gone in servers:
                gone.kill()
                gone.close()
        kept, other = proxy.get(page), proxy.get(never_seen)
        timing = kept.headers.get("Server-Timing", "")
        print(f"Without the {lost}: {kept.status} {timing!r}; never seen: {other.status}")
        if kept.status != 200 or not timing.startswith('stale;desc="'):
            broken.append(f"Without the {lost} a page that was kept is {kept.status} {timing!r}.")
        if other.status not in (502, 503) or "Retry-After" not in other.headers:
            broken.append(f"Without the {lost} another page is {other.status}.")
    return broken


def main() -> int:
    """Run the drill on a PostgreSQL of its own."""
    binaries = server_binaries()
    if binaries is None or not IS_INSTALLED:
        print("PostgreSQL, nginx and openssl are needed for this drill.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="drill-") as folder, throwaway_server(binaries) as url:
        broken = drill(Path(folder), url)
    print("\n".join(broken or ["The upgrade went as promised."]))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
