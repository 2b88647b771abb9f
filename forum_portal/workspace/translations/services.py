"""Saving a translation: the texts of one row in one language, and nothing else of the row."""

from collections.abc import Mapping

from django.db import models, transaction

from accounts.models import User
from core.protection.fingerprint import fingerprint
from core.text.translated import TranslatedText
from events.models import Event
from forum_portal.workspace.translations.kinds import TranslatedKind
from forum_portal.workspace.translations.progress import Item, checked_reason, item_of


class ChangedMeanwhile(Exception):
    """The source or the translation has changed since the translator opened the page."""


def seen_of(item: Item) -> str:
    """A fingerprint of what a translator sees of a row; differs after any change of it."""
    return fingerprint([[text.field, text.source, text.target] for text in item.texts])


@transaction.atomic
def save_translation(
    *,
    event: Event,
    kind: TranslatedKind,
    pk: int,
    language: str,
    texts: Mapping[str, str],
    seen: str,
    by: User,
) -> models.Model:
    """Save `texts` (field → text) of a row in `language`, confirmed against the source.

    An empty text deletes the translation. Other languages are never touched, so two translators of
    one row do not disturb each other. Raises ChangedMeanwhile.
    """
    row: models.Model = kind.rows(event).select_for_update(of=("self",)).get(pk=pk)
    item = item_of(kind, event, row, language)
    if seen_of(item) != seen:
        raise ChangedMeanwhile
    for name in {text.field for text in item.texts} & set(texts):
        value = {**getattr(row, name), language: texts[name]}
        setattr(row, name, TranslatedText(value))
    row.updated_by = by  # type: ignore[attr-defined]
    row._change_reason = checked_reason(language)  # type: ignore[attr-defined]
    row.save()
    return row
