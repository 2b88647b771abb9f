"""Where people stay: set for many at once, and kept when a hotel is deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Right
from delegations.choices import AccessKind
from delegations.models import SensitiveAccess, Travel
from events.admin_base.uses import CannotMove
from events.models import Event, Venue
from events.permissions import rights_of

# Where people stay is sensitive.
RIGHTS_TO_MOVE = frozenset({Right.EDIT_PEOPLE, Right.VIEW_SENSITIVE})


def save_hotels(*, event: Event, hotels: Mapping[int, int | None], by: User) -> None:
    """Set hotels by the primary keys of people, and log each change."""
    Travel.objects.bulk_create(
        [Travel(attendee_id=pk, hotel_id=hotel, updated_by=by) for pk, hotel in hotels.items()],
        update_conflicts=True,
        unique_fields=["attendee"],
        update_fields=["hotel", "updated_by", "updated_at"],
    )
    reason = _("Hotel of several people")
    SensitiveAccess.objects.bulk_create(
        SensitiveAccess(event=event, attendee_id=pk, by=by, kind=AccessKind.CHANGE, reason=reason)
        for pk in hotels
    )


@dataclass(frozen=True, slots=True)
class HotelGuests:
    """People whose hotel is to be deleted: they move to another."""

    def describe(self, rows: Sequence[Venue], user: User) -> str:
        """Say that there are some; how many, to people who may see where others stay."""
        count = Travel.objects.filter(hotel__in=rows).count()
        if not count:
            return ""
        if not all(rights_of(user, venue.event) >= RIGHTS_TO_MOVE for venue in rows):
            return _("Attendees who stay there")
        text = ngettext(
            "%(count)d attendee who stays there", "%(count)d attendees who stay there", count
        )
        return text % {"count": count}

    def move(self, *, rows: Sequence[Venue], to: Venue, by: User) -> str:
        """Give each guest the new hotel. Raises CannotMove."""
        guests = Travel.objects.filter(hotel__in=rows).select_for_update()
        keys = list(guests.order_by("pk").values_list("pk", flat=True))
        if not keys:
            return ""
        if not rights_of(by, to.event) >= RIGHTS_TO_MOVE:
            raise CannotMove(
                _(
                    "Attendees stay there. Ask somebody who can edit attendees and see where they "
                    "stay to give them another hotel first."
                )
            )
        save_hotels(event=to.event, hotels=dict.fromkeys(keys, to.pk), by=by)
        text = ngettext(
            "%(count)d attendee now stays at “%(name)s”.",
            "%(count)d attendees now stay at “%(name)s”.",
            len(keys),
        )
        return text % {"count": len(keys), "name": to}
