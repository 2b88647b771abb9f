"""Text that visitors read, in as many languages as somebody wrote it.

One JSON column for each text: `{"en": "Agenda", "zh-hans": "日程"}`. The language asked for is
shown; where it is missing, the next one of the fallback order, and the page marks it.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, NullIf
from django.forms import Field as FormField
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.forms import TranslatedFormField
from core.languages import language_codes


class _Order(NamedTuple):
    """The languages that stand in for a missing one, and whether there are others at all."""

    languages: tuple[str, ...] = ()
    is_closed: bool = False


_NO_ORDER = _Order()
_fallback: ContextVar[_Order] = ContextVar("fallback_order", default=_NO_ORDER)


@contextmanager
def fallback_order(
    languages: list[str] | tuple[str, ...], *, is_closed: bool = False
) -> Iterator[None]:
    """Within, a missing text is replaced by that of the first of `languages` that has one.

    With `is_closed`, texts in other languages are not there: visitors see those of their event.
    """
    token = _fallback.set(_Order(tuple(languages), is_closed))
    try:
        yield
    finally:
        _fallback.reset(token)


class BestText(NamedTuple):
    """The text to show, the language it is in, and whether another was asked for."""

    text: str
    language: str
    is_fallback: bool


class TranslatedText(Mapping[str, str]):
    """One text in several languages. Never changes; blank languages are not there."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, Any] | None = None) -> None:
        cleaned = {code: _clean(text) for code, text in (texts or {}).items()}
        self._texts: dict[str, str] = {code: text for code, text in cleaned.items() if text}

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __bool__(self) -> bool:
        """Whether there is anything to show here."""
        return bool(self._texts) and bool(self.best().text)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and self._texts == dict(other)

    def __str__(self) -> str:
        return self.best().text

    def __repr__(self) -> str:
        return f"TranslatedText({self._texts!r})"

    def best(self, language: str | None = None) -> BestText:
        """The text in `language` (default: the active one), else the best that there is."""
        asked = language or get_language() or "en"
        order = _fallback.get()
        is_open = not order.is_closed or asked in order.languages
        if is_open and (text := self._texts.get(asked)):
            return BestText(_typeset(text), asked, is_fallback=False)
        others = () if order.is_closed else (*language_codes(), *self._texts)
        for code in (*order.languages, *others):
            if text := self._texts.get(code):
                return BestText(_typeset(text), code, is_fallback=True)
        return BestText("", asked, is_fallback=False)


def _typeset(text: str) -> str:
    # Official titles are kept as they were issued, with three hyphens; readers see the dash.
    return text.replace(" --- ", " — ")


def _clean(text: object) -> str:
    return unicodedata.normalize("NFC", str(text)).strip() if text else ""


class _ReadableJSON(json.JSONEncoder):
    # Escaped JSON would hide 你好 from a search on SQLite, where JSON is kept as text.
    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})

    def default(self, o: Any) -> Any:
        return dict(o) if isinstance(o, Mapping) else super().default(o)


class TranslatedField(models.JSONField):
    """A column of translated text. `max_length` counts characters and holds for each language."""

    def __init__(
        self, verbose_name: Any = None, *, multiline: bool = False, **options: Any
    ) -> None:
        options["encoder"] = _ReadableJSON
        options.setdefault("default", TranslatedText)
        self.multiline = multiline
        super().__init__(verbose_name, **options)

    def deconstruct(self) -> Any:
        """As written in the model: the encoder and the default belong to the field."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["encoder"]
        if kwargs.get("default") is TranslatedText:
            del kwargs["default"]
        if self.multiline:
            kwargs["multiline"] = True
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """JSON of the database to TranslatedText; a look-up inside it stays what it is."""
        loaded = super().from_db_value(value, expression, connection)
        return TranslatedText(loaded) if isinstance(loaded, dict) else loaded

    def to_python(self, value: Any) -> Any:
        """Accept a mapping; leave anything else for validate() to refuse."""
        return TranslatedText(value) if isinstance(value, Mapping) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Keep the cleaned value on the row as well, so that both agree."""
        value = self.to_python(super().pre_save(model_instance, add) or {})
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Write plain JSON."""
        plain = dict(value) if isinstance(value, TranslatedText) else value
        return super().get_db_prep_value(plain, connection, prepared)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse what is no text by language, unknown languages, and texts that are too long."""
        if not isinstance(value, Mapping):
            raise ValidationError(_("Write a text for each language."))
        if unknown := set(value) - set(language_codes()):
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

    def formfield(self, **kwargs: Any) -> FormField:
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
    """A condition: `text` stands in the field in some language, in either case (of ASCII)."""
    query = Q()
    for code in language_codes():
        query |= Q(**{f"{field}__{code}__icontains": text})
    return query
