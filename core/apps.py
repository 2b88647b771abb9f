"""Tools that any portal would need; this app knows nothing of the forum."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Let `migrate` look first at what the database is."""
        from core.unknown_migrations import check_migrations  # noqa: PLC0415  (needs the settings)

        register(check_migrations, Tags.database)
