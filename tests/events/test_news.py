"""News releases: one language each, one story together, public from their moment on."""

import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from events.models import Event, NewsItem, RelatedNews
from events.news.stories import best_of_each
from tests.factories import make_event, make_news
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
_ATOM = {"a": "http://www.w3.org/2005/Atom"}


def page(name: str, *arguments: str, language: str = "en") -> str:
    with translation.override(language):
        return Client().get(reverse(name, args=arguments)).content.decode()


def item_page(event: Event, item: NewsItem, language: str = "en") -> str:
    return page("events:news-item", event.slug, item.slug, language=language)


def titles(html: str) -> list[str]:
    return re.findall(r'<h[23]><a href="[^"]*/news/[^"]*"[^>]*>([^<]*)</a>', html)


def test_drafts_and_planned_releases_are_nowhere() -> None:
    event = make_event()
    make_news(event, title="Secret draft", published_at=None)
    planned = make_news(
        event, title="Secret plan", published_at=timezone.now() + timedelta(hours=1)
    )
    make_news(event, title="Known")

    assert titles(page("events:news", event.slug)) == ["Known"]
    assert Client().get(f"/en/{event.slug}/news/{planned.slug}/").status_code == 404
    for path in (
        f"/en/{event.slug}/",
        f"/en/{event.slug}/search/?q=secre",
        "/sitemap.xml",
        f"/{event.slug}/news.atom",
        f"/en/{event.slug}/offline.json",
    ):
        # The look-up repeats its own word; the whole word would come from a release.
        assert "secret" not in Client().get(path).content.decode().lower()


def test_the_list_shows_each_story_once_in_the_readers_language() -> None:
    event = make_event()
    english = make_news(event, title="Opening")
    make_news(event, title="开幕", language="zh-hans", translation_of=english)
    make_news(event, title="Only English")

    assert titles(page("events:news", event.slug)) == ["Only English", "Opening"]
    assert titles(page("events:news", event.slug, language="zh-hans")) == ["Only English", "开幕"]


def test_a_release_in_another_language_is_marked_as_such() -> None:
    event = make_event()
    make_news(event, title="Only English")

    assert 'lang="en" dir="ltr">Only English</a>' in page(
        "events:news", event.slug, language="zh-hans"
    )


def test_a_story_without_the_readers_language_is_shown_as_it_was_issued() -> None:
    event = make_event()
    original = make_news(event, language="fr")
    translated = make_news(event, language="es", translation_of=original)

    assert best_of_each([translated, original], ["zh-hans", "en"]) == [original]
    assert best_of_each([translated, original], ["zh-hans", "es"]) == [translated]


def test_a_release_leads_to_its_translations_in_both_ways() -> None:
    event = make_event(languages=["en", "fr"])
    english = make_news(event, title="Opening")
    french = make_news(event, title="Ouverture", language="fr", translation_of=english)
    secret = make_news(
        event, title="Apertura", language="es", translation_of=english, published_at=None
    )

    html = item_page(event, english)

    own = f"/fr/{event.slug}/news/{french.slug}/"
    assert f'href="{own}" lang="fr" dir="ltr" hreflang="fr">Ouverture</a>' in html
    assert f'hreflang="fr" href="{settings.PUBLIC_ORIGIN}{own}"' in html
    assert secret.title not in html
    assert f"/en/{event.slug}/news/{english.slug}/" in item_page(event, french, "fr")


def test_a_release_is_at_home_among_the_pages_of_its_language() -> None:
    event = make_event(languages=["en", "fr"])
    french = make_news(event, title="Ouverture", language="fr")

    html = item_page(event, french)

    home = f"{settings.PUBLIC_ORIGIN}/fr/{event.slug}/news/{french.slug}/"
    assert f'<link rel="canonical" href="{home}">' in html
    assert '<article lang="fr" dir="ltr">' in html


def test_more_from_the_same_source_and_what_an_editor_put_beside_it() -> None:
    event = make_event()
    item = make_news(event, source="Foreign Affairs Office")
    same = make_news(event, title="Same source", source="Foreign Affairs Office")
    other = make_news(event, title="Related one", source="Another office")
    RelatedNews.objects.create(item=other, other=item)
    make_news(event, title="Neither")

    html = item_page(event, item)

    assert titles(html) == ["Related one", "Same source"]
    assert "Also from this source" not in item_page(event, other)
    assert titles(item_page(event, same)) == [item.title]


def test_a_release_is_beside_those_it_is_linked_with_both_ways_and_never_beside_itself() -> None:
    event = make_event()
    one, other, third = (make_news(event) for _number in range(3))
    RelatedNews.objects.create(item=one, other=other)
    RelatedNews.objects.create(item=third, other=one)
    RelatedNews.objects.create(item=other, other=third)

    assert {*NewsItem.objects.related_to([one.pk])} == {other, third}
    # Two translations of one story.
    assert {*NewsItem.objects.related_to([one.pk, other.pk])} == {third}
    assert NewsItem.objects.related_to([one.pk, other.pk]).count() == 1


def test_a_release_in_markdown_lets_no_script_out() -> None:
    event = make_event()
    item = make_news(
        event, title="<script>alert(1)</script>", body="**Bold** <script>alert(2)</script>"
    )

    html = item_page(event, item)

    assert "<strong>Bold</strong>" in html
    assert "<script>alert" not in html
    facts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert json.loads(facts[0])["headline"] == "<script>alert(1)</script>"


def test_the_feed_has_the_releases_of_one_language() -> None:
    event = make_event()
    english = make_news(event, title="Opening & more")
    make_news(event, title="Ouverture", language="fr", translation_of=english)

    response = Client().get(f"/{event.slug}/news.atom?lang=en")

    root = ElementTree.fromstring(response.content)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert [one.text for one in root.findall("a:entry/a:title", _ATOM)] == ["Opening & more"]
    assert [one.text for one in root.findall("a:entry/a:id", _ATOM)] == [f"urn:uuid:{english.guid}"]


def test_long_lists_come_in_pages() -> None:
    event = make_event()
    for _number in range(21):
        make_news(event)

    first = page("events:news", event.slug)
    second = Client().get(f"/en/{event.slug}/news/?page=2").content.decode()

    assert (len(titles(first)), len(titles(second))) == (20, 1)
    assert 'href="?page=2" rel="next"' in first


def test_the_list_takes_the_same_queries_for_one_and_for_three() -> None:
    one, three = make_event(), make_event()
    make_news(one)
    for _number in range(3):
        make_news(three)

    few = count_queries(lambda: page("events:news", one.slug))
    many = count_queries(lambda: page("events:news", three.slug))

    assert few == many <= 6


def test_a_title_without_latin_letters_gets_an_address_all_the_same() -> None:
    event = make_event()
    item = make_news(event, title="第三届论坛开幕")

    assert re.fullmatch(r"news-[0-9a-f]{8}", item.slug)
    assert "第三届论坛开幕" in item_page(event, item)


@pytest.mark.parametrize("case", ["another event", "a translation", "the same language"])
def test_a_translation_hangs_on_an_original_of_the_event_in_another_language(case: str) -> None:
    event = make_event()
    original = make_news(event)
    wrong = {
        "another event": lambda: make_news(make_event(), language="fr"),
        "a translation": lambda: make_news(event, language="fr", translation_of=original),
        "the same language": lambda: original,
    }[case]()

    item = NewsItem(event=event, language="en", title="T", summary="S", translation_of=wrong)

    with pytest.raises(ValidationError):
        item.full_clean()
