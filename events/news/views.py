"""News releases, for visitors."""

from dataclasses import replace

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language

from core.pages.cache import public_page, set_cacheable
from core.text.atom import CONTENT_TYPE
from core.text.languages import content_language, content_languages
from core.text.translated import fallback_order
from events.models import Event, NewsItem
from events.news import feed
from events.news.schema_org import news_data, news_path
from events.news.stories import best_of_each
from events.querysets import NewsQuerySet
from events.visitors import (
    LanguageLink,
    feed_language,
    for_others,
    language_links,
    own_address,
    public_event,
    visitor_page,
)

PER_PAGE = 20
# Beside a release: enough to go on reading.
BESIDE = 4


def newest_stories(event: Event, most: int) -> list[NewsItem]:
    """The newest stories of an event, in the reader's language where available."""
    # A story has one release in each language at most.
    items = NewsItem.objects.filter(event=event).published(timezone.now())
    return _stories(event, items[: most * max(len(event.languages), 1)])[:most]


def _stories(event: Event, items: object) -> list[NewsItem]:
    languages = [content_language(), *event.languages]
    return best_of_each(items, languages)  # type: ignore[arg-type]


@public_page(query=("page",))
def news_list(request: HttpRequest, event_slug: str) -> HttpResponse:
    """List all stories, the newest first."""
    event = public_event(event_slug)
    stories = _stories(event, NewsItem.objects.filter(event=event).published(timezone.now()))
    asked = request.GET.get("page", "")
    page = Paginator(stories, PER_PAGE).get_page(asked)
    query = f"page={page.number}" if page.number > 1 else ""
    response = visitor_page(
        request, "events/news_list.html", event, {"page": page, "language": get_language()}, query
    )
    set_cacheable(response, not asked or asked == str(page.number))
    return response


@public_page()
def news_item(request: HttpRequest, event_slug: str, slug: str) -> HttpResponse:
    """Show a release with its translations, more from its source, and related releases."""
    event = public_event(event_slug)
    published = NewsItem.objects.filter(event=event).published(timezone.now())
    item = get_object_or_404(published, slug=slug)
    story = {release.language: release for release in published.of_story(item.story_pk)}
    with fallback_order(event.languages, is_closed=True):
        facts = news_data(event, item)
    context = {
        "item": item,
        "facts": facts,
        "translations": [
            (story[code], news_path(event, story[code]))
            for code in sorted(story, key=content_languages().index)
            if code != item.language
        ],
        **_beside(event, item, published),
        "languages": _links(request.path, event, story),
        # The interface may be in any language; the release is at home among the pages of its own.
        "canonical": f"{settings.PUBLIC_ORIGIN}{news_path(event, item)}",
    }
    return visitor_page(request, "events/news_item.html", event, context)


def _beside(event: Event, item: NewsItem, published: NewsQuerySet) -> dict[str, list[NewsItem]]:
    """What to read next: releases linked by an editor, and more from the same source."""
    pks = set(published.of_story(item.story_pk).values_list("pk", flat=True)) | {item.story_pk}
    others = published.exclude(pk__in=pks)
    same_source = others.filter(source=item.source) if item.source else others.none()
    return {
        "related": _stories(event, published.related_to(pks))[:BESIDE],
        # A story has one release in each language at most.
        "same_source": _stories(event, same_source[: BESIDE * 5])[:BESIDE],
    }


def _links(path: str, event: Event, story: dict[str, NewsItem]) -> list[LanguageLink]:
    """Links to other languages; to the translation of the release where there is one."""
    return [
        replace(link, url=news_path(event, story[link.code])) if link.code in story else link
        for link in language_links(path, event)
    ]


@public_page(query=("lang",))
def news_atom(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The releases in one language, for feed readers."""
    event = public_event(event_slug)
    language, known = feed_language(request, event)
    items = event.news.filter(language=language).published(timezone.now())[: feed.MOST]
    with fallback_order(event.languages, is_closed=True):
        data = feed.news_feed(event, items, language, own_address(request, language))
    return for_others(HttpResponse(data, content_type=CONTENT_TYPE), kept=known)
