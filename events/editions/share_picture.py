"""The picture that other sites show beside a link to an edition."""

from pathlib import Path

from django.conf import settings

from core.files.pictures import cropped_jpeg
from core.files.uploads import stored_bytes
from core.text.dates import date_range
from core.text.languages import in_language
from core.typesetting import locale, png, say, words
from events.choices import PictureFocus
from events.models import Event

# In pixels, as the template sets it.
WIDTH, HEIGHT = 1200, 630
_PICTURE = (400, HEIGHT)
_CENTRES = {PictureFocus.LEFT: 0.0, PictureFocus.CENTRE: 0.5, PictureFocus.RIGHT: 1.0}

_TEMPLATE = Path(settings.BASE_DIR) / "templates" / "paper" / "card.typ"
_EMBLEM = Path(settings.BASE_DIR) / "static" / "img" / "emblem.svg"


def card(event: Event, language: str) -> bytes:
    """Title, theme, dates and city of `event` in `language`, with a picture, as PNG.

    Raises Http404 where the row is there and its file is lost.
    """
    with in_language(language):
        data = {
            "locale": locale(language),
            "title": say(event.title),
            "theme": say(event.theme),
            "theme-length": len(words(event.theme).encode()),
            "dates": date_range(event.start_date, event.end_date),
            "city": say(event.city),
            "picture": list(_picture(event)),
            "emblem": _EMBLEM.read_text(encoding="utf-8"),
        }
        return png(_TEMPLATE, data)


def _picture(event: Event) -> bytes:
    if not event.picture:
        return b""
    return cropped_jpeg(
        stored_bytes(event.picture), _PICTURE, _CENTRES[PictureFocus(event.picture_focus)]
    )
