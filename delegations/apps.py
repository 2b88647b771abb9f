"""Delegations, their people and the lists that staff work with."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DelegationsConfig(AppConfig):
    name = "delegations"
    verbose_name = _("Delegations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what becomes of files and links where two records become one."""
        from delegations.merging import add_rules  # noqa: PLC0415  (needs the models)
        from delegations.merging.files import MERGE_RULES, MERGE_WORDS  # noqa: PLC0415

        add_rules(MERGE_RULES, MERGE_WORDS)
