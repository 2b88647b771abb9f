"""News for search engines, as schema.org data (https://schema.org/NewsArticle)."""

from django.conf import settings

from core.text.languages import language_tag
from events.models import Event, NewsItem

_SCHEMA = "https://schema.org/"


def news_data(event: Event, item: NewsItem) -> dict[str, object]:
    """Describe a news release; its publisher is its source."""
    published = item.published_at
    data = {
        "@context": _SCHEMA,
        "@type": "NewsArticle",
        "headline": item.title[:110],
        "description": item.summary,
        "inLanguage": language_tag(item.language),
        "datePublished": published.isoformat(timespec="seconds") if published else "",
        "dateModified": item.updated_at.isoformat(timespec="seconds"),
        "publisher": {"@type": "Organization", "name": item.source or str(event.title)},
        "isBasedOn": item.source_url,
        "url": f"{settings.PUBLIC_ORIGIN}{news_path(event, item)}",
    }
    return {name: value for name, value in data.items() if value}


def news_path(event: Event, item: NewsItem) -> str:
    """The URL of a release among the pages of its own language."""
    return f"/{item.language}/{event.slug}/news/{item.slug}/"
