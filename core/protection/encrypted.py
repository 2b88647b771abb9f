"""Model fields that are encrypted in the database, for data that few people may see.

Encrypted with the first key of the setting DATA_KEYS and read with any of them, so that a key can
be replaced (`manage.py reseal`); without that setting the key follows from SECRET_KEY. Nobody
searches or sorts by such a field: every value is encrypted differently each time.
"""

import base64
import hashlib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django import forms
from django.conf import settings
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.forms import Field as FormField

from core.forms import DayField
from core.protection.sealed import CannotUnseal


def seal_text(text: str) -> str:
    """Encrypt `text` with the first key, for the database."""
    return _keys().encrypt(text.encode()).decode()


def open_text(sealed: str) -> str:
    """Decrypt a text with any of the keys. Raises core.protection.sealed.CannotUnseal."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotUnseal("None of DATA_KEYS reads this.") from error


def reseal_text(sealed: str) -> str:
    """Return a text that the first key opens: the same, if it does already.

    Raises core.protection.sealed.CannotUnseal.
    """
    try:
        _fernet(_secrets()[0]).decrypt(sealed.encode())
    except InvalidToken:
        return seal_text(open_text(sealed))
    return sealed


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """A text of at most `longest` characters. Empty stays empty, so that emptiness shows."""

    def __init__(self, *args: Any, longest: int = 300, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(*args, **kwargs)
        self.validators.append(MaxLengthValidator(longest))

    def deconstruct(self) -> tuple[str, str, Sequence[object], dict[str, object]]:
        """Its length is a rule of the form and no type of the column."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "longest": self.longest}

    def get_prep_value(self, value: object) -> str | None:
        """The value as the database keeps it."""
        text = self.as_text(value)
        return seal_text(text) if text else self._nothing()

    def from_db_value(self, value: str | None, expression: object, connection: object) -> object:
        """The value as it was typed. Raises core.protection.sealed.CannotUnseal without its key."""
        return self.as_value(open_text(value)) if value else value

    def get_lookup(self, lookup_name: str) -> "type[models.Lookup[object]] | None":
        """Only whether there is a value at all."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be searched.")
        return super().get_lookup(lookup_name)

    def formfield(self, **kwargs: Any) -> FormField | None:
        """One line, of the length that is kept."""
        options = {"max_length": self.longest, "widget": forms.TextInput, **kwargs}
        return super().formfield(**options)

    def as_text(self, value: object) -> str:
        """The value as text."""
        return str(value) if value is not None else ""

    def as_value(self, text: str) -> object:
        """The value of that text."""
        return text

    def _nothing(self) -> str | None:
        return None if self.null else ""


class SealedDateField(SealedTextField):
    """A day."""

    # What mypy's plugin reads: a row holds a day and no text.
    _pyi_private_set_type: date | str | None  # type: ignore[assignment]
    _pyi_private_get_type: date | None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.validators.clear()

    def as_text(self, value: object) -> str:
        """YYYY-MM-DD."""
        return value.isoformat() if isinstance(value, date) else super().as_text(value)

    def as_value(self, text: str) -> object:
        """The day of that text."""
        return date.fromisoformat(text)

    def to_python(self, value: object) -> object:
        """A day, from a form or from a row."""
        return value if isinstance(value, date) else DayField(required=False).clean(value)

    def formfield(self, **kwargs: Any) -> FormField | None:
        """A field for a day."""
        options = {"form_class": DayField, **kwargs}
        for name in ("max_length", "widget"):
            options.pop(name, None)
        return models.Field.formfield(self, **options)


def _secrets() -> tuple[str, ...]:
    return tuple(settings.DATA_KEYS) or (settings.SECRET_KEY,)


def _keys() -> MultiFernet:
    return _made_of(_secrets())


@lru_cache(maxsize=4)
def _made_of(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([_fernet(secret) for secret in secrets])


@lru_cache(maxsize=8)
def _fernet(secret: str) -> Fernet:
    return Fernet(_key(secret))


def _key(secret: str) -> bytes:
    digest = hashlib.blake2b(b"data", key=secret.encode()[:64], digest_size=32).digest()
    return base64.urlsafe_b64encode(digest)
