"""Delegations, their people and the lists that staff work with."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DelegationsConfig(AppConfig):
    name = "delegations"
    verbose_name = _("Delegations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the table of people."""
        from delegations.imports.kinds import KINDS  # noqa: PLC0415  (needs the apps to be loaded)
        from events import import_kinds  # noqa: PLC0415

        import_kinds.register(KINDS)
