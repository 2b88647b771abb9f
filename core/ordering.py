"""Order texts in the database as Python orders them."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func
from django.db.models.sql.compiler import SQLCompiler


class ByBytes(Func):
    """A text of the database that is compared byte by byte, whatever language the database has."""

    function = 'COLLATE "C"'
    template = "%(expressions)s %(function)s"
    arity = 1

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """SQLite has another name for it."""
        return self.as_sql(compiler, connection, function="COLLATE BINARY", **context)
