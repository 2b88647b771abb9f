"""What visitors can no longer read when an edition gives up a language."""

from collections.abc import Collection, Iterator

from django.apps import apps

from core.translated_field import TranslatedField
from events.models import Event

# The kinds of rows that hold texts of an edition, and the way from a row to its event, in the order
# in which a translator meets them. Apps above this one add theirs.
TEXTS_OF_AN_EDITION: dict[str, str] = {
    "events.event": "pk",
    "events.page": "event",
    "events.award": "event",
    "events.awardentry": "award__event",
    "events.venue": "event",
    "events.room": "venue__event",
    "events.partner": "event",
    "events.publishedfigure": "event",
    "events.document": "event",
}


def hidden_texts(event: Event, languages: Collection[str]) -> Iterator[tuple[str, int]]:
    """The kinds of rows, and how many, with a text in none of `languages` though it has one."""
    for label, path in TEXTS_OF_AN_EDITION.items():
        model = apps.get_model(label)
        names = [field.name for field in model._meta.fields if isinstance(field, TranslatedField)]
        rows = model._default_manager.filter(**{path: event.pk}).values_list(*names)
        count = sum(any(text and not set(text) & set(languages) for text in row) for row in rows)
        if count:
            yield str(model._meta.verbose_name_plural), count
