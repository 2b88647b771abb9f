"""Migrations make the tables that the models describe.

The tests run on tables straight from the models. What an office has comes from the migrations:
`makemigrations --check` compares the two as Django knows them, this as the database does.
"""

import re
from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from tests.databases import cursor_at

OURS = ("core", "accounts", "mail", "events", "delegations", "programme")

_POSTGRES = """
SELECT c.relname, 'column', concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
       a.attnotnull, a.attidentity, a.attcollation::regcollation,
       pg_get_expr(d.adbin, d.adrelid))
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
  LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
 WHERE a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT c.relname, 'constraint', r.conname || ' ' || pg_get_constraintdef(r.oid)
  FROM pg_constraint r JOIN pg_class c ON c.oid = r.conrelid
UNION ALL
SELECT c.relname, 'index', pg_get_indexdef(i.indexrelid)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
UNION ALL
SELECT c.relname, 'trigger', pg_get_triggerdef(t.oid)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
"""
_TRIGRAMS = "delegations_attendee_search"
_SQLITE = "SELECT tbl_name, type, sql FROM sqlite_master WHERE sql IS NOT NULL"
# Names that Django or the database gives follow from the steps by which the table was made.
_GIVEN_NAME = re.compile(r"\w+_[0-9a-f]{8}(_\w+)?|\w+_p?key\b")


def schema(cursor: Any) -> Counter[tuple[str, str, str]]:
    """Columns, constraints, indexes and triggers of our tables, in no order."""
    cursor.execute(_SQLITE if connection.vendor == "sqlite" else _POSTGRES)
    rows = [row for row in cursor.fetchall() if row[0] in tables()]
    parts = [
        (table, kind, _GIVEN_NAME.sub("…", part))
        for table, kind, text in rows
        for part in (_columns(text) if kind == "table" else [text])
    ]
    return Counter(parts)


def _columns(table: str) -> list[str]:
    # A column that a later migration adds comes last, before the bracket that closes the table.
    return re.split(r"[(,] ?(?=[\"C])", table.removesuffix(")"))


def tables() -> set[str]:
    """The names of our tables."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table for model in models if model._meta.app_label in OURS}


@pytest.mark.django_db
@pytest.mark.both_databases
def test_migrations_make_the_tables_of_the_models(own_database: str) -> None:
    with cursor_at(own_database) as cursor:
        migrated = schema(cursor)

    with connection.cursor() as cursor:
        modelled = schema(cursor)
    # Made only where the server has the extension: no model names it.
    migrated = Counter(part for part in migrated.elements() if _TRIGRAMS not in part[2])
    assert (migrated - modelled, modelled - migrated) == (Counter(), Counter())
    assert {table for table, _, _ in migrated} == tables()
