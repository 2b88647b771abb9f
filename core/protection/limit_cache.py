"""The cache in which limits are counted: shared by all processes, and no flood empties it.

Django's own database cache keeps 300 rows, throws away a third of them beyond that, whatever they
count, and counts all rows before it writes one.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

_NEVER = datetime(9999, 12, 31, tzinfo=UTC)
# What is bound to a placeholder.
_Value = str | int | datetime
# How many rows one run of the purge deletes at most: it holds no lock for long.
_BATCH = 5000


class LimitCache(DatabaseCache):
    """Rows go when they have expired (`purge_expired`), and not before. Values are JSON.

    Each operation is one statement. A database that does not answer raises: what cannot be counted
    is not allowed.
    """

    _table: str

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, object]:
        """Those of `keys` that have not expired. The others are left to the purge.

        To delete one here would delete what somebody else has just written in its place.
        """
        names = {self.make_and_validate_key(key, version=version): key for key in keys}
        if not names:
            return {}
        marks = ", ".join(["%s"] * len(names))
        rows = self._load(
            f"SELECT cache_key, value FROM {{table}} WHERE cache_key IN ({marks})"  # noqa: S608
            " AND expires >= %s",
            [*names, timezone.now()],
        )
        return {names[key]: json.loads(value) for key, value in rows}

    def _base_set(
        self, mode: str, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT
    ) -> bool:
        moment = self.get_backend_timeout(timeout)
        expires = _NEVER if moment is None else datetime.fromtimestamp(moment, UTC)
        if mode == "touch":
            sql = "UPDATE {table} SET expires = %s WHERE cache_key = %s AND expires >= %s"
            return bool(self._change(sql, [expires, key, timezone.now()]))
        sql = (
            "INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s)"
            " ON CONFLICT (cache_key) DO UPDATE"
            " SET value = excluded.value, expires = excluded.expires"
        )
        values: list[_Value] = [key, json.dumps(value), expires]
        if mode == "add":
            # One of many who add the same key writes a row; the database says which.
            sql += " WHERE {table}.expires < %s"
            values.append(timezone.now())
        return bool(self._change(sql, values))

    def purge(self) -> int:
        """Delete some of what has expired; how many rows."""
        expired = "SELECT cache_key FROM {table} WHERE expires < %s LIMIT %s"
        sql = f"DELETE FROM {{table}} WHERE cache_key IN ({expired})"  # noqa: S608
        return self._change(sql, [timezone.now(), _BATCH])

    def _load(self, sql: str, values: Sequence[_Value]) -> list[tuple[str, str]]:
        with self._executed(sql, values) as cursor:
            return cursor.fetchall()

    def _change(self, sql: str, values: Sequence[_Value]) -> int:
        """How many rows a change has touched."""
        with self._executed(sql, values) as cursor:
            return cursor.rowcount

    @contextmanager
    def _executed(self, sql: str, values: Sequence[_Value]) -> Iterator[CursorWrapper]:
        connection = connections[router.db_for_write(self.cache_model_class)]
        adapt = connection.ops.adapt_datetimefield_value
        adapted = [adapt(value) if isinstance(value, datetime) else value for value in values]
        with connection.cursor() as cursor:
            cursor.execute(sql.format(table=connection.ops.quote_name(self._table)), adapted)
            yield cursor


def purge_expired() -> int:
    """Delete what no longer counts: a job of the worker."""
    cache = caches["default"]
    return cache.purge() if isinstance(cache, LimitCache) else 0
