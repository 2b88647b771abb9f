"""The agenda. Shown as "Sessions": an app labelled so would clash with Django's own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "programme"
    verbose_name = _("Sessions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what the agenda adds to the apps below it."""
        from programme.registrations import register  # noqa: PLC0415  (needs the apps)

        register()
