"""Emptying the database after a test whose transactions are real.

Django deletes from every table, content types and permissions among them, and makes those again:
ten times as long as such a test leaves work for. Here the tables that hold rows are emptied, and
what is made with the database itself stays.
"""

from django.apps import apps
from django.db import connection, transaction
from django.test import TransactionTestCase

# The same in every test; nothing of a test is in them.
_MADE_WITH_THE_DATABASE = {"django_content_type", "auth_permission"}


def use_for_all_tests() -> None:
    """Let every test that pytest-django does not roll back end like this."""
    TransactionTestCase._fixture_teardown = lambda _test: empty_tables()  # type: ignore[attr-defined]


def empty_tables() -> None:
    """Delete all rows of tests: in one transaction, at whose end foreign keys are checked."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_tables_with_rows())
        for (table,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


def _tables_with_rows() -> str:
    models = apps.get_models(include_auto_created=True)
    tables = {model._meta.db_table for model in models if model._meta.managed}
    return " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})"
        for table in sorted(tables - _MADE_WITH_THE_DATABASE)
    )
