"""Delegations, their people and the lists that staff work with."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DelegationsConfig(AppConfig):
    name = "delegations"
    verbose_name = _("Delegations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the outbox what goes with letters, and who wants to know what did not arrive."""
        from delegations.letter_paper import letter_file  # noqa: PLC0415  (needs the apps)
        from delegations.services import mark_undelivered  # noqa: PLC0415
        from mail.attachments import MAKERS  # noqa: PLC0415
        from mail.services import UNDELIVERED  # noqa: PLC0415

        MAKERS["letter"] = letter_file
        UNDELIVERED.append(mark_undelivered)
