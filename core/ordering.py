"""Order texts in the database as Python orders them."""

from typing import Any

from django.db.models import Func


class ByBytes(Func):
    """A text of the database that is compared byte by byte, whatever language the database has."""

    function = 'COLLATE "C"'
    template = "%(expressions)s %(function)s"
    arity = 1

    def as_sqlite(
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """SQLite has another name for it."""
        return self.as_sql(compiler, connection, function="COLLATE BINARY", **context)
