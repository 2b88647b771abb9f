"""The index of the search of people: made where the database can, and missed where it cannot."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

MIGRATION = import_module("delegations.migrations.0014_search_index")


def has_index() -> bool:
    with connection.cursor() as cursor:
        names = connection.introspection.get_constraints(cursor, "delegations_attendee")
    return "delegations_attendee_search" in names


def test_the_index_is_made_on_postgresql_alone_and_not_needed_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = []
    for statements in (MIGRATION._ADD, ("CREATE EXTENSION no_such_extension",)):
        monkeypatch.setattr(MIGRATION, "_ADD", statements)
        with connection.schema_editor(atomic=False) as editor:
            MIGRATION.add_index(apps, editor)
            made.append(has_index())
            MIGRATION.remove_index(apps, editor)

    assert made == [connection.vendor == "postgresql", False]
    assert not has_index()
