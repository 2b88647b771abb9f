"""Everything encrypted in the database: encrypt it again, and try the keys on it.

Encrypted fields of models are found by themselves. What an app keeps encrypted inside something
else (a part of a JSON column), it adds to `STORES`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, connection, models, transaction

from core.protection.encrypted import SealedTextField, open_text, reseal_text
from core.protection.sealed import CannotUnseal


@dataclass(frozen=True)
class SealedStore:
    """One place with encrypted texts."""

    name: str
    # Some of the texts as they stand there, the oldest and the newest among them.
    samples: Callable[[], Iterable[str]]
    # Encrypts all of them with the first key, a batch at a time; how many rows so far, after each.
    reseal: Callable[[], Iterator[int]]


STORES: list[SealedStore] = []
# Rows that are read, encrypted and written in one transaction: a fraction of a second.
_BATCH = 1000


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


def _reseal(model: type[models.Model], fields: Iterable[SealedTextField]) -> Iterator[int]:
    """In the order of the keys. Killed, it goes on when it is called again: what the first key
    opens is left as it is."""
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    columns = [quote(str(field.column)) for field in fields]
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    select = f"SELECT {key}, {', '.join(columns)} FROM {table}"  # noqa: S608  (names of ours)
    order = f"ORDER BY {key} LIMIT {_BATCH} {lock}"
    changes = ", ".join(f"{column} = %s" for column in columns)
    update = f"UPDATE {table} SET {changes} WHERE {key} = %s"  # noqa: S608
    count, last = 0, None
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            if last is None:
                cursor.execute(f"{select} {order}")
            else:
                cursor.execute(f"{select} WHERE {key} > %s {order}", [last])
            rows = cursor.fetchall()
            cursor.executemany(update, list(_resealed(rows)))
        if not rows:
            return
        count, last = count + len(rows), rows[-1][0]
        yield count


def _resealed(rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """The values of the rows that change, with their key at the end."""
    for key, *former in rows:
        texts = [reseal_text(text) if text else text for text in former]
        if texts != former:
            yield [*texts, key]
