"""One export in a process of its own: `python -m tests.bench.exports WHAT SIZE` prints JSON.

WHAT is portal-csv, portal-xlsx (the page's own answer, log and all, or the worker's file where the
list is too long to wait for), plain-csv or plain-xlsx (the
same rows, order and number of columns, written by the plainest code there is).
"""

import csv
import io
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402  (Django must be set up)
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from delegations.lists.columns import COLUMNS  # noqa: E402
from delegations.models import Attendee, BackgroundExport  # noqa: E402
from forum_portal.staff.background import make_due  # noqa: E402

_JOINS = {
    "code": "delegation__code",
    "country": "delegation__organisation__country",
    "organisation": "delegation__organisation__name",
}
FIELDS = [_JOINS.get(one.key, one.sources[0]) for one in COLUMNS if one.is_default]


def _rows(size: int) -> Iterator[Any]:
    people = Attendee.objects.filter(delegation__event__slug=f"list-{size}").alphabetical()
    return iter(people.values_list(*FIELDS).iterator())


def plain_csv(size: int) -> int:
    """CSV by the standard library."""
    written = 0
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(FIELDS)
    for row in _rows(size):
        writer.writerow(row)
        if buffer.tell() > 65536:
            written += len(buffer.getvalue().encode())
            buffer.seek(0)
            buffer.truncate()
    return written + len(buffer.getvalue().encode())


def plain_xlsx(size: int) -> int:
    """A workbook by XlsxWriter in constant memory."""
    import xlsxwriter  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plain.xlsx"
        book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": folder})
        page = book.add_worksheet()
        page.write_row(0, 0, FIELDS)
        for number, row in enumerate(_rows(size), start=1):
            for index, value in enumerate(row):
                page.write_string(number, index, str(value))
        book.close()
        return path.stat().st_size


def portal(size: int, file_format: str) -> int:
    """The answer of the portal's own page to the officer who asks for it."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(email=f"officer-{size}@example.org"))
    answer: Any = client.post(f"/staff/list-{size}/attendees/export.{file_format}")
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code}: {answer.content[:300]!r}")
    if not answer.streaming:
        ask = {"query": "", "format": file_format}
        client.post(f"/staff/list-{size}/exports/", ask)
        if make_due() != 1:
            raise RuntimeError("Nobody asked.")
        (export,) = BackgroundExport.objects.filter(event__slug=f"list-{size}").ready(
            timezone.now()
        )
        answer = client.get(f"/staff/list-{size}/exports/{export.guid}/file")
        export.delete()
    return sum(len(piece) for piece in answer.streaming_content)


def main(what: str, size: int) -> None:
    """Run one of them; print its seconds, its size and the peak of memory."""
    begun = time.perf_counter()
    if what.startswith("portal"):
        length = portal(size, what.removeprefix("portal-"))
    else:
        length = {"plain-csv": plain_csv, "plain-xlsx": plain_xlsx}[what](size)
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "bytes": length, "peak_mib": _peak_mib()}))


def _peak_mib() -> float:
    # Not ru_maxrss: that of a new process begins with the peak of the one that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(one for one in status.splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
