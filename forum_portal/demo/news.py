"""The demo's news releases, award and document: published facts in our own words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from accounts.models import User
from core.text.translated import TranslatedText
from events.choices import DocumentCategory
from events.models import Award, AwardEntry, Document, Event, NewsItem, RelatedNews
from forum_portal.demo import source
from forum_portal.demo.news_texts import AWARD_DESCRIPTION, FACTS_TITLE, STORIES

# Public when the ceremony was over (2023-12-07, evening).
_RESULTS_AT = "2023-12-07T21:30"
_SHORTLIST_AT = "2023-09-14T10:00"


def load_news(event: Event, data: dict[str, object], by: User) -> None:
    """Create each story in each of its languages; the first and the last are related."""
    originals = [_load_story(event, data, key, by) for key in STORIES]
    RelatedNews.objects.create(item=originals[0], other=originals[-1])


def _load_story(event: Event, data: source.Entry, key: str, by: User) -> NewsItem:
    moment, releases = STORIES[key]
    items: list[NewsItem] = []
    for language, (title, summary, body) in releases.items():
        item = NewsItem.objects.create(
            guid=source.guid("news", key, language),
            event=event,
            language=language,
            translation_of=items[0] if items else None,
            slug=key if not items else f"{key}-{language}",
            title=title,
            summary=summary,
            body=body,
            source=data["forum"]["news_provided_by"],
            published_at=_moment(event, moment),
            updated_by=by,
        )
        items.append(item)
    return items[0]


def load_award(event: Event, data: source.Entry, by: User) -> None:
    """Create the award: fifteen shortlisted cities, five winners and the public's choice."""
    described = data["award"]
    award = Award.objects.create(
        guid=source.guid("award"),
        event=event,
        title=TranslatedText(source.texts(described["title"])),
        description=TranslatedText(AWARD_DESCRIPTION),
        is_published=True,
        shortlist_at=_moment(event, _SHORTLIST_AT),
        results_at=_moment(event, _RESULTS_AT),
        updated_by=by,
    )
    cities = {city["delegation"]["code"]: city for city in data["cities"]}
    for code in sorted([*described["winners"], *described["medals_of_honor"]]):
        AwardEntry.objects.create(
            guid=source.guid("award-entry", code),
            award=award,
            city=TranslatedText(source.texts(cities[code]["name"])),
            country=cities[code]["country"],
            is_winner=code in described["winners"],
            is_city_of_your_choice=code == described["city_of_your_choice"],
            updated_by=by,
        )


def load_document(event: Event, by: User) -> None:
    """Create a document with the published figures."""
    figures = event.figures.all()
    lines = [f"{figure.value['en']} {figure.label['en']}" for figure in figures]
    text = "\n".join([event.title["en"], "", *lines, "", f"Source: {figures[0].source}", ""])
    Document.objects.create(
        guid=source.guid("document", "facts"),
        event=event,
        category=DocumentCategory.PRESS,
        title=TranslatedText(FACTS_TITLE),
        language="en",
        file=ContentFile(text.encode(), name="facts-and-figures.txt"),
        published_at=_moment(event, "2023-12-11T09:00"),
        updated_by=by,
    )


def _moment(event: Event, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(event.time_zone))
