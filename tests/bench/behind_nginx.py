"""A kept agenda behind nginx as it is shipped, against nginx that sends the bytes as a file."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from tests.bench.load import count_answers, free_port, processor_milliseconds, server
from tests.bench.promise import Cost, Promise
from tests.drills.proxy import HOST, read_without_tls, running_proxy


class Nginx(NamedTuple):
    """Where nginx sends pages of the portal, and files; its process, and that of the portal."""

    pages: int = 0
    files: int = 0
    nginx: int = 0
    portal: int = 0


@contextmanager
def portal_behind_nginx() -> Iterator[Nginx]:
    """Start a portal that trusts a proxy, and nginx before it.

    Pages and files come without TLS, which would cost the two the same and hide what is between
    them.
    """
    own, pages, files = free_port(), free_port(), free_port()

    def edit(text: str) -> str:
        log = f"access_log {folder}/files.log combined buffer=64k flush=5s;"
        return (
            f"{read_without_tls(pages)(text)}\nserver {{ listen 127.0.0.1:{files};"
            f" root {settings.DATA_DIR}; default_type text/html; sendfile on; {log} }}\n"
        )

    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-nginx-") as folder,
        server(own, TRUSTED_PROXY_COUNT="1", ALLOWED_HOSTS=f"{HOST},127.0.0.1") as portal,
        running_proxy(Path(folder), [own], Path(settings.STATIC_ROOT), edit),
    ):
        yield Nginx(pages, files, int((Path(folder) / "pid").read_text()), portal)


def agendas_behind_nginx(sizes: Sequence[int], running: Nginx) -> Iterator[Promise]:
    """Promise at least half as many answers as files from the same processor time."""
    for size in sizes:
        page = f"/en/agenda-{size}/agenda/"
        yield Promise(
            f"agenda of {size:,} sessions, through nginx",
            "nginx with the same bytes as a file",
            2,
            _processor_time(running.pages, page, running.nginx, running.portal),
            _processor_time(running.files, f"/agenda-{size}", running.nginx),
            turns=5,
            unit="µs",
        )


def _processor_time(port: int, path: str, *processes: int) -> Cost:
    """What an answer costs nginx, and the portal, which makes it again every second."""

    def cost() -> float:
        begun = processor_milliseconds(*processes)
        answers = count_answers(port, path, 1, HOST)
        return (processor_milliseconds(*processes) - begun) * 1000 / answers

    return cost
