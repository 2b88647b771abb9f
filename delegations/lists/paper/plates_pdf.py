"""Working document L10 as table plates: a sheet for each person, folded across the middle."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.files.spreadsheets import Sheet
from core.typesetting import locale, pdf, words
from delegations.lists.paper.list_pdf import note_unprintable

_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "paper" / "plates.typ"
# Without these columns there is nothing to print on the two sides.
NEEDED_COLUMNS = frozenset({"plate_front", "plate_back"})


def plates_pdf(
    sheet: Sheet, rows: Iterable[Sequence[object]], *, event: str, at: datetime
) -> bytes:
    """The people of `rows`, each on a sheet: the front to the room, the back to the person.

    Somebody without a name in another script has the same name on both sides.
    """
    keys = [column.key for column in sheet.columns]
    people = [
        {key: words("" if cell is None else cell) for key, cell in zip(keys, row, strict=True)}
        for row in rows
    ]
    data = {
        "locale": locale(get_language() or settings.LANGUAGE_CODE),
        "name": f"{words(event)} · {words(sheet.title)}",
        "fold": _("Fold here"),
        "unprintable": note_unprintable([[*person.values()] for person in people]),
        "empty": _("This list is empty."),
        "plates": [
            {
                "front": person["plate_front"],
                "back": person["plate_back"] or person["plate_front"],
                "from": person.get("organisation", ""),
            }
            for person in people
        ],
    }
    return pdf(_TEMPLATE, data, made_at=at)
