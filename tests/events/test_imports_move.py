"""What was imported before the move of the models is there after it."""

from importlib import import_module

import pytest
from django.db.migrations.operations import SeparateDatabaseAndState

from events.models import ColumnChoice, ImportBatch


@pytest.mark.parametrize(
    "name", ["events.migrations.0008_imports", "programme.migrations.0013_imports_move"]
)
def test_the_move_touches_no_table(name: str) -> None:
    operations = import_module(name).Migration.operations

    assert {type(one) for one in operations} == {SeparateDatabaseAndState}
    assert [one.database_operations for one in operations] == [[]]


def test_the_models_read_the_tables_of_before() -> None:
    assert (ImportBatch._meta.db_table, ColumnChoice._meta.db_table) == (
        "programme_importbatch",
        "programme_columnchoice",
    )
