"""A first migration makes the tables that Django's own way would make, and renders models once."""

import re
from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel, Migration, RenameModel
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from core.management.initial_migration import InitialMigration

EVENTS = ("events", "0001_initial")


@pytest.fixture
def loader(settings: Any) -> MigrationLoader:
    settings.MIGRATION_MODULES = {}  # the tests run without migrations
    return MigrationLoader(None)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The models rendered, one by one."""
    names: list[str] = []
    render = ModelState.render

    def count(state: ModelState, apps: Any) -> Any:
        names.append(f"{state.app_label}.{state.name}")
        return render(state, apps)

    monkeypatch.setattr(ModelState, "render", count)
    return names


def statements(migration: Any, state: ProjectState, apply: Any) -> list[str]:
    """The SQL with which `apply` would make the tables of a migration."""
    editor: Any = connection.schema_editor(collect_sql=True)
    editor.deferred_sql = []
    apply(migration, state, editor)
    return [*editor.collected_sql, *map(str, editor.deferred_sql)]


def test_every_first_migration_of_many_tables_only_creates_them(loader: MigrationLoader) -> None:
    found = {
        key: {type(operation) for operation in migration.operations}
        for key, migration in loader.disk_migrations.items()
        if isinstance(migration, InitialMigration)
    }

    only = {CreateModel}
    apps = ("events", "delegations", "programme")
    assert found == {(app, "0001_initial"): only for app in apps}


def test_it_makes_the_tables_that_django_makes(loader: MigrationLoader) -> None:
    migration = loader.get_migration(*EVENTS)

    made = statements(migration, loader.project_state(EVENTS, at_end=False), InitialMigration.apply)

    before = loader.project_state(EVENTS, at_end=False)
    assert made == statements(migration, before, Migration.apply)
    assert any('CREATE TABLE "events_event"' in one for one in made)


def test_it_leaves_the_state_that_django_leaves(loader: MigrationLoader) -> None:
    state = loader.project_state(EVENTS, at_end=False)

    statements(loader.get_migration(*EVENTS), state, InitialMigration.apply)

    assert state == loader.project_state(EVENTS)
    assert state.apps.get_model("events", "Room")._meta.get_field("venue")


def test_it_renders_each_model_once(loader: MigrationLoader, rendered: list[str]) -> None:
    state = loader.project_state(EVENTS, at_end=False)
    before = len(state.apps.get_models())
    rendered.clear()

    statements(loader.get_migration(*EVENTS), state, InitialMigration.apply)

    assert len(rendered) == len(set(rendered)) > before


def test_anything_but_new_tables_is_done_step_by_step() -> None:
    class Renamed(InitialMigration):
        operations = (
            CreateModel("Guest", [("id", models.BigAutoField(primary_key=True))]),
            RenameModel("Guest", "Visitor"),
        )

    made = statements(Renamed("0001_initial", "events"), ProjectState(), InitialMigration.apply)

    assert [words for one in made for words in re.findall(r"^(CREATE|ALTER) TABLE (\S+)", one)] == [
        ("CREATE", '"events_guest"'),
        ("ALTER", '"events_guest"'),
    ]
