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
    """Source or translation are no longer what the translator saw."""


def seen_of(item: Item) -> str:
    """What a translator sees of a row, as a short text that differs after any change of it."""
    return fingerprint([[one.field, one.source, one.target] for one in item.texts])


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
    """Write `texts` (field → text) of one row in `language`, and note that they fit the source.

    An empty text takes the translation away. What stands in other languages is never touched, so
    two translators of one row do not disturb each other. Raises ChangedMeanwhile.
    """
    row: models.Model = kind.rows(event).select_for_update(of=("self",)).get(pk=pk)
    item = item_of(kind, event, row, language)
    if seen_of(item) != seen:
        raise ChangedMeanwhile
    for name in {one.field for one in item.texts} & set(texts):
        value = {**getattr(row, name), language: texts[name]}
        setattr(row, name, TranslatedText(value))
    row.updated_by = by  # type: ignore[attr-defined]
    row._change_reason = checked_reason(language)  # type: ignore[attr-defined]
    row.save()
    return row
