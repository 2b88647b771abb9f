"""URLs of the pages of sessions."""

from functools import lru_cache

from django.conf import settings
from django.urls import reverse

from core.text.languages import content_language
from events.models import Event
from programme.agenda.values import Session

# Stands for the code of a session: no short name of an event has capital letters.
_CODE = "CODE"


def page_path(slug: str, code: str) -> str:
    """Return the path of a session's page in the active language, by slug of its event."""
    return _path_of_any(slug, content_language()).replace(_CODE, code)


@lru_cache(maxsize=64)
def _path_of_any(slug: str, language: str) -> str:
    # Paths differ by the code alone, so each is worked out once for an event. They depend on the
    # language, which is an argument only as a key of the cache.
    return reverse("programme:session", args=[slug, _CODE])


def public_url(event: Event, session: Session) -> str:
    """Return the full URL of a session's page in the active language."""
    return f"{settings.PUBLIC_ORIGIN}{page_path(event.slug, session.code)}"
