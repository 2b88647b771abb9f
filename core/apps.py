"""Tools that any portal would need; this app knows nothing of the forum."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Let `migrate` look first at what the database is."""
        # Needs the settings.
        from core.management.unknown_migrations import check_migrations  # noqa: PLC0415

        register(check_migrations, Tags.database)
