"""The demo forum, for tests that look at its pages: loaded by its command once, copied in later.

Loading takes seconds and some thirty tests want it; a copy of its tables takes a tenth of that.
"""

from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from accounts.models import User

# Made with the database itself.
_NOT_OURS = {"contenttypes", "auth", "sessions"}
_kept: dict[str, Any] = {}


def load_demo_forum() -> None:
    """Fill an empty database with the demo forum."""
    if _kept:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in _kept.items():
                _write(cursor.cursor, table, rows)
            for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
                cursor.execute(statement)
        return
    is_empty = not User.objects.exists()
    call_command("load_demo", verbosity=0)
    if is_empty:
        with connection.cursor() as cursor:
            for model in _models():
                _kept[model._meta.db_table] = _read(cursor.cursor, model._meta.db_table)


def _models() -> list[Any]:
    every = apps.get_models(include_auto_created=True)
    return [one for one in every if one._meta.app_label not in _NOT_OURS]


def _read(cursor: Any, table: str) -> Any:
    if connection.vendor == "postgresql":
        with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
            return b"".join(bytes(piece) for piece in copy)
    return cursor.execute(f'SELECT * FROM "{table}"').fetchall()


def _write(cursor: Any, table: str, rows: Any) -> None:
    if not rows:
        return
    if connection.vendor == "postgresql":
        with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
            copy.write(rows)
    else:
        places = ", ".join("?" * len(rows[0]))
        cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)
