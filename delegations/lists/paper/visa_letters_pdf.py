"""Working document L22 as letters: one for each person, for the application for a visa.

It is not the ceremonial invitation: it names the person and the passport, the stay and who pays,
and has room for stamp and signature.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django_countries import countries

from core.files.spreadsheets import Column, Sheet
from core.text.dates import date_range
from core.typesetting import locale, pdf, words
from delegations.lists.paper.list_pdf import note_unprintable
from delegations.models import LetterTemplate
from events.models import Event

_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "paper" / "visa_letters.typ"
# Without these columns no consulate accepts the letter.
NEEDED_COLUMNS = frozenset({"passport_name", "passport_number", "born_on", "organisation"})
LETTER_NUMBER = Column("letter_number", "")
_COUNTRIES = frozenset({"nationality", "issuing_country"})


def visa_letters_pdf(
    sheet: Sheet, rows: Iterable[Sequence[object]], *, event: Event, at: datetime
) -> bytes:
    """A letter for each person of `rows`, which begin with its number: the column LETTER_NUMBER.

    What is not known is left to be filled in by hand.
    """
    template = LetterTemplate.objects.filter(event=event).select_related("event").first()
    people = [(str(number), _facts(sheet.columns[1:], cells)) for number, *cells in rows]
    data = {
        "locale": locale(get_language() or settings.LANGUAGE_CODE),
        "name": f"{words(event.title)} · {words(sheet.title)}",
        "title": _("Letter for a visa application"),
        "number-label": pgettext("of a letter", "No."),
        "day": date_format(timezone.localtime(at, event.zone), "DATE_FORMAT"),
        "closing": _("We ask you to issue the visa for this stay."),
        "stamp": pgettext("of an office, on paper", "Stamp"),
        "empty": _("This list is empty."),
        "unprintable": note_unprintable(
            [[text for _label, text in person.values()] for _number, person in people]
        ),
        **_host(template, event),
        "letters": [
            {
                "number": number,
                "body": _body(person, event),
                "facts": [list(fact) for fact in person.values()],
            }
            for number, person in people
        ],
    }
    return pdf(_TEMPLATE, data, made_at=at)


def _facts(columns: Sequence[Column], cells: Sequence[object]) -> dict[str, tuple[str, str]]:
    """The label and the value of each column, by key."""
    pairs = zip(columns, cells, strict=True)
    return {column.key: (words(column.heading), _value(cell, column)) for column, cell in pairs}


def _host(template: LetterTemplate | None, event: Event) -> dict[str, object]:
    """Who invites: from the letter of the event, else the event alone."""
    if template is None:
        return {"host": words(event.title), "address": [], "signatory": "", "signatory-title": ""}
    return {
        "host": words(template.host_name),
        "address": [words(line) for line in str(template.host_address).splitlines() if line],
        "signatory": words(template.signatory_name),
        "signatory-title": words(template.signatory_title),
    }


def _body(person: Mapping[str, tuple[str, str]], event: Event) -> str:
    text = _(
        "We invite the person named below, a member of the delegation of %(organisation)s, to the "
        "following event: %(event)s (%(city)s, %(dates)s)."
    )
    return words(
        text
        % {
            "event": event.title,
            "city": event.city,
            "dates": date_range(event.start_date, event.end_date),
            "organisation": person["organisation"][1],
        }
    )


def _value(cell: object, column: Column) -> str:
    if isinstance(cell, date):
        return words(date_format(cell, "DATE_FORMAT"))
    if column.key in _COUNTRIES:
        return words(countries.name(str(cell or "")) or "")
    return words("" if cell is None else cell)
