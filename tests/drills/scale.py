"""One, two and four processes of the portal behind nginx, two workers, with and without pgbouncer.

`make bench-scale`. Mails, a long list and a planned release come once; a page is the same from
every process after each change. Says how many pages the processes serve.
"""

import asyncio
import http.client
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from tests.drills import pooler
from tests.drills.clients import Reader, as_fast_as_answered
from tests.drills.proxy import HOST, IS_INSTALLED, free_port, read_without_tls, running_proxy
from tests.drills.versions import Server, Site
from tests.mail.server import MailServer, mail_server
from tests.paths import ROOT
from tests.portal.server import SESSION_OF
from tests.postgres import server_binaries, throwaway_server

_PROCESSES = (1, 2, 4)
_SUBSCRIBERS = 60
_PEOPLE = 800
_CHANGES = 5
_PREPARE = f"""
{SESSION_OF}
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from delegations.lists.export_queue import ask_for_export
from events.models import Event, Subscriber
from events.newsletter.services import send_news
from programme.checks.review import review
from programme.models import ReleasePlan
from programme.releases.approvals import propose_release
from programme.releases.services import errors_fingerprint, fingerprint, pending_changes
from tests.bench.rows import agenda_of, list_of
from tests.factories import make_news, text
event, editor = agenda_of(60)
list_of({_PEOPLE})
officer = User.objects.get(email="officer-{_PEOPLE}@example.org")
Subscriber.objects.bulk_create(
    Subscriber(event=event, email=f"p{{n}}@example.org", language="en")
    for n in range({_SUBSCRIBERS})
)
send_news(item=make_news(event), by=editor)
ask_for_export(
    event=Event.objects.get(slug="list-{_PEOPLE}"), by=officer, query="columns=name", title="A",
    file_format="csv", language="en", needs=(), row_count={_PEOPLE},
)
session = event.sessions.first()
session.title = text("Planned")
session.save()
propose_release(
    event=event, by=editor, reviewed=fingerprint(pending_changes(event)),
    despite=errors_fingerprint(review(event).open_errors),
    due_at=timezone.now() + timedelta(hours=1),
)
ReleasePlan.objects.update(due_at=timezone.now())
print(*(session_of(officer) for _ in range(8)))
"""
_READ = f"""
import django; django.setup()
from django.db import connection
from delegations.models import Attendee
people = Attendee.objects.filter(delegation__event__slug="list-{_PEOPLE}")
print(sum(1 for _person in people.iterator(100)))
with connection.cursor() as cursor:
    cursor.execute("SHOW statement_timeout")
    print(*cursor.fetchone())
"""
_CHANGE = """
import django; django.setup()
import sys
from events.models import Event
from tests.factories import text
event = Event.objects.get(slug="agenda-60")
event.title = text(sys.argv[1])
event.save()
"""


def main() -> int:
    """Run it on a PostgreSQL of its own; say what was broken."""
    binaries = server_binaries()
    if binaries is None or not IS_INSTALLED:
        print("PostgreSQL, nginx and openssl are needed.", file=sys.stderr)
        return 1
    broken = []
    for is_pooled in (False, True):
        if is_pooled and not pooler.IS_INSTALLED:
            print("Left out: pgbouncer is not installed.")
            continue
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="scale-")))
            folder.chmod(0o755)
            url = stack.enter_context(throwaway_server(binaries))
            broken += _try(stack, folder, url, is_pooled=is_pooled)
    print("\n".join(broken or ["Everything came once, and every page was the same everywhere."]))
    return 1 if broken else 0


