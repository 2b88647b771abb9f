"""Text in many languages: kept, found, ordered, shown, typed in."""

import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.template import Context, Template
from django.utils import translation

from core.text.translated import TranslatedText, fallback_order
from core.translated_field import TranslatedField, translated_contains, translated_order
from events.models import Page
from tests.factories import make_event, make_page, text

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_what_is_saved_comes_back_in_every_script() -> None:
    page = make_page(make_event(), title=text("Hello", zh_hans="你好", ar="مرحبا"))

    page.refresh_from_db()

    assert page.title == {"en": "Hello", "zh-hans": "你好", "ar": "مرحبا"}
    assert isinstance(page.title, TranslatedText)


def test_texts_are_readable_in_the_database_itself() -> None:
    page = make_page(make_event(), title=text("", zh_hans="你好"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(title AS text) FROM events_page WHERE id = %s", [page.pk])
        (stored,) = cursor.fetchone()

    assert "你好" in stored


@pytest.mark.parametrize("searched", ["你好", "العربية", "wOrLd", "50%", "a_b", 'say "hi"'])
def test_a_text_is_found_in_whichever_language_it_stands(searched: str) -> None:
    event = make_event()
    wanted = make_page(
        event, title=text('World 50% a_b say "hi"', zh_hans="你好，广州", ar="اللغة العربية")
    )
    make_page(event, title=text("Other 50 axb", zh_hans="再见", ar="وداعا"))

    assert list(Page.objects.filter(translated_contains("title", searched))) == [wanted]


def test_rows_are_ordered_by_a_language_with_fallback() -> None:
    event = make_event()
    for title in (text("C", fr="A"), text("B"), text("A", fr="C"), text("", es="Z")):
        make_page(event, title=title)

    rows = Page.objects.order_by(translated_order("title", "fr", ("en", "es")))

    assert [str(row.title.best("fr").text) for row in rows] == ["A", "B", "C", "Z"]


def test_a_missing_language_is_replaced_by_the_first_of_the_event_and_marked() -> None:
    title = text("Hello", ar="مرحبا")
    with translation.override("fr"), fallback_order(["ar", "en"]):
        shown = Template("{% text title %}").render(Context({"title": title}))

    assert shown == '<span lang="ar" dir="rtl">مرحبا</span>'


def test_a_present_language_is_not_marked_and_markup_is_escaped() -> None:
    with translation.override("en"):
        shown = Template("{% text title %}").render(Context({"title": text("<b> & co")}))

    assert shown == "&lt;b&gt; &amp; co"


def test_three_hyphens_are_kept_and_shown_as_a_dash() -> None:
    title = text("Cities --- together; co-op")

    assert (str(title), title["en"]) == ("Cities — together; co-op", "Cities --- together; co-op")


def test_blank_texts_are_not_there_and_composed_letters_are_one() -> None:
    title = TranslatedText({"en": "  Cafe\u0301 ", "fr": "   ", "es": ""})

    assert dict(title) == {"en": "Café"}


class _Form(forms.Form):
    title = TranslatedField("title", max_length=10).formfield()


def test_the_form_has_an_input_for_each_language_in_its_own_direction() -> None:
    html = _Form().as_p()

    for name in ("title_en", "title_zh-hans", "title_fr", "title_es", "title_ar"):
        assert f'name="{name}"' in html
    assert 'lang="zh-Hans"' in html
    assert 'dir="rtl"' in html


def test_a_text_that_is_too_long_is_refused_by_its_language_and_kept() -> None:
    form = _Form({"title_en": "fine", "title_fr": "beaucoup trop long"})

    assert not form.is_valid()
    assert "français" in form.errors["title"][0]
    assert "beaucoup trop long" in form.as_p()


def test_one_language_is_enough_and_none_is_not() -> None:
    assert _Form({"title_zh-hans": "你好"}).is_valid()
    empty = _Form({"title_en": "   "})

    assert not empty.is_valid()
    assert "at least one language" in empty.errors["title"][0]


@pytest.mark.parametrize("value", ["text", ["a"], {"xx": "unknown"}, {"en": "x" * 11}])
def test_the_field_refuses_what_is_no_translated_text(value: object) -> None:
    with pytest.raises(ValidationError):
        TranslatedField("title", max_length=10).clean(value, None)


def test_a_form_asks_in_the_languages_of_its_edition_in_their_order() -> None:
    with fallback_order(["ar", "fr"]):
        form = _Form(initial={"title": text("Hello", ar="مرحبا")})
        html = form.as_p()
    with fallback_order(["ar", "fr"], is_shared=True):
        of_several = _Form().as_p()

    assert re.findall(r'name="title_([^"]+)"', html) == ["ar", "fr"]
    assert 'name="title_en"' in of_several
    assert "title_en" in _Form().as_p()


def test_what_is_missing_beside_a_written_source_is_marked() -> None:
    with fallback_order(["ar", "fr"]):
        written = _Form(initial={"title": text("", ar="مرحبا")}).as_p()
        empty = _Form(initial={"title": text("", fr="Bonjour")}).as_p()
    everywhere = _Form(initial={"title": text("Hello")}).as_p()

    assert written.count(">missing<") == 1
    assert 'id="id_title_1_missing"' in written
    assert re.search('name="title_fr"[^>]* aria-describedby="id_title_1_missing"', written)
    assert "missing" not in empty + everywhere


def test_a_form_keeps_the_texts_for_which_it_does_not_ask() -> None:
    page = make_page(make_event(), title=text("Hello", fr="Bonjour", es="Hola"))
    form_class = forms.modelform_factory(Page, fields=["title"])

    with fallback_order(["en", "fr", "zh-hans"]):
        sent = {"title_en": "Hello", "title_fr": "", "title_zh-hans": "你好"}
        form = form_class(sent, instance=page)
        assert form.has_changed()
        form.save()
        same = form_class({**sent, "title_fr": " "}, instance=page)

    page.refresh_from_db()
    assert page.title == {"en": "Hello", "zh-hans": "你好", "es": "Hola"}
    assert not same.has_changed()
