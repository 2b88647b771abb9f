"""The kinds of rows that hold translated text, and how each belongs to its event."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from core.translated_field import TranslatedField
from events.editions.hidden_texts import TEXTS_OF_AN_EDITION
from events.models import Event

NOT_TRANSLATED = {
    "delegations.organisation": "belongs to every edition it comes to, and to the desk",
    "delegations.delegation": "addressed by the desk, in letters alone",
    "delegations.lettertemplate": "written and checked by the desk, in letters alone",
    "programme.runitem": "read by the crew alone, in one language",
}


@dataclass(frozen=True)
class TranslatedKind:
    """One kind of row: its model, and the way from a row to its event."""

    model: type[models.Model]
    event_path: str

    @property
    def label(self) -> str:
        """Its name in a URL: programme.session."""
        return self.model._meta.label_lower

    @property
    def fields(self) -> list[TranslatedField]:
        """The translated fields of a row, in the order of the model."""
        return [field for field in self.model._meta.fields if isinstance(field, TranslatedField)]

    def rows(self, event: Event) -> models.QuerySet[models.Model]:
        """The rows of `event`, in the usual order."""
        rows = self.model._default_manager.filter(**{self.event_path: event.pk})
        # What nobody on stage is called yet is the only text of an appearance.
        return rows.exclude(placeholder={}) if self.label == "programme.appearance" else rows


def kinds() -> Iterator[TranslatedKind]:
    """All kinds."""
    for label, path in TEXTS_OF_AN_EDITION.items():
        yield TranslatedKind(apps.get_model(label), path)


def kind_of(label: str) -> TranslatedKind | None:
    """The kind with that name, if its rows are translated."""
    path = TEXTS_OF_AN_EDITION.get(label)
    return TranslatedKind(apps.get_model(label), path) if path else None
