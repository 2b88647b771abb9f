"""The people who log in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the encrypted secrets of second factors."""
        from accounts.factors import FACTORS  # noqa: PLC0415  (needs the apps to be loaded)
        from core.protection.sealed_stores import STORES  # noqa: PLC0415

        STORES.append(FACTORS)
