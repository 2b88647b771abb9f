"""Refuse a database of another version: one with migrations that this version does not have."""

from collections.abc import Sequence
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

_HINT = (
    "If it was made before the first release, delete it ({name}) and run the command again: that"
    " makes a new one. Otherwise install the version of the portal that made it, or restore a"
    " backup. See “Upgrade” in docs/deploy.md."
)


def check_migrations(
    app_configs: Sequence[AppConfig] | None = None,
    databases: Sequence[str] | None = None,
    **kwargs: object,
) -> list[CheckMessage]:
    """Return an error for each database whose tables this version would take for its own."""
    return [error for alias in databases or () for error in _check_database(alias)]


def _check_database(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    known = MigrationLoader(connection, load=False)
    known.load_disk()
    applied = MigrationRecorder(connection).applied_migrations()
    unknown = [
        key for key in sorted(applied) if _is_ours(key[0]) and key not in known.disk_migrations
    ]
    if not unknown:
        return []
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        name += ", with the -wal and -shm files beside it"
    more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
    return [
        Error(
            "The database was made by another version of the portal: it has migrations that this"
            f" version does not have ({'.'.join(unknown[0])}{more}).",
            hint=_HINT.format(name=name),
            id="core.E001",
        )
    ]


def _is_ours(label: str) -> bool:
    config = apps.app_configs.get(label)
    return config is not None and Path(config.path).parent == settings.BASE_DIR
