"""Every promise about speed, each with what it is compared with."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from django.test import Client

from core.pages.cache import store
from events.models import Event
from programme.checks.review import review
from tests.bench import plain
from tests.bench.behind_nginx import Nginx, agendas_behind_nginx
from tests.bench.files import export_list, officer
from tests.bench.load import milliseconds_per_answer
from tests.bench.promise import Cost, Promise, time_of
from tests.bench.rows import CROWDED

SIZES = (60, 300, 1200)
STAGE = (1200, 10_000)
FEW, MANY = 10_000, 100_000
BY_TEMPLATE = "the same sessions by a plain template"
# A list of one page: what it costs to draw fifty rows.
PAGE = 50
BY_HAND = "a count and fifty rows by hand, and a list of fifty people"


def promises(
    port: int, nginx: Nginx | None = None
) -> Mapping[str, Callable[[], Iterator[Promise]]]:
    """List them by subject; the portal and the view of bytes answer at `port`."""
    return {
        "agendas": lambda: chain(_cached_pages(port), _cold_pages()),
        "nginx": lambda: agendas_behind_nginx(SIZES, nginx or Nginx()),
        "checks": _checks,
        "files": _files,
        "lists": _lists,
    }


def _cached_pages(port: int) -> Iterator[Promise]:
    for size in (*SIZES, CROWDED[0]):
        ours = _load(port, f"/en/agenda-{size}/agenda/")
        yield Promise(
            f"agenda of {size:,} sessions, cached",
            "a view of the same bytes",
            2,
            ours,
            _load(port, f"/bytes/agenda-{size}"),
            turns=5,
        )


def _load(port: int, path: str) -> Cost:
    return lambda: milliseconds_per_answer(port, path, seconds=1)


def _cold_pages() -> Iterator[Promise]:
    largest = SIZES[-1]
    for what, size, path, most in (
        ("as a list", largest, "/en/{}/agenda/", 0.35),
        ("as a grid of one day", largest, "/en/{}/agenda/?view=grid", 0.25),
        ("as a list", CROWDED[0], "/en/{}/agenda/", 0.35),
        ("as a grid of one day", CROWDED[0], "/en/{}/agenda/?view=grid", 0.25),
        ("as agenda.ics", largest, "/{}/agenda.ics", 0.4),
        ("as schedule.json", largest, "/{}/schedule.json", 0.15),
        ("as schedule.xml", largest, "/{}/schedule.xml", 0.25),
    ):
        ours = time_of(_fetch(path.format(f"agenda-{size}")), before=store.clear)
        reference = time_of(_fetch(f"/plain/agenda-{size}/"))
        name = f"{size:,} sessions {what}, cold"
        yield Promise(name, BY_TEMPLATE, most, ours, reference, queries=10)
    size = SIZES[1]
    yield Promise(
        f"booklet of {size:,} sessions, cold",
        "a plain list by the same typesetter",
        6,
        time_of(_fetch(f"/agenda-{size}/programme.pdf"), before=store.clear),
        time_of(lambda: plain.booklet(size)),
        turns=5,
        queries=10,
    )


def _checks() -> Iterator[Promise]:
    sessions, people = STAGE
    yield Promise(
        f"checks of {sessions:,} sessions, {people:,} people on stage",
        "reading the same rows",
        1.5,
        time_of(lambda: review(Event.objects.get(slug=f"stage-{sessions}"))),
        time_of(lambda: plain.read_stage(sessions)),
        turns=5,
        queries=15,
    )


def _files() -> Iterator[Promise]:
    yield Promise(
        f"CSV of {MANY:,} people",
        "the csv module",
        1.5,
        time_of(lambda: export_list("csv", MANY)),
        time_of(lambda: plain.write_csv(MANY)),
        turns=5,
    )
    yield Promise(
        f"XLSX of {FEW:,} people",
        "XlsxWriter",
        1.3,
        time_of(lambda: export_list("xlsx", FEW)),
        time_of(lambda: plain.write_xlsx(FEW)),
        turns=5,
    )
    for file_format in ("csv", "xlsx"):
        yield Promise(
            f"memory for {MANY:,} people as {file_format.upper()}",
            f"memory for {FEW:,}",
            1.2,
            _peak(file_format, MANY),
            _peak(file_format, FEW),
            turns=1,
            unit="MiB",
        )


def _peak(file_format: str, size: int) -> Cost:
    command = [sys.executable, "-m", "tests.bench.files", file_format, str(size)]
    return lambda: float(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def _lists() -> Iterator[Promise]:
    by_hand, drawing = _fetch(f"/plain/list-{MANY}/", MANY), _fetch(_list_url(PAGE), PAGE)
    for what, query, most in (
        ("as it opens", "", 1.5),
        ("by function", "order=function", 1.5),
        ("by arrival", "order=arrival", 5),
        ("by hotel, then arrival, page 1,500", "order=hotel&then=arrival&page=1500", 5),
        ("a country and a function", "country=FR&function=press", 1.5),
        ("any of three filters", "function=press&country=FR&vip=yes&match=any", 2),
        ("a search", "q=family12", 2.5),
    ):
        ours = time_of(_fetch(_list_url(MANY, query), MANY))
        reference = time_of(lambda: (by_hand(), drawing()))
        yield Promise(f"list of {MANY:,} people, {what}", BY_HAND, most, ours, reference)


def _list_url(size: int, query: str = "") -> str:
    return f"/staff/list-{size}/attendees/?{query}"


def _fetch(path: str, officer_of: int = 0) -> Callable[[], None]:
    visitor = Client(headers={"host": "127.0.0.1"})

    def get() -> None:
        answer = (officer(officer_of) if officer_of else visitor).get(path)
        if answer.status_code != 200 or not answer.content:
            raise RuntimeError(f"{path}: {answer.status_code}")

    return get