def _try(stack: ExitStack, folder: Path, url: str, *, is_pooled: bool) -> list[str]:
    mails = stack.enter_context(mail_server())
    site = Site(folder / "site", url)
    site.environment["EMAIL_URL"] = mails.url
    site.run(ROOT, "upgrade")
    site.switch(ROOT)
    sessions = site.run(ROOT, "-c", _PREPARE).split()
    broken = _work(site, mails)
    if is_pooled:
        site.environment["DATABASE_URL"] = stack.enter_context(pooler.pooled(folder / "pool", url))
        broken += _read_through_pool(site)
    servers = [Server(site, has_socket=False) for _process in range(max(_PROCESSES))]
    for server in servers:
        stack.enter_context(server.running())
        _page(server, "/en/agenda-60/agenda/")  # the first page of a process takes seconds
    print("Through pgbouncer:" if is_pooled else "Straight to PostgreSQL:")
    readers = [Reader(f"127.0.1.{at}", key) for at, key in enumerate(sessions, 1)]
    for processes in _PROCESSES:
        with _plain_proxy(folder / f"nginx-{processes}", servers[:processes], site) as port:
            agendas = _rate(port, "/en/agenda-60/agenda/", readers)
            lists = _rate(port, f"/staff/list-{_PEOPLE}/attendees/", readers)
        print(f"  {processes} processes: {agendas:.0f} agendas, {lists:.1f} lists a second")
    return broken + _change(site, servers)


def _work(site: Site, mails: MailServer) -> list[str]:
    """Let two workers do what waits; what did not come once."""
    work = [sys.executable, "manage.py", "work", "--once"]
    workers = [subprocess.Popen(work, cwd=ROOT, env=site.environment) for _worker in range(2)]
    codes = [worker.wait(120) for worker in workers]
    with psycopg.connect(site.database_url) as database:
        counts = {
            "exports": "SELECT count(*) FROM delegations_backgroundexport WHERE state = 'done'",
            "times that they were made": "SELECT sum(attempts) FROM delegations_backgroundexport",
            "plans": "SELECT count(*) FROM programme_releaseplan WHERE state = 'published'",
            "releases": "SELECT count(*) FROM programme_schedulerelease",
        }
        numbers = {what: database.execute(query).fetchone() for what, query in counts.items()}
    letters = [address for address in mails.addresses if address.startswith("p")]
    found = (codes, len(letters), len(set(letters)), *(row and row[0] for row in numbers.values()))
    expected = ([0, 0], _SUBSCRIBERS, _SUBSCRIBERS, 1, 1, 1, 2)
    print(f"Two workers: {len(letters)} mails to {len(set(letters))} people, {numbers}")
    return [] if found == expected else [f"Two workers did {found}, not {expected}."]


def _read_through_pool(site: Site) -> list[str]:
    """Read rows in pieces, as a file does, and the limit of a statement."""
    output = site.run(ROOT, "-c", _READ).split()
    print(f"Through pgbouncer: {output}")
    return [] if output == [str(_PEOPLE), "5s"] else [f"Through pgbouncer: {output}."]


def _change(site: Site, servers: Sequence[Server]) -> list[str]:
    """Change a page and ask each process for it at once, again and again."""
    old = 0
    for number in range(_CHANGES):
        title = f"Forum {number} {time.monotonic_ns()}"
        site.run(ROOT, "-c", _CHANGE, title)
        for server in servers:
            old += title not in _page(server, "/en/agenda-60/")
    print(f"  {_CHANGES} changes, {len(servers)} processes: {old} old pages")
    return [f"{old} old pages."] if old else []


def _rate(port: int, path: str, readers: Sequence[Reader]) -> float:
    """Pages a second, once each process has opened its connections."""
    asyncio.run(as_fast_as_answered(port, path, readers, 2))
    return asyncio.run(as_fast_as_answered(port, path, readers, 4)).rate


def _page(server: Server, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {"Host": HOST, "X-Forwarded-For": "127.0.1.1", "X-Forwarded-Proto": "https"}
    connection.request("GET", path, headers=headers)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


@contextmanager
def _plain_proxy(folder: Path, servers: Sequence[Server], site: Site) -> Iterator[int]:
    port = free_port()
    ports = [server.port for server in servers]
    with running_proxy(folder, ports, site.data / "static", read_without_tls(port)):
        yield port


if __name__ == "__main__":
    sys.exit(main())
