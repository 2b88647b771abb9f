"""An index of the searched texts of people on PostgreSQL, by three letters at a time.

It needs the extension pg_trgm. Where the server lacks it, or the portal may not create it, a search
reads the text of everybody, as on SQLite: slower, and right all the same (docs/deploy.md).
"""

import logging

from django.apps.registry import Apps
from django.db import DatabaseError, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

logger = logging.getLogger(__name__)
_ADD = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    # Nobody who saves waits for it.
    "CREATE INDEX CONCURRENTLY IF NOT EXISTS delegations_attendee_search"
    " ON delegations_attendee USING gin (search_text gin_trgm_ops)",
)


def add_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with connection.cursor() as cursor:
            for statement in _ADD:
                cursor.execute(statement)
    except DatabaseError:
        logger.warning("Searching people has no index: the extension pg_trgm is not to be had.")


def remove_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # The extension may be used by others.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX CONCURRENTLY IF EXISTS delegations_attendee_search")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("delegations", "0013_scheduled_lists")]

    operations = [migrations.RunPython(add_index, remove_index, elidable=False)]
