"""`python -m tests.releases.upgrade VERSION`: load a release into DATABASE_URL, and upgrade it.

Prints JSON: the rows of each table before and after, and how the upgraded portal answers.
"""

import json
import sys
from collections.abc import Collection, Iterable
from typing import Any

import django
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from tests import releases

_PAGES = (
    "/en/ours/", "/en/ours/agenda/", "/en/ours/delegations/", "/ours/agenda.ics",
    "/admin/ours/", "/staff/ours/",
)  # fmt: skip


def main(version: str) -> None:
    """Load, upgrade, ask."""
    release = releases.read(version)
    MigrationExecutor(connection).migrate([(app, name) for app, name in release["migrations"]])
    with transaction.atomic(), connection.cursor() as cursor:
        _empty(cursor, release["tables"])
        for name, table in release["tables"].items():
            _load(cursor, name, table)
    _reset_sequences(release["tables"].keys())
    before = _count(release["tables"])
    call_command("migrate", verbosity=0)
    print(json.dumps({"before": before, "after": _count(before), "answers": _answers()}))


def _answers() -> dict[str, int]:
    """The status of a page of each kind, for an administrator of the edition."""
    from accounts.models import User  # noqa: PLC0415  (after the set-up of Django)
    from accounts.roles import Role  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.filter(memberships__role=Role.ADMINISTRATOR).earliest("pk"))
    return {path: client.get(path).status_code for path in _PAGES}


def _reset_sequences(tables: Collection[str]) -> None:
    from django.apps import apps  # noqa: PLC0415

    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in tables
    ]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _load(cursor: Any, name: str, table: releases.Table) -> None:
    """The rows as text: each database reads it into the types of its columns."""
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, table["columns"]))
    places = ", ".join(["%s"] * len(table["columns"]))
    statement = f"INSERT INTO {quote(name)} ({columns}) VALUES ({places})"
    cursor.executemany(statement, table["rows"])


def _empty(cursor: Any, tables: Iterable[str]) -> None:
    for name in tables:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")


def _count(tables: Iterable[str]) -> dict[str, int]:
    """How many rows each table has; a table that an upgrade removed has none."""
    counts = {}
    with connection.cursor() as cursor:
        there = connection.introspection.table_names(cursor)
        for name in tables:
            if name in there:
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
                counts[name] = cursor.fetchone()[0]
    return counts


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
