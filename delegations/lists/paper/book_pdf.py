"""Working document L1 as a book: by country and delegation, the headings in two languages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from core.files.spreadsheets import Sheet
from core.text.dates import date_range
from core.typesetting import locale, pdf, words
from delegations.choices import AttendeeFunction
from delegations.lists.paper.list_pdf import note_unprintable
from delegations.models import Delegation
from events.models import Event

_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "paper" / "book.typ"
_ENGLISH = "en"
# Without these columns people cannot be grouped and named.
NEEDED_COLUMNS = frozenset({"country", "organisation", "name"})
A4, A5 = "a4", "a5"

Names = Mapping[tuple[str, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class BookCover:
    """What the first page and the foot say; `confidential` is empty in the public book."""

    event: Event
    edition: str
    at: datetime
    confidential: str = ""
    notes: Sequence[str] = ()
    paper: str = A4


def book_pdf(sheet: Sheet, rows: Iterable[Sequence[object]], cover: BookCover) -> bytes:
    """The people of `rows`, which are in alphabetical order of their delegations, as a book."""
    language = get_language() or settings.LANGUAGE_CODE
    second = _second_language(cover.event, language)
    keys = [column.key for column in sheet.columns]
    people = [
        {key: words("" if cell is None else cell) for key, cell in zip(keys, row, strict=True)}
        for row in rows
    ]
    data = {
        "locale": locale(language),
        "second": locale(second) if second else None,
        "paper": cover.paper,
        "name": f"{words(cover.event.title)} · {words(sheet.title)}",
        "event": words(cover.event.title),
        "dates": date_range(cover.event.start_date, cover.event.end_date),
        "title": words(sheet.title),
        "edition": words(cover.edition),
        "confidential": words(cover.confidential),
        "facts": [
            ngettext("%(count)d person", "%(count)d people", len(people)) % {"count": len(people)},
            *map(words, cover.notes),
        ],
        "page": _("Page %(number)s of %(total)s") % {"number": "{page}", "total": "{total}"},
        "contents": _("Delegations"),
        "unprintable": note_unprintable([[*person.values()] for person in people]),
        "empty": _("This list is empty."),
        "countries": _countries(people, _load_second_names(cover.event, second)),
    }
    return pdf(_TEMPLATE, data, made_at=cover.at)


def _second_language(event: Event, language: str) -> str:
    """English; beside English the first other language of the edition, if it has one."""
    if language != _ENGLISH:
        return _ENGLISH
    return next((other for other in event.languages if other != _ENGLISH), "")


def _load_second_names(event: Event, second: str) -> Names:
    """Country and organisation in the second language, by their names in the reader's: one query.

    The key of a country alone is its name and an empty text.
    """
    if not second:
        return {}
    rows = list(Delegation.objects.filter(event=event).select_related("organisation"))
    first_names, second_names = _names_of(rows), _names_in(rows, second)
    names: dict[tuple[str, str], tuple[str, str]] = {}
    for first, other in zip(first_names, second_names, strict=True):
        names[words(first[0]), words(first[1])] = other
    return names


def _names_of(rows: Iterable[Delegation]) -> list[tuple[str, str]]:
    return [(str(row.organisation.country.name or ""), str(row.organisation.name)) for row in rows]


def _names_in(rows: Iterable[Delegation], language: str) -> list[tuple[str, str]]:
    with override(language):
        general = _("International organizations")
        return [(country or general, name) for country, name in _names_of(rows)]


def _countries(people: Sequence[Mapping[str, str]], names: Names) -> list[dict[str, object]]:
    """The people by country, then by delegation, in the order in which they come."""
    countries: list[dict[str, object]] = []
    for country, residents in groupby(people, lambda person: person["country"]):
        delegations: list[dict[str, object]] = []
        second_country = ""
        for name, members in groupby(residents, lambda person: person["organisation"]):
            second_country, second_name = names.get((country, name), ("", ""))
            delegations.append(
                {
                    **_heading(name, second_name),
                    "people": [_entry(person) for person in members],
                }
            )
        heading = _heading(country or _("International organizations"), second_country)
        countries.append({**heading, "delegations": delegations})
    return countries


def _heading(name: str, second: str) -> dict[str, str]:
    return {"name": words(name), "second": "" if second == name else words(second)}


def _entry(person: Mapping[str, str]) -> dict[str, object]:
    """One person: number, name with its styles, office, and the contacts that the list holds."""
    get = person.get
    is_head = get("function") == str(AttendeeFunction.HEAD.label)
    styles = (get("courtesy", ""), get("honorific", ""), person["name"])
    office = [get("office_title_en", ""), get("office_title", "")]
    return {
        "number": get("number", ""),
        "name": " ".join(filter(None, styles)),
        "native": get("native_name", ""),
        "head": get("function") if is_head else "",
        "office": list(dict.fromkeys(filter(None, office)))
        or ([] if is_head else [get("function", "")]),
        "contacts": [contact for contact in (get("email"), get("phone")) if contact],
    }
