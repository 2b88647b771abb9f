"""The demo forum in each of its languages: nothing stays in English that is no name."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import resolve
from django.utils import translation
from django_countries import countries

from core.text.languages import language_tag, own_name
from core.translated_field import TranslatedField
from delegations.protocol.names import initials
from events.models import Event
from programme.agenda.load_agenda import published_agenda
from tests.audiences import PAGES
from tests.demo import load_demo_forum
from tests.readable import pieces, read
from tests.sharing import shared_out

LANGUAGES = ("zh-hans", "fr", "es", "ar")
every_language = pytest.mark.parametrize("language", shared_out(LANGUAGES, one_in=3))
# What a link does not lead to, or leads to in a state of its own.
MORE = (
    "offline/",
    "agenda/?view=grid",
    "agenda/?view=rooms",
    "agenda/?q=nothing+at+all",
    "agenda/now/?at=2023-12-08T14:30",
    "agenda/now/?at=2023-12-06T09:00",
    "agenda/now/?at=soon",
    "agenda/mine/?s=ABCDEF",
    "newsletter/sent/",
    "search/?q=Guangzhou",
    "search/?q=nothing+at+all",
)

_PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Event]:
    """The demo, loaded once for this module, in a transaction that is taken back at the end."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr("django.conf.settings.DATA_DIR", tmp_path_factory.mktemp("data"))
        with transaction.atomic():
            load_demo_forum()
            yield Event.objects.get(slug="gmf-2023")
            transaction.set_rollback(True)


@pytest.fixture
def event(loaded: Event, db: None) -> Event:
    return loaded


class Site:
    """The public pages of the demo, each fetched once."""

    def __init__(self) -> None:
        self.client = Client()
        self.pages: dict[str, str] = {}

    def page(self, language: str, path: str) -> str:
        address = f"/{language}/gmf-2023/{path}"
        if address not in self.pages:
            self.pages[address] = self.client.get(address).content.decode()
        return self.pages[address]

    def paths(self, language: str) -> list[str]:
        """Every page that a link leads to, beginning at the front page, and those of `MORE`."""
        start = f"/{language}/gmf-2023/"
        seen, waiting = set(), [""]
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            seen.add(path)
            links = re.findall(r'<a[^>]*href="([^"]+)"', self.page(language, path))
            targets = (unescape(link).split("#")[0] for link in links)
            waiting += [
                one.removeprefix(start)
                for one in targets
                if one.startswith(start) and "?" not in one
            ]
        return sorted(seen | {*MORE})


def translated_texts() -> list[Any]:
    """Every translated text of the demo."""
    return [
        value
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, TranslatedField)
        for value in model._default_manager.values_list(field.name, flat=True)
        if value
    ]


def alike(event: Event, language: str) -> set[str]:
    """What is rightly the same in English and in `language`: words that they share, and names."""
    folder = Path(settings.LOCALE_PATHS[0]) / translation.to_locale(language)
    catalogue = polib.pofile(str(folder / "LC_MESSAGES" / "django.po"))
    pairs = [(_PLACES.sub("·", one.msgid), _PLACES.sub("·", one.msgstr)) for one in catalogue]
    pairs += [(text["en"], text.get(language, "")) for text in translated_texts()]
    pairs += [(country_name(code, "en"), country_name(code, language)) for code in dict(countries)]
    shared = [pieces(one) & pieces(other) for one, other in pairs]
    return set().union(*shared, *map(pieces, names(event)))


def names(event: Event) -> list[str]:
    """What no portal translates: people and their offices, sources, what an organizer typed."""
    people = [
        one.person
        for session in published_agenda(event).sessions
        for one in session.appearances
        if one.person
    ]
    return [
        *(f"{person.honorific} {person.name}" for person in people),
        *(word for person in people for word in (person.name, *person.office_title.values())),
        *(initials(person.name) for person in people),
        *event.partners.values_list("acronym", flat=True),
        *event.releases.values_list("comment", flat=True),
        *event.figures.values_list("source", flat=True),
        # The newsletter offers languages under the names that their own readers know.
        *map(own_name, event.languages),
        # A release is in one language, whichever the pages around it have.
        *(word for item in event.news.all() for word in (item.title, item.summary, item.source)),
        *(word for item in event.news.all() for word in re.split(r"[*\n]+", item.body)),
        *("UTC+", "UTC{offset}", "Atom", "TXT", "bytes", "nothing at all", "soon"),
    ]


def country_name(code: str, language: str) -> str:
    with translation.override(language):
        return str(countries.name(code))


@every_language
def test_no_page_has_a_word_left_in_english(language: str, event: Event) -> None:
    site, shared = Site(), alike(event, language)
    paths = site.paths(language)
    reached = {resolve(f"/{language}/gmf-2023/{path.split('?')[0]}").view_name for path in paths}

    left: dict[str, str] = {}
    for path in paths:
        both = read(site.page("en", path)) & read(site.page(language, path))
        left |= dict.fromkeys(both - shared, path)

    assert reached == PAGES - {"style"}
    assert left == {}


@pytest.mark.parametrize(
    ("language", "joined"),
    [
        ("zh-hans", "星期五，</span><span"),
        ("ar", "2023، </span><span"),
        ("fr", "2023, </span><span"),
    ],
)
def test_facts_stand_between_the_commas_of_the_language(
    language: str, joined: str, event: Event
) -> None:
    session = event.sessions.get(title__en="Opening Ceremony")

    page = Site().page(language, f"sessions/{session.code}/")

    assert joined in page
    assert "2023, </span><span" not in page or language == "fr"


@every_language
def test_every_text_of_the_demo_is_there_in_every_language(language: str, event: Event) -> None:
    texts = translated_texts()

    assert len(texts) > 180
    assert [text["en"] for text in texts if language not in text] == []


def test_visitors_are_offered_the_languages_of_the_edition_and_staff_all(event: Event) -> None:
    front = Site().page("en", "")
    staff = Client().get("/accounts/login/", headers={"accept-language": "ru"})

    assert "ru" not in event.languages
    assert set(re.findall(r'hreflang="([\w-]+)"', front)) - {"x-default"} == {
        language_tag(code) for code in event.languages
    }
    assert '<html lang="ru"' in staff.content.decode()
    assert "Войти" in staff.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "ru", "ar"])
def test_every_country_has_its_name_in_the_script_of_the_reader(language: str) -> None:
    names = [country_name(code, language) for code, _name in countries]

    assert len(names) > 200
    assert [name for name in names if re.search("[A-Za-z]", name)] == []


def test_a_word_left_in_english_is_found_wherever_it_stands() -> None:
    page = (
        '<html lang="fr"><title>Agenda · Forum</title><img alt="The hall">'
        '<p data-label="On now, here">12 sessions<br>Salle</p><p lang="en">Hall</p>'
        "<script>let words</script></html>"
    )

    assert read(page) == {"Agenda", "Forum", "The hall", "On now", "here", "sessions", "Salle"}
