"""What of this app people type as a day and a time of the event's clocks."""

from events.editions.wall_times import WallTimes
from events.models import Award, Document, NewsItem

WALL_TIMES = (
    WallTimes(NewsItem, ("published_at",), opens=True),
    WallTimes(Document, ("published_at",), opens=True),
    WallTimes(Award, ("shortlist_at", "results_at"), opens=True),
)
