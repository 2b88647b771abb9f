"""Files of the attendee list as the portal answers with them.

`python -m tests.bench.files FORMAT SIZE` makes one in a process of its own and prints its peak of
memory in MiB.
"""

import sys
from functools import cache
from pathlib import Path
from typing import Any

from django.test import Client
from django.utils import timezone


@cache
def officer(size: int) -> Client:
    """Log the officer of the list of `size` people in, once."""
    from accounts.models import User  # noqa: PLC0415  (a process of its own sets Django up first)

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(email=f"officer-{size}@example.org"))
    return client


def export_list(file_format: str, size: int) -> int:
    """Export the list, log and all; return how many bytes. A long one is the worker's."""
    from delegations.lists.export_worker import make_next_export  # noqa: PLC0415
    from delegations.models import BackgroundExport  # noqa: PLC0415

    client, event = officer(size), f"/staff/list-{size}"
    answer: Any = client.post(f"{event}/attendees/export.{file_format}")
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code}: {answer.content[:300]!r}")
    if not answer.streaming:
        client.post(f"{event}/exports/", {"query": "", "format": file_format})
        if make_next_export() != 1:
            raise RuntimeError("Nobody asked.")
        asked = BackgroundExport.objects.filter(event__slug=f"list-{size}")
        (made,) = asked.ready(timezone.now())
        answer = client.get(f"{event}/exports/{made.guid}/file")
        made.delete()
    return sum(len(piece) for piece in answer.streaming_content)


def main(file_format: str, size: int) -> None:
    """Make one file; print the peak of memory."""
    import django  # noqa: PLC0415

    django.setup()
    export_list(file_format, size)
    # Not ru_maxrss: that of a new process begins with the peak of the one that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    print(int(line.split()[1]) / 1024)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
