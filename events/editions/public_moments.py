"""Moments at which something becomes public by itself: a news release, a document, the results.

Nobody changes anything then, so no revision grows. A page that was made before such a moment is
made again after it (`core.pages.cache`).
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from events.models import Award, Document, NewsItem
from events.public import PublicModel

# The way to the event's slug, and the field that holds the moment.
_OPENINGS: tuple[tuple[type[PublicModel], str], ...] = (
    (NewsItem, "published_at"),
    (Document, "published_at"),
    (Award, "shortlist_at"),
    (Award, "results_at"),
)


def fresh_until(slug: str | None, revision: int | None, at: float) -> float | None:
    """When the next thing of an event (of any, without `slug`) becomes public.

    `at` and the answer are seconds since 1970; None where nothing is planned. One query for each
    revision, in each process.
    """
    return next((moment for moment in _moments(slug, revision) if moment > at), None)


@lru_cache(maxsize=64)
def _moments(slug: str | None, _revision: int | None) -> tuple[float, ...]:
    # A page may have been begun a little before this question.
    now = datetime.now(tz=UTC) - timedelta(minutes=1)
    first, *others = (
        model.objects.filter(**{f"{field}__gt": now}, **({"event__slug": slug} if slug else {}))
        .order_by()
        .values_list(field)
        for model, field in _OPENINGS
    )
    rows = first.union(*others, all=True).order_by()
    return tuple(sorted(moment.timestamp() for (moment,) in rows))
