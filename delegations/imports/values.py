"""What the cells of a table of people can say, to choose from where one says something else."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from delegations.choices import (
    AttendeeFunction,
    Courtesy,
    NameOrder,
    RankClass,
    RoomPayer,
    RoomType,
    TransportMode,
)
from delegations.models import Delegation
from events.choices import VenueKind
from events.imports.values import Options
from events.models import Event, Venue

_YES_NO = (("1", _("yes")), ("0", _("no")))


def person_values(event: Event) -> Mapping[str, Options]:
    """The values of people, by column."""
    delegations = Delegation.objects.filter(event=event).select_related("organisation")
    hotels = Venue.objects.filter(event=event, kind=VenueKind.HOTEL).order_by("position", "pk")
    return {
        "delegation": [(row.code, str(row)) for row in delegations.alphabetical()],
        "name_order": NameOrder.choices,
        "courtesy": Courtesy.choices,
        "function": AttendeeFunction.choices,
        "rank_class": RankClass.choices,
        "is_incumbent": _YES_NO,
        "vip": _YES_NO,
        "arrival_mode": TransportMode.choices,
        "departure_mode": TransportMode.choices,
        "room_type": RoomType.choices,
        "room_payer": RoomPayer.choices,
        "hotel": [(str(hotel.name), str(hotel.name)) for hotel in hotels],
    }
