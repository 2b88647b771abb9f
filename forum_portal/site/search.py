"""Search in everything public: sessions, people, delegations, news, documents, pages.

In any script, ignoring case and accents. Every word must occur in some text of the hit, in any
language: a forum is small enough to be read in full.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text.dates import moment_range
from core.text.folding import has_terms, search_terms, searchable
from core.text.languages import content_language
from delegations.models import Delegation
from events.award.views import shown_awards
from events.models import Document, Event, NewsItem
from events.news.schema_org import news_path
from events.news.stories import best_of_each
from programme.agenda.load_agenda import published_agenda
from programme.agenda.page_state import AgendaState
from programme.agenda.sub_forums import load_sub_forums
from programme.agenda.values import Session

# Enough to choose from; more words find less.
MOST = 40
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A search hit: its title (translated or not), its page, and what tells it from others.

    `language` is that of a title in one language, if it is not the reader's.
    """

    title: object
    url: str
    details: tuple[object, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind; `count` is their number, `hits` the first of them."""

    label: str | Promise
    hits: list[Hit]
    count: int


def read_words(asked: str) -> str:
    """The query, on one line of at most `LONGEST` characters."""
    return " ".join(asked.replace("\0", " ").split())[:LONGEST]


def search_event(event: Event, text: str) -> list[Group]:
    """Public hits in `event` with every word of `text`, by kind; empty kinds are left out."""
    terms = search_terms(text)
    if not terms:
        return []
    kinds: list[tuple[str | Promise, Iterable[Hit]]] = [
        (_("Sessions"), _sessions(event, text)),
        (_("Sub-forums"), _sub_forums(event, terms)),
        (_("Speakers"), _speakers(event, terms)),
        (_("Delegations"), _delegations(event, terms)),
        (_("Rooms"), _rooms(event, terms)),
        (_("News"), _news(event, terms)),
        (_("Award"), _award(event, terms)),
        (_("Documents"), _documents(event, terms)),
        (_("Practical information"), _pages(event, terms)),
    ]
    groups = [(label, list(hits)) for label, hits in kinds]
    return [Group(label, hits[:MOST], len(hits)) for label, hits in groups if hits]


def _says(terms: list[str], *texts: object) -> bool:
    whole = searchable(*(part for text in texts for part in _texts(text)))
    return has_terms(whole, terms)


def _texts(text: object) -> list[str]:
    return [str(value) for value in text.values()] if hasattr(text, "values") else [str(text)]


def _sessions(event: Event, text: str) -> Iterator[Hit]:
    asked = AgendaState(q=text)
    for session in published_agenda(event).sessions:
        if asked.shows(session):
            url = reverse("programme:session", args=[event.slug, session.code])
            yield Hit(session.title, url, tuple(_facts(session)))


def _facts(session: Session) -> Iterator[object]:
    yield moment_range(session.start, session.end, "WEEKDAY_MOMENT_FORMAT")
    if session.room:
        yield session.room.name
    if session.is_cancelled:
        yield _("Cancelled")


def _sub_forums(event: Event, terms: list[str]) -> Iterator[Hit]:
    for sub_forum, _sessions in load_sub_forums(event, published_agenda(event)):
        if _says(terms, sub_forum.title, sub_forum.description, sub_forum.questions):
            yield Hit(
                sub_forum.title, reverse("programme:sub-forum", args=[event.slug, sub_forum.slug])
            )


def _speakers(event: Event, terms: list[str]) -> Iterator[Hit]:
    for person, _appearances in published_agenda(event).speakers.values():
        texts = (person.name, person.native_name, person.office_title, person.delegation_name)
        if _says(terms, *texts):
            url = reverse("programme:speaker", args=[event.slug, person.slug])
            yield Hit(person.name, url, (person.office_title, person.delegation_name))


def _delegations(event: Event, terms: list[str]) -> Iterator[Hit]:
    url = reverse("delegations:public-list", args=[event.slug])
    rows = Delegation.objects.filter(event=event).public().select_related("organisation")
    for row in rows.alphabetical():
        country = row.organisation.country.name
        if _says(terms, row.organisation.name, country):
            yield Hit(row.organisation.name, url, (country,))


def _rooms(event: Event, terms: list[str]) -> Iterator[Hit]:
    agenda = reverse("programme:agenda", args=[event.slug])
    for room in published_agenda(event).rooms:
        if has_terms(searchable(*_texts(room.name)), terms):
            yield Hit(room.name, f"{agenda}?room={room.key}", (room.venue,))


def _pages(event: Event, terms: list[str]) -> Iterator[Hit]:
    for page in event.pages.filter(is_published=True):
        if _says(terms, page.title, page.body):
            yield Hit(page.title, page.get_absolute_url())


def _news(event: Event, terms: list[str]) -> Iterator[Hit]:
    items = list(NewsItem.objects.filter(event=event).published(timezone.now()))
    stories = {
        item.story_pk
        for item in items
        if _says(terms, item.title, item.summary, item.body, item.source)
    }
    language = content_language()
    # Found in any language, shown in the reader's.
    for item in best_of_each(items, [language, *event.languages]):
        if item.story_pk in stories:
            other = item.language if item.language != language else ""
            published = date_format(timezone.localtime(item.published_at), "DATE_FORMAT")
            yield Hit(item.title, news_path(event, item), (published,), other)


def _award(event: Event, terms: list[str]) -> Iterator[Hit]:
    url = reverse("events:award", args=[event.slug])
    for shown in shown_awards(event, timezone.now()):
        if _says(terms, shown.award.title, shown.award.description):
            yield Hit(shown.award.title, url)
        for entry in (*shown.winners, *shown.others):
            if _says(terms, entry.city, entry.initiative, entry.summary):
                yield Hit(entry.city, url, (shown.award.title,))


def _documents(event: Event, terms: list[str]) -> Iterator[Hit]:
    for document in Document.objects.filter(event=event).published(timezone.now()):
        if _says(terms, document.title, document.file_name):
            yield Hit(document.title, document.get_absolute_url(), (document.kind,))
