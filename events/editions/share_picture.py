"""The picture that other sites show beside a link to an edition."""

from pathlib import Path

from django.conf import settings

from core.text.dates import date_range
from core.text.languages import in_language
from core.typesetting import locale, png, say, words
from events.models import Event

# In pixels, as the template sets it.
WIDTH, HEIGHT = 1200, 630

_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "paper" / "card.typ"
_EMBLEM = Path(settings.BASE_DIR) / "static" / "img" / "emblem.svg"


def card(event: Event, language: str) -> bytes:
    """Title, theme, dates and city of `event` in `language`, with the flower, as PNG."""
    with in_language(language):
        data = {
            "locale": locale(language),
            "title": say(event.title),
            "theme": say(event.theme),
            "theme-length": len(words(event.theme).encode()),
            "dates": date_range(event.start_date, event.end_date),
            "city": say(event.city),
            "emblem": _EMBLEM.read_text(encoding="utf-8"),
        }
        return png(_TEMPLATE, data)
