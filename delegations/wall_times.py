"""What of this app people type as a day and a time of the event's clocks."""

from delegations.models import Travel
from events.editions.wall_times import WallTimes

# Tickets say local times of the place that one arrives at and leaves from.
WALL_TIMES = (
    WallTimes(Travel, ("arrives_at", "departs_at"), event_path="attendee__delegation__event"),
)
