"""`make check`: the former version can run on the database of each migration (CONTRIBUTING.md).

Reads the SQL for PostgreSQL, which needs a server of its own; without one the check is skipped.
"""

import os
import sys

import django

from tests.postgres import server_binaries, throwaway_server

# Made before the first release: no server of a former version runs beside them.
BEFORE_THE_FIRST_RELEASE = [
    "0002_saved_lists", "0004_parts_of_names", "0007_rooms_and_documents", "0009_round_attempts",
    "0002_saved_lists_and_imports", "0003_partner_logos", "0004_edition_picture",
    "0005_imports_in_pieces", "0002_session_media", "0004_session_pictures",
]  # fmt: skip


def main() -> int:
    """Look at every migration of the portal."""
    binaries = server_binaries()
    if binaries is None:
        print("PostgreSQL was not found on this machine. SKIPPED: the rules of migrations.")
        return int(os.environ.get("REQUIRE_ALL") == "1")
    with throwaway_server(binaries) as url:
        os.environ["DATABASE_URL"] = url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum_portal.settings")
        django.setup()
        return 1 if _has_errors() else 0


def _has_errors() -> bool:
    from django.db import connections  # noqa: PLC0415  (before Django there is no database)
    from django_migration_linter import MigrationLinter  # noqa: PLC0415

    linter = MigrationLinter(
        include_apps=["accounts", "core", "delegations", "events", "mail", "programme"],
        ignore_name=BEFORE_THE_FIRST_RELEASE,
        ignore_initial_migrations=True,
        quiet=["ok", "ignore", "warning"],
        no_cache=True,
    )
    linter.lint_all_migrations()
    connections.close_all()
    if linter.has_errors:
        print("See “Add a migration” in CONTRIBUTING.md: give a new column a db_default.")
    return bool(linter.has_errors)


if __name__ == "__main__":
    sys.exit(main())
