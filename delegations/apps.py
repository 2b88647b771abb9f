"""Delegations, their people and the lists that staff work with."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DelegationsConfig(AppConfig):
    name = "delegations"
    verbose_name = _("Delegations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what delegations add to the apps below them."""
        from delegations.registrations import register  # noqa: PLC0415  (needs the apps)

        register()
