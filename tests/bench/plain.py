"""What the portal is compared with: the plainest code of Django and of each library."""

import csv
import io
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template

from core.typesetting import pdf
from delegations.lists.columns import COLUMNS
from delegations.models import Attendee, Travel
from programme.models import Appearance, Session

_JOINS = {
    "code": "delegation__code",
    "country": "delegation__organisation__country",
    "organisation": "delegation__organisation__name",
}
# The usual columns of the attendee list.
FIELDS = [_JOINS.get(one.key, one.sources[0]) for one in COLUMNS if one.is_default]
_AGENDA = """<!doctype html><title>Agenda</title>
{% for session in sessions %}<article id="{{ session.code }}">
<h2>{{ session.title }}</h2><p>{{ session.start|date:"H:i" }}–{{ session.end|date:"H:i" }},
{{ session.room.name }}, {{ session.sub_forum.title }}, {{ session.get_kind_display }}</p>
<p>{{ session.abstract }}</p><ul>{% for one in session.appearances.all %}
<li>{{ one.attendee.display_name }} {{ one.attendee.given }} {{ one.attendee.family }},
{{ one.attendee.office_title_en }}{% endfor %}</ul></article>
{% endfor %}"""
_PEOPLE = """<!doctype html><title>People</title><p>{{ count }}</p><table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table>"""


@cache
def _bytes(name: str) -> bytes:
    return (Path(settings.DATA_DIR) / name).read_bytes()


def bytes_view(request: HttpRequest, name: str) -> HttpResponse:
    """Return the bytes of a page that was rendered before, and do nothing else."""
    body = _bytes(name)
    headers = {"Content-Length": str(len(body))}
    return HttpResponse(body, content_type="text/html; charset=utf-8", headers=headers)


def _sessions(slug: str) -> Any:
    related = Session.objects.select_related("room__venue", "sub_forum")
    return related.prefetch_related("appearances__attendee").filter(event__slug=slug)


def agenda_view(request: HttpRequest, size: int) -> HttpResponse:
    """Show the sessions of an agenda through the ORM and one template."""
    sessions = _sessions(f"agenda-{size}").order_by("start", "pk")
    return HttpResponse(Template(_AGENDA).render(Context({"sessions": sessions})))


def people_view(request: HttpRequest, size: int) -> HttpResponse:
    """Show one indexed count and the first fifty rows through one template."""
    people = Attendee.objects.filter(delegation__event__slug=f"list-{size}")
    rows = people.order_by("pk").values_list(*FIELDS)[:50]
    return HttpResponse(Template(_PEOPLE).render(Context({"count": people.count(), "rows": rows})))


def read_stage(sessions: int) -> int:
    """Read the rows that the checks are about, as objects; return how many."""
    slug = f"stage-{sessions}"
    rows = list(Session.objects.filter(event__slug=slug).select_related("room__venue"))
    stage = Appearance.objects.filter(session__event__slug=slug).select_related("attendee")
    journeys = Travel.objects.filter(attendee__delegation__event__slug=slug)
    return len(rows) + len(list(stage)) + len(list(journeys))


def booklet(size: int) -> bytes:
    """Set the sessions of an agenda as one list of paragraphs, by the same typesetter."""
    rows = [
        f"{one.start:%d %H:%M}–{one.end:%H:%M} {one.title}, {one.room}, {one.sub_forum}: "
        + "; ".join(f"{each.attendee}" for each in one.appearances.all())
        + f" {one.abstract}"
        for one in _sessions(f"agenda-{size}").order_by("start", "pk")
    ]
    template = Path(__file__).with_name("plain.typ")
    return pdf(template, {"rows": rows}, made_at=datetime(2023, 12, 7, tzinfo=UTC))


def _rows(size: int) -> Iterator[Any]:
    people = Attendee.objects.filter(delegation__event__slug=f"list-{size}").alphabetical()
    return iter(people.values_list(*FIELDS).iterator())


def write_csv(size: int) -> int:
    """Write the usual columns of everybody by the standard library; return how many bytes."""
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


def write_xlsx(size: int) -> int:
    """Write the same by XlsxWriter in constant memory."""
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
