"""Saying at saving that only a typo was corrected: the translations stay up to date.

The record of the change says so, in its reason; `forum_portal.workspace.translations.progress`
reads it.
"""

from collections.abc import Iterable

from django.db.models import Model
from django.http import HttpRequest

from core.text.translated import edition_languages
from events.editions.hidden_texts import TEXTS_OF_AN_EDITION

TYPO = "typo"
# The box beside the buttons that save.
BOX = "only_typo"


def asks_for_typo(models: Iterable[type[Model]]) -> bool:
    """Whether a form with rows of `models` has texts that are translated in this edition."""
    is_translated = any(model._meta.label_lower in TEXTS_OF_AN_EDITION for model in models)
    return is_translated and len(edition_languages()) > 1


def note_typo(request: HttpRequest, rows: Iterable[Model]) -> None:
    """Let the records of `rows`, which are about to be saved, say what somebody ticked."""
    if BOX in request.POST:
        for row in rows:
            row._change_reason = TYPO  # type: ignore[attr-defined]
