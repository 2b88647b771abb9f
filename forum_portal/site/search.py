"""Search over everything that is public: sessions, people, delegations, news, documents, pages.

In any script, in either case and without accents. Every word must stand in some text of the thing,
in whichever language: a forum is small enough to be read whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text.dates import moment_range
from core.text.folding import search_terms, searchable
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
class Found:
    """One thing: its title (translated or not), its page, and a word about it.

    `language` is that of a title in one language, where it is not the reader's.
    """

    title: object
    url: str
    detail: object = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind; `count` is how many there are, `found` the first of them."""

    label: str | Promise
    found: list[Found]
    count: int


def read_words(asked: str) -> str:
    """What somebody typed, in one line of at most `LONGEST` characters."""
    return " ".join(asked.replace("\0", " ").split())[:LONGEST]


def search_event(event: Event, words: str) -> list[Group]:
    """What is public of `event` and says all of `words`, by kind; empty kinds are left out."""
    terms = search_terms(words)
    if not terms:
        return []
    kinds: list[tuple[str | Promise, Iterable[Found]]] = [
        (_("Sessions"), _sessions(event, words)),
        (_("Sub-forums"), _sub_forums(event, terms)),
        (_("Speakers"), _speakers(event, terms)),
        (_("Delegations"), _delegations(event, terms)),
        (_("News"), _news(event, terms)),
        (_("Award"), _award(event, terms)),
        (_("Documents"), _documents(event, terms)),
        (_("Practical information"), _pages(event, terms)),
    ]
    groups = [(label, list(found)) for label, found in kinds]
    return [Group(label, found[:MOST], len(found)) for label, found in groups if found]


def _says(terms: list[str], *texts: object) -> bool:
    whole = searchable(*(part for text in texts for part in _texts(text)))
    return all(term in whole for term in terms)


def _texts(text: object) -> list[str]:
    return [str(one) for one in text.values()] if hasattr(text, "values") else [str(text)]


def _sessions(event: Event, words: str) -> Iterator[Found]:
    asked = AgendaState(q=words)
    for session in published_agenda(event).sessions:
        if asked.shows(session):
            url = reverse("programme:session", args=[event.slug, session.code])
            yield Found(session.title, url, _facts(session))


def _facts(session: Session) -> str:
    when = moment_range(session.start, session.end, "WEEKDAY_MOMENT_FORMAT")
    return f"{when} · {_('Cancelled')}" if session.is_cancelled else when


def _sub_forums(event: Event, terms: list[str]) -> Iterator[Found]:
    for one, _sessions in load_sub_forums(event, published_agenda(event)):
        if _says(terms, one.title, one.description, one.questions):
            yield Found(one.title, reverse("programme:sub-forum", args=[event.slug, one.slug]))


def _speakers(event: Event, terms: list[str]) -> Iterator[Found]:
    for person, _appearances in published_agenda(event).speakers.values():
        texts = (person.name, person.native_name, person.office_title, person.delegation_name)
        if _says(terms, *texts):
            url = reverse("programme:speaker", args=[event.slug, person.slug])
            yield Found(person.name, url, person.office_title)


def _delegations(event: Event, terms: list[str]) -> Iterator[Found]:
    url = reverse("delegations:public-list", args=[event.slug])
    rows = Delegation.objects.filter(event=event).public().select_related("organisation")
    for row in rows.alphabetical():
        country = row.organisation.country.name
        if _says(terms, row.organisation.name, country):
            yield Found(row.organisation.name, url, country)


def _pages(event: Event, terms: list[str]) -> Iterator[Found]:
    for page in event.pages.filter(is_published=True):
        if _says(terms, page.title, page.body):
            yield Found(page.title, page.get_absolute_url())


def _news(event: Event, terms: list[str]) -> Iterator[Found]:
    items = list(NewsItem.objects.filter(event=event).published(timezone.now()))
    stories = {
        one.story_pk for one in items if _says(terms, one.title, one.summary, one.body, one.source)
    }
    language = content_language()
    # Found in any language, shown in the reader's.
    for item in best_of_each(items, [language, *event.languages]):
        if item.story_pk in stories:
            other = item.language if item.language != language else ""
            yield Found(item.title, news_path(event, item), item.source, other)


def _award(event: Event, terms: list[str]) -> Iterator[Found]:
    url = reverse("events:award", args=[event.slug])
    for shown in shown_awards(event, timezone.now()):
        if _says(terms, shown.award.title, shown.award.description):
            yield Found(shown.award.title, url)
        for entry in (*shown.winners, *shown.others):
            if _says(terms, entry.city, entry.initiative, entry.summary):
                yield Found(entry.city, url, shown.award.title)


def _documents(event: Event, terms: list[str]) -> Iterator[Found]:
    for document in Document.objects.filter(event=event).published(timezone.now()):
        if _says(terms, document.title, document.file_name):
            yield Found(document.title, document.get_absolute_url(), document.kind)
