"""News releases as an Atom feed."""

from collections.abc import Iterable
from uuid import uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.text import atom
from core.text.languages import in_language
from events.models import Event, NewsItem

# Feed readers come often and keep what they have.
MOST = 50


def news_feed(event: Event, items: Iterable[NewsItem], language: str, own: str) -> bytes:
    """One entry for each release in `language`, the newest first; its URL is `own`."""
    releases = list(items)
    with in_language(language):
        feed = atom.Feed(
            id=f"urn:uuid:{uuid5(event.guid, f'news/{language}')}",
            title=f"{event.title}: {_('News')}",
            updated=max((release.updated_at for release in releases), default=event.updated_at),
            author=str(event.title),
            url=own,
            page=f"{settings.PUBLIC_ORIGIN}{reverse('events:news', args=[event.slug])}",
            language=language,
        )
        return atom.write(feed, [_entry(event, release) for release in releases])


def _entry(event: Event, item: NewsItem) -> atom.Entry:
    path = reverse("events:news-item", args=[event.slug, item.slug])
    return atom.Entry(
        id=f"urn:uuid:{item.guid}",
        title=item.title,
        updated=item.updated_at,
        published=item.published_at,
        page=f"{settings.PUBLIC_ORIGIN}{path}",
        text=item.summary,
    )
