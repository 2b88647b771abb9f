"""A first migration that makes all tables of an app at once."""

from typing import TYPE_CHECKING

from django.db.migrations import CreateModel, Migration

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState


class InitialMigration(Migration):
    """A migration that renders its models once, if it does nothing but create them.

    After each operation Django renders all models related to it again. Here the event and the
    account relate almost every model to every other: an empty database would cost thousands of
    classes and several seconds.
    """

    initial = True

    def apply(
        self,
        project_state: "ProjectState",
        schema_editor: "BaseDatabaseSchemaEditor",
        collect_sql: bool = False,
    ) -> "ProjectState":
        """Add all models to the state, then create their tables; return the state."""
        if collect_sql or not all(type(operation) is CreateModel for operation in self.operations):
            return super().apply(project_state, schema_editor, collect_sql)
        before = project_state.clone()
        # While models are rendered, each that is added renders its relations again.
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state
