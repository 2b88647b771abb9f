"""Editions of the forum and what is published about each."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the fields of events that hold clock times."""
        from events.editions import wall_times  # noqa: PLC0415  (needs the apps to be loaded)
        from events.editions.own_wall_times import WALL_TIMES  # noqa: PLC0415

        wall_times.register(WALL_TIMES)
