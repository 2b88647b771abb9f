"""Loading what the checks know besides the agenda."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from delegations.models import Attendee
from events.models import AwardEntry, Event, Room, VenueDistance
from programme.checks.known import Known, PersonFacts, RoomFacts, SecretWinner
from programme.checks.registry import loaders
from programme.choices import Visibility
from programme.models import Session


def load_known(event: Event, *, now: datetime | None = None, on_stage: Iterable[str] = ()) -> Known:
    """Load what is known of `event` at `now` with five queries, and those of the apps above.

    The people are those on stage in the draft and those with the guids `on_stage`.
    """
    moment = now or timezone.now()
    return Known(
        now=moment,
        start_date=event.start_date,
        end_date=event.end_date,
        rooms=_rooms(event),
        people=_people(event, on_stage),
        minutes=load_minutes(event),
        minutes_between_venues=event.minutes_between_venues,
        not_public=_not_public(event),
        secret_winners=_secret_winners(event, moment),
        more={namespace: load(event) for namespace, load in loaders().items()},
    )


def _rooms(event: Event) -> Mapping[str, RoomFacts]:
    rows = Room.objects.filter(venue__event=event).values_list(
        "guid", "venue__guid", "booths", "opens_at", "closes_at"
    )
    return {
        str(guid): RoomFacts(str(venue), booths, opens_at, closes_at)
        for guid, venue, booths, opens_at, closes_at in rows
    }


def _people(event: Event, more: Iterable[str]) -> Mapping[str, PersonFacts]:
    wanted = Q(appearances__session__event=event)
    if guids := list(more):
        wanted |= Q(delegation__event=event, guid__in=guids)
    rows = (
        Attendee.objects.filter(wanted)
        .order_by()
        .values_list(
            "guid",
            "status",
            "delegation__code",
            "is_head",
            "travel__arrives_at",
            "travel__departs_at",
        )
        .distinct()
    )
    return {
        str(guid): PersonFacts(status, delegation, is_head, arrives_at, departs_at)
        for guid, status, delegation, is_head, arrives_at, departs_at in rows
    }


def load_minutes(event: Event) -> Mapping[frozenset[str], int]:
    """Load the minutes between venues, by pair of their guids."""
    rows = VenueDistance.objects.filter(from_venue__event=event).values_list(
        "from_venue__guid", "to_venue__guid", "minutes"
    )
    return {frozenset((str(venue), str(other))): minutes for venue, other, minutes in rows}


def _not_public(event: Event) -> frozenset[str]:
    rows = Session.objects.filter(event=event).exclude(visibility=Visibility.PUBLIC)
    return frozenset(str(guid) for guid in rows.values_list("guid", flat=True))


def _secret_winners(event: Event, now: datetime) -> tuple[SecretWinner, ...]:
    won = Q(is_winner=True) | Q(is_city_of_your_choice=True)
    secret = Q(award__results_at=None) | Q(award__results_at__gt=now)
    rows = AwardEntry.objects.filter(won, secret, award__event=event).order_by("pk")
    return tuple(SecretWinner(str(guid), city) for guid, city in rows.values_list("guid", "city"))
