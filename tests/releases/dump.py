"""`python -m tests.releases.dump`: keep the data that this version writes, for upgrades from it.

The rows are those of `tests.world`: some of every table, written by this version's own services.
"""

import os
import tempfile

import django

# Written by Django as it runs, and no data of the office.
_OF_THE_DATABASE = {"django_migrations", "django_session", "shared_cache"}


def main() -> None:
    """Write the file of this version."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    from forum_portal.version import VERSION  # noqa: PLC0415
    from tests import releases  # noqa: PLC0415
    from tests.world import World  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    World()
    tables: dict[str, releases.Table] = {}
    with connection.cursor() as cursor:
        for table in sorted({*connection.introspection.table_names(cursor)} - _OF_THE_DATABASE):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            rows = [[_text(value) for value in row] for row in cursor]
            tables[table] = {"columns": columns, "rows": rows}
    leaves = MigrationLoader(connection).graph.leaf_nodes()
    releases.write(VERSION, {"migrations": leaves, "tables": tables})


def _text(value: object) -> str | None:
    """A value as both databases read it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        raise TypeError("Bytes have no text that both databases read.")
    return str(int(value)) if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="portal-release-") as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="tests.settings",
            DATA_DIR=folder,
            DATABASE_URL=f"sqlite:///{folder}/release.sqlite3",
        )
        django.setup()
        main()
