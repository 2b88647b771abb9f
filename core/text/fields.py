"""Columns of text that people type in one line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models

from core.text.folding import tidy

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:  # Django's own class takes no type arguments at run time
    _CharField = models.CharField


class TidyCharField(_CharField):
    """A text kept composed (NFC) and without what cannot be seen at its edges; else as typed."""

    def deconstruct(self) -> tuple[str, str, Sequence[object], dict[str, object]]:
        """For the database it is any column of text: migrations need not know."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def to_python(self, value: object) -> object:
        """Tidied, so that forms and checks see what will be kept."""
        text = super().to_python(value)
        return tidy(text) if isinstance(text, str) else text

    def pre_save(self, model_instance: models.Model, add: bool) -> object:
        """Keep the tidied text on the row as well, so that both agree."""
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: object) -> object:
        """Tidied also in updates and look-ups."""
        return self.to_python(super().get_prep_value(value))
