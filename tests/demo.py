"""The demo forum, for tests that look at its pages: loaded once in a run, then copied in.

Loading takes seconds and some thirty tests want it; a copy of its tables takes a tenth of that.
"""

import pickle
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from accounts.models import User
from tests.databases import folder_of_run

# Made with the database itself.
_NOT_OURS = {"contenttypes", "auth", "sessions"}
_kept: dict[str, Any] = {}


def load_demo_forum() -> None:
    """Fill an empty database with the demo forum."""
    if User.objects.exists():
        call_command("load_demo", yes=True, verbosity=0)
        return
    with folder_of_run() as folder:
        file = folder / "demo"
        if not _kept and file.exists():
            _kept.update(pickle.loads(file.read_bytes()))
        if not _kept:
            call_command("load_demo", verbosity=0)
            _keep()
            file.write_bytes(pickle.dumps(_kept))
            return
    _copy_in()


def _keep() -> None:
    with connection.cursor() as cursor:
        for model in _models():
            _kept[model._meta.db_table] = _read(cursor.cursor, model._meta.db_table)


def _copy_in() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in _kept.items():
            _write(cursor.cursor, table, rows)
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _models() -> list[Any]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.app_label not in _NOT_OURS]


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
