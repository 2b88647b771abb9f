"""Giving up a language says what visitors could no longer read, and asks."""

import re

import pytest

from core.text.translated import TranslatedText
from events.editions.hidden_texts import hidden_texts
from tests.events.test_time_zone import Office, ticked
from tests.factories import make_page, make_session, make_sub_forum, text

pytestmark = pytest.mark.django_db


def test_only_texts_without_another_language_would_be_hidden() -> None:
    office = Office()
    make_session(office.event, title=text("Both", es="Los dos"))
    make_session(office.event, title=TranslatedText({"es": "Solo"}))
    make_sub_forum(office.event, title=TranslatedText({"es": "Solo", "ar": "فقط"}))
    make_page(office.event, title=text("Visas"), body=TranslatedText({"es": "Solo"}))

    counts = dict(hidden_texts(office.event, ["en", "fr"]))

    assert counts == {"pages": 1, "sub-forums": 1, "sessions": 1}
    assert dict(hidden_texts(office.event, ["en", "es"])) == {}


def test_a_language_with_texts_of_its_own_goes_only_with_a_tick() -> None:
    office = Office()
    make_session(office.event, title=TranslatedText({"es": "Solo"}))

    asked = office.form(languages=["en", "fr"])
    office.event.refresh_from_db()
    before = list(office.event.languages)
    office.form(languages=["en", "fr"], hide_texts="on")
    office.event.refresh_from_db()

    errors = asked.context["adminform"].form.errors["hide_texts"]
    assert "sessions (1)" in errors[0]
    assert before == ["en", "zh-hans", "fr", "es"]
    assert office.event.languages == ["en", "fr"]


def test_a_language_that_nothing_depends_on_goes_at_once() -> None:
    office = Office()

    office.form(languages=["en"])
    office.event.refresh_from_db()

    assert office.event.languages == ["en"]


def test_languages_are_ticked_and_put_in_order() -> None:
    office = Office()
    page = office.client.get(office.url).content.decode()
    office.form(languages=["fr", "en", "zh-hans", "es", "ru"])
    office.event.refresh_from_db()
    shown = office.client.get(office.url).content.decode()
    without_number = ticked("es", "ru", "en")
    del without_number["languages_es_place"]
    office.form(languages=[], hide_texts="on", **without_number)

    assert re.findall(r'name="languages_(\w[\w-]*)" [^>]*checked', page) == [
        "en", "zh-hans", "fr", "es",
    ]  # fmt: skip
    assert "français" in page
    assert office.event.languages == ["fr", "en", "zh-hans", "es", "ru"]
    first, *_rest = re.findall(r'name="languages_([\w-]+)_place" value="1"', shown)
    assert first == "fr"
    office.event.refresh_from_db()
    assert office.event.languages == ["ru", "en", "es"]


def test_an_event_has_at_least_one_language() -> None:
    office = Office()
    answer = office.form(languages=[])

    assert "Choose at least one language." in answer.content.decode()
