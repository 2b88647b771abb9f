"""A column of translated text, and how it is ordered and searched."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Q, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, NullIf
from django.forms import Field as FormField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.text.languages import content_languages
from core.text.translated import TranslatedText, searched_languages
from core.translated_input import TranslatedFormField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class _ReadableJSON(json.JSONEncoder):
    # Escaped JSON would hide 你好 from a search on SQLite, where JSON is kept as text.
    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})

    def default(self, o: object) -> object:
        return dict(o) if isinstance(o, Mapping) else super().default(o)


class TranslatedField(models.JSONField):
    """A column of translated text. `max_length` counts characters and holds for each language."""

    def __init__(
        self, verbose_name: "StrOrPromise | None" = None, *, multiline: bool = False, **options: Any
    ) -> None:
        options["encoder"] = _ReadableJSON
        options.setdefault("default", TranslatedText)
        self.multiline = multiline
        super().__init__(verbose_name, **options)

    def deconstruct(self) -> tuple[str, str, Sequence[object], dict[str, object]]:
        """Leave out the encoder and the default, which belong to the field."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["encoder"]
        if kwargs.get("default") is TranslatedText:
            del kwargs["default"]
        if self.multiline:
            kwargs["multiline"] = True
        return name, path, args, kwargs

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> object:
        """JSON of the database to TranslatedText; a look-up inside it stays what it is."""
        loaded = super().from_db_value(value, expression, connection)
        return TranslatedText(loaded) if isinstance(loaded, dict) else loaded

    def to_python(self, value: object) -> object:
        """Accept a mapping; leave anything else for validate() to refuse."""
        return TranslatedText(value) if isinstance(value, Mapping) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> object:
        """Keep the cleaned value on the row as well, so that both agree."""
        value = self.to_python(super().pre_save(model_instance, add) or {})
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_value(
        self, value: object, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> object:
        """Write plain JSON."""
        plain = dict(value) if isinstance(value, TranslatedText) else value
        return super().get_db_prep_value(plain, connection, prepared)

    def validate(self, value: object, model_instance: models.Model | None) -> None:
        """Refuse what is no text by language, unknown languages, and texts that are too long."""
        if not isinstance(value, Mapping):
            raise ValidationError(_("Enter a text for each language."))
        if unknown := set(value) - set(content_languages()):
            raise ValidationError(
                _("Not a language of this portal: %(codes)s."),
                params={"codes": ", ".join(sorted(unknown))},
            )
        for code, text in value.items():
            if self.max_length is not None and len(text) > self.max_length:
                raise ValidationError(
                    _("%(language)s: at most %(limit)d characters (now %(count)d)."),
                    params={"language": code, "limit": self.max_length, "count": len(text)},
                )
        super().validate(dict(value), model_instance)

    def save_form_data(self, instance: models.Model, data: Mapping[str, str]) -> None:
        """Keep the languages for which the form did not ask."""
        before = TranslatedText(self.value_from_object(instance))
        super().save_form_data(instance, before.updated(data))

    def formfield(self, **kwargs: object) -> FormField:
        """A form field with one input for each language."""
        return TranslatedFormField(
            label=kwargs.pop("label", capfirst(self.verbose_name)),
            required=not self.blank,
            help_text=self.help_text,
            max_length=self.max_length,
            multiline=self.multiline,
        )


def translated_order(field: str, language: str, fallback: tuple[str, ...] = ("en",)) -> Coalesce:
    """An expression to order or filter by: the text in `language`, else in `fallback`, else ""."""
    codes = dict.fromkeys((language, *fallback))
    empty = Value("", output_field=TextField())
    return Coalesce(*(NullIf(KT(f"{field}__{code}"), empty) for code in codes), empty)


def translated_contains(field: str, text: str) -> Q:
    """A condition: the field contains `text` in some language, ignoring case (of ASCII)."""
    query = Q()
    for code in searched_languages():
        query |= Q(**{f"{field}__{code}__icontains": text})
    return query
