"""The award, for visitors: what is public at this moment."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core.pages.cache import public_page
from core.text.collation import collation_key
from events.models import Award, AwardEntry, Event
from events.visitors import public_event, visitor_page


@dataclass(frozen=True, slots=True)
class ShownAward:
    """An award as it may be shown: before the results all entries look the same."""

    award: Award
    winners: list[AwardEntry]
    city_of_your_choice: AwardEntry | None
    others: list[AwardEntry]
    has_results: bool


def shown_awards(event: Event, at: datetime) -> list[ShownAward]:
    """The awards of an event as visitors may see them at `at`. Two queries."""
    awards = Award.objects.filter(event=event).public().prefetch_related("entries")
    return [_shown(award, at) for award in awards]


def _shown(award: Award, at: datetime) -> ShownAward:
    entries = sorted(award.entries.all(), key=lambda entry: collation_key(str(entry.city)))
    if not award.shows_shortlist(at):
        return ShownAward(award, [], None, [], has_results=False)
    if not award.shows_results(at):
        return ShownAward(award, [], None, entries, has_results=False)
    return ShownAward(
        award,
        winners=[entry for entry in entries if entry.is_winner],
        city_of_your_choice=next(
            (entry for entry in entries if entry.is_city_of_your_choice), None
        ),
        others=[entry for entry in entries if not entry.is_winner],
        has_results=True,
    )


@public_page()
def award(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Show what is public of the awards of an edition."""
    event = public_event(event_slug)
    context = {"awards": shown_awards(event, timezone.now())}
    return visitor_page(request, "events/award.html", event, context)
