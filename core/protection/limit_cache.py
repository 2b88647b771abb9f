"""The cache in which limits are counted: shared by all processes, and no flood empties it.

Django's own database cache keeps 300 rows, throws away a third of them beyond that, whatever they
count, and counts all rows before it writes one.
"""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from django.utils import timezone

_NEVER = datetime(9999, 12, 31, tzinfo=UTC)
# How many rows one run of the purge deletes at most: it holds no lock for long.
_BATCH = 5000


class LimitCache(DatabaseCache):
    """Rows go when they have expired (`purge_expired`), and not before. Values are JSON.

    Each operation is one statement. A database that does not answer raises: what cannot be counted
    is not allowed.
    """

    _table: str

    def get_many(self, keys: Any, version: int | None = None) -> dict[object, object]:
        """Those of `keys` that have not expired. The others are left to the purge.

        To delete one here would delete what somebody else has just written in its place.
        """
        names = {self.make_and_validate_key(key, version=version): key for key in keys}
        if not names:
            return {}
        marks = ", ".join(["%s"] * len(names))
        rows = self._run(
            f"SELECT cache_key, value FROM {{table}} WHERE cache_key IN ({marks})"  # noqa: S608
            " AND expires >= %s",
            [*names, timezone.now()],
        )
        return {names[key]: json.loads(value) for key, value in rows}

    def _base_set(self, mode: str, key: str, value: object, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        moment = self.get_backend_timeout(timeout)
        expires = _NEVER if moment is None else datetime.fromtimestamp(moment, UTC)
        if mode == "touch":
            sql = "UPDATE {table} SET expires = %s WHERE cache_key = %s AND expires >= %s"
            return bool(self._run(sql, [expires, key, timezone.now()]))
        sql = (
            "INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s)"
            " ON CONFLICT (cache_key) DO UPDATE"
            " SET value = excluded.value, expires = excluded.expires"
        )
        values = [key, json.dumps(value), expires]
        if mode == "add":
            # One of many who add the same key writes a row; the database says which.
            return bool(self._run(f"{sql} WHERE {{table}}.expires < %s", [*values, timezone.now()]))
        return bool(self._run(sql, values))

    def purge(self) -> int:
        """Delete some of what has expired; how many rows."""
        expired = "SELECT cache_key FROM {table} WHERE expires < %s LIMIT %s"
        sql = f"DELETE FROM {{table}} WHERE cache_key IN ({expired})"  # noqa: S608
        deleted: int = self._run(sql, [timezone.now(), _BATCH])
        return deleted

    def _run(self, sql: str, values: list[Any]) -> Any:
        """The rows of a query, or how many rows a change has touched."""
        connection = connections[router.db_for_write(self.cache_model_class)]
        adapt = connection.ops.adapt_datetimefield_value
        values = [adapt(one) if isinstance(one, datetime) else one for one in values]
        with connection.cursor() as cursor:
            cursor.execute(sql.format(table=connection.ops.quote_name(self._table)), values)
            return cursor.fetchall() if sql.startswith("SELECT") else cursor.rowcount


def purge_expired() -> int:
    """Delete what no longer counts: a job of the worker."""
    cache = caches["default"]
    return cache.purge() if isinstance(cache, LimitCache) else 0
