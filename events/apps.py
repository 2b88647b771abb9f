"""Editions of the forum and what is published about each."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the fields of events that hold clock times, and imports for monitoring."""
        from core.work.queues import QUEUES, WorkQueue  # noqa: PLC0415  (need the apps)
        from events.editions import wall_times  # noqa: PLC0415
        from events.editions.own_wall_times import WALL_TIMES  # noqa: PLC0415
        from events.models import ImportBatch  # noqa: PLC0415

        wall_times.register(WALL_TIMES)
        due, late = ImportBatch.objects.due, timedelta(minutes=5)
        QUEUES.append(WorkQueue("imports", due, "seen_at", late_after=late))
