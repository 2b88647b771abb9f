"""The rooms of a venue that is to be deleted: they move to another, with their sessions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from core.history import history_manager
from events.admin_base.uses import LIST_CHANGED, CannotMove, Moved
from events.models import Room, Venue


@dataclass(frozen=True, slots=True)
class RoomsOfVenue:
    """All rooms, those without a session too: nothing is deleted unseen."""

    label = gettext_lazy("Move the rooms, with their sessions, to")
    note = gettext_lazy("Distances to and from other venues are deleted with it.")

    def versions(self, rows: Sequence[Venue]) -> dict[int, int]:
        """The newest record of each room."""
        pks = list(Room.objects.filter(venue__in=rows).values_list("pk", flat=True))
        newest = history_manager(Room).filter(id__in=pks).order_by().values_list("id")
        return dict.fromkeys(pks, 0) | dict(newest.annotate(Max("history_id")))

    def move(self, *, rows: Sequence[Venue], to: Venue, by: User, seen: Mapping[int, int]) -> Moved:
        """Give each room its new venue. Raises CannotMove."""
        rooms = list(Room.objects.filter(venue__in=rows).select_for_update().order_by("pk"))
        versions = self.versions(rows)
        if versions != {pk: seen.get(pk, -1) for pk in versions}:
            raise CannotMove(LIST_CHANGED)
        for room in rooms:
            room.venue, room.updated_by = to, by
            room.save()
        sentence = ngettext(
            "%(count)d room moved to “%(name)s”.",
            "%(count)d rooms moved to “%(name)s”.",
            len(rooms),
        )
        return Moved([sentence % {"count": len(rooms), "name": to}] if rooms else [])
