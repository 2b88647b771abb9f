"""The people of one delegation as the rows of a list, on the page of the delegation."""

from collections.abc import Iterator, Sequence

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from delegations.lists.views.people_table import Heading, TableRow
from delegations.models import PersonalLink
from delegations.registration.entries import Entry
from events.models import Event


def people_headings(*, may_edit: bool) -> list[Heading]:
    """The headings behind that of the name."""
    labels = {
        "photograph": _("Photograph"),
        "function": _("Function"),
        "status": _("Status"),
        "title": _("Office title in English"),
        "missing": _("Missing"),
    }
    if may_edit:
        labels["entry"] = _("Link to their own entry")
    return [Heading(key, label, "", False) for key, label in labels.items()]


def people_rows(event: Event, entries: Sequence[Entry], *, may_edit: bool) -> list[TableRow]:
    """The rows, each with the way to its person."""
    rows = []
    for entry in entries:
        person, url = entry.person, reverse("staff:person", args=[event.slug, entry.person.guid])
        cells = SafeString("".join(_cells(event, entry, may_edit)))
        name = person.listed_name
        tick = "person" if may_edit else ""
        rows.append(TableRow(str(person.guid), name, name, url, f"{url}peek/", cells, tick))
    return rows


def _cells(event: Event, entry: Entry, may_edit: bool) -> Iterator[str]:
    person = entry.person
    yield _cell("photograph", _portrait(event, entry))
    yield _cell("function", person.get_function_display())
    pill = render_to_string("components/people/status_pill.html", {"person": person})
    yield _cell("status", SafeString(pill))
    yield _cell("title", person.office_title_en)
    yield _cell("missing is-brief" if entry.missing else "missing", ", ".join(entry.missing))
    if may_edit:
        yield _cell("entry", _own_entry(event, entry))


def _cell(key: str, value: object) -> str:
    return format_html('<td class="field-{}"><bdi>{}</bdi></td>', key, value)


def _portrait(event: Event, entry: Entry) -> str:
    if entry.photograph is None:
        return ""
    url = reverse("staff:photograph", args=[event.slug, entry.person.guid])
    return format_html(
        '<img class="listing__portrait" src="{}?v={}" alt="" loading="lazy">',
        url,
        entry.photograph.digest[:8],
    )


def _own_entry(event: Event, entry: Entry) -> str:
    """The way to the link of the person to their own entry, and how far they are."""
    url = reverse("staff:person-link", args=[event.slug, entry.person.guid])
    return format_html(
        '<a href="{}">{}<span class="visually-hidden">: {}</span></a>',
        url,
        _link_state(entry.link),
        entry.person,
    )


def _link_state(link: PersonalLink | None) -> str:
    if link is None:
        return _("not sent")
    if link.bounced_at:
        return _("E-mail bounces")
    return _("Entry completed") if link.finished_at else _("sent")
