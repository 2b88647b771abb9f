"""Moments that people typed as a day and a time of the event's own clocks.

Apps register theirs. Days and times of day (deadlines, hours of rooms) are not among them: they
name no moment and mean the same in any zone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q


@dataclass(frozen=True, slots=True)
class WallTimes:
    """The fields of a model that hold such moments, and the way from a row to its event.

    `opens`: the row becomes public by itself then; what is public already stays as it is.
    `span`: the first two fields are the start and the end of one thing.
    """

    model: type[models.Model]
    fields: tuple[str, ...]
    event_path: str = "event"
    opens: bool = False
    span: bool = False
    only: Q | None = None

    @property
    def label(self) -> str:
        """What such rows are called."""
        return str(self.model._meta.verbose_name_plural)

    def rows(self, event: models.Model, at: datetime) -> models.QuerySet[models.Model]:
        """The rows of an event that hold such a moment; of those that open, the ones after `at`."""
        condition = Q(pk__in=())
        for name in self.fields:
            condition |= Q(**{f"{name}__gt": at} if self.opens else {f"{name}__isnull": False})
        rows = self.model._default_manager.filter(
            self.only or Q(), condition, **{self.event_path: event}
        )
        return rows.order_by("pk")


_registered: list[WallTimes] = []


def register(kinds: Iterable[WallTimes]) -> None:
    """Add kinds of wall times; each app does so once."""
    _registered.extend(kinds)


def wall_time_kinds() -> tuple[WallTimes, ...]:
    """All kinds, those of lower apps first."""
    return tuple(_registered)
