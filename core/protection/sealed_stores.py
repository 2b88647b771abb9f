"""Everything encrypted in the database: encrypt it again, and try the keys on it.

Encrypted fields of models are found by themselves. What an app keeps encrypted inside something
else (a part of a JSON column), it adds to `STORES`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, connection, models, transaction

from core.protection.encrypted import SealedTextField, open_text
from core.protection.sealed import CannotUnseal


@dataclass(frozen=True)
class SealedStore:
    """One place with encrypted texts."""

    name: str
    # Some of the texts as they stand there, the oldest and the newest among them.
    samples: Callable[[], Iterable[str]]
    # Encrypts all of them with the first key; how many rows.
    reseal: Callable[[], int]


STORES: list[SealedStore] = []


def all_stores() -> Iterator[SealedStore]:
    """One for each model with encrypted fields, then those that apps added."""
    for model in apps.get_models():
        fields = [field for field in model._meta.fields if isinstance(field, SealedTextField)]
        if fields:
            samples, reseal = partial(_samples, model, fields), partial(_reseal, model, fields)
            yield SealedStore(model._meta.label, samples=samples, reseal=reseal)
    yield from STORES


def check_keys() -> None:
    """Raise ImproperlyConfigured if something that is stored does not open, before it is missed.

    A database that does not answer, or has no tables yet, stops nothing.
    """
    try:
        for store in all_stores():
            for text in store.samples():
                open_text(text)
    except CannotUnseal:
        name = "DATA_KEYS" if settings.DATA_KEYS else "SECRET_KEY"
        raise ImproperlyConfigured(
            f"{name} does not open what is stored ({store.name}). Put the key that was used until "
            "now behind the new one in DATA_KEYS, after a comma; without DATA_KEYS it was "
            "SECRET_KEY. Then run manage.py reseal. See docs/settings.md."
        ) from None
    except (DatabaseError, InterfaceError):
        return


def _samples(model: type[models.Model], fields: Iterable[SealedTextField]) -> Iterator[str]:
    quote, table = connection.ops.quote_name, model._meta.db_table
    key = quote(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        for column in (quote(str(field.column)) for field in fields):
            for order in ("ASC", "DESC"):
                cursor.execute(
                    f"SELECT {column} FROM {quote(table)} WHERE {column} <> ''"  # noqa: S608
                    f" ORDER BY {key} {order} LIMIT 1"
                )
                yield from (row[0] for row in cursor.fetchall())


def _reseal(model: type[models.Model], fields: Iterable[SealedTextField]) -> int:
    """Row by row, each read with whatever key it has."""
    count, names = 0, [field.name for field in fields]
    for pk in model._base_manager.values_list("pk", flat=True).iterator():
        with transaction.atomic():
            row = model._base_manager.select_for_update().filter(pk=pk).first()
            if row is not None:
                row.save(update_fields=names)
                count += 1
    return count
