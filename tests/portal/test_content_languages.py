"""Editions in languages that the interface does not have: Portuguese, Japanese, Persian."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from core.pages.cache import store
from core.text.languages import (
    content_language,
    content_languages,
    direction,
    in_language,
    interface_languages,
    preferred_language,
)
from core.text.translated import TranslatedText, fallback_order
from delegations.choices import AttendeeStatus
from events.editions.forms import EventForm
from events.import_kinds import KINDS
from events.imports.files import export_rows, template_file
from events.models.event import RESERVED_SLUGS, validate_languages
from events.newsletter.forms import SubscribeForm
from forum_portal.workspace.team.forms import InviteForm
from forum_portal.workspace.translations.progress import Catalogue
from programme.choices import ImportKind
from programme.feeds.make_booklets import make_booklets
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_news,
    make_page,
    make_session,
)
from tests.portal.test_in_the_browser import Visit

pytestmark = pytest.mark.django_db(transaction=True)


def texts(**values: str) -> TranslatedText:
    return TranslatedText({code.replace("_", "-"): text for code, text in values.items()})


class Edition:
    """A released edition whose first language is Portuguese, with one session on stage."""

    def __init__(self, **values: Any) -> None:
        self.event = make_event(
            slug="forum",
            **{
                "title": texts(pt="Fórum de Prefeitos", ja="市長フォーラム", fr="Forum des maires"),
                "city": texts(pt="Lisboa", ja="リスボン", fr="Lisbonne"),
                "languages": ["pt", "ja", "fr"],
                **values,
            },
        )
        self.session = make_session(
            self.event,
            title=texts(pt="Rios e cidades", ja="川と都市", fa="رودها و شهرها"),
            abstract=texts(pt="Sobre **rios**.", fa="درباره **رودها**."),
        )
        delegation = make_delegation(self.event)
        speaker = make_attendee(delegation, status=AttendeeStatus.APPROVED)
        make_appearance(self.session, attendee=speaker)
        self.admin = make_member(self.event, Role.ADMINISTRATOR)
        release_agenda(event=self.event, by=self.admin, comment="")

    def get(self, path: str, **headers: str) -> Any:
        return Client().get(path, headers=headers)

    def page(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, path
        return str(answer.content.decode())


@pytest.fixture
def edition() -> Edition:
    return Edition()


def test_contents_may_be_in_any_language_and_the_interface_in_six() -> None:
    assert interface_languages() == tuple(code for code, _name in settings.LANGUAGES)
    assert content_languages()[:6] == interface_languages()
    assert {"pt", "pt-br", "ja", "sw", "de", "fa", "he", "ur", "zh-hant"} < set(content_languages())
    assert "zh-cn" not in content_languages()
    assert set(content_languages()) < RESERVED_SLUGS
    assert max(map(len, content_languages())) <= 10
    validate_languages(["sw", "de"])
    with pytest.raises(ValidationError):
        validate_languages(["tlh"])


@pytest.mark.parametrize(
    ("code", "instead", "interface"),
    [
        ("fr", ("ar",), "fr"),
        ("pt", ("pt", "ja", "fr", "en"), "fr"),
        ("pt", ("pt", "ja"), "en"),
        ("es-mx", ("fr",), "es"),
        ("zh-hant", ("en",), "zh-hans"),
    ],
)
def test_the_interface_stands_in(code: str, instead: tuple[str, ...], interface: str) -> None:
    with in_language(code, instead):
        assert (content_language(), translation.get_language()) == (code, interface)
        with in_language("en"):
            assert (content_language(), translation.get_language()) == ("en", "en")
        with fallback_order(["ru"]):
            assert content_language() == code
    assert content_language() == translation.get_language()


def test_a_page_shows_contents_in_its_language_and_the_interface_in_one_of_the_edition(
    edition: Edition,
) -> None:
    page = edition.page("/pt/forum/agenda/")

    assert '<html lang="pt" dir="ltr">' in page
    assert '<body lang="fr">' in page
    assert '<span lang="pt" dir="ltr">Rios e cidades</span>' in page
    assert "Ordre du jour" in page or "Programme" in page
    assert 'hreflang="ja" href="http' in page
    assert re.search(r'href="/pt/forum/[^"]*" lang="pt" hreflang="pt" aria-current="true"', page)
    assert "/en/forum/" not in page
    japanese = edition.page(f"/ja/forum/sessions/{edition.session.code}/")
    assert '<span lang="ja" dir="ltr">川と都市</span>' in japanese
    assert 'href="/ja/forum/agenda/"' in japanese
    assert 'href="/pt/forum/agenda/"' not in japanese
    assert 'href="/fr/forum/agenda/"' in edition.page("/fr/forum/")


def test_what_is_missing_falls_back_in_the_order_of_the_edition(edition: Edition) -> None:
    page = edition.page(f"/ja/forum/sessions/{edition.session.code}/")

    assert '<div lang="pt" dir="ltr"><p>Sobre <strong>rios</strong>.</p>' in page


def test_persian_is_read_from_the_right() -> None:
    edition = Edition(
        languages=["fa", "en"],
        title=texts(fa="انجمن شهرداران", en="Mayors"),
        city=texts(fa="تهران", en="Tehran"),
    )

    page = edition.page(f"/fa/forum/sessions/{edition.session.code}/")

    assert '<html lang="fa" dir="rtl">' in page
    assert '<body lang="en">' in page
    assert '<span lang="fa" dir="rtl">رودها و شهرها</span>' in page
    assert '<html lang="en" dir="ltr">' in edition.page("/en/forum/")
    assert direction("fa") == direction("ur") == direction("he") == "rtl"


def test_pages_in_an_edition_language_are_all_there(edition: Edition) -> None:
    make_page(edition.event, slug="visas", title=texts(pt="Vistos"), is_published=True)
    make_news(edition.event, language="pt", title="Notícia")
    for path in (
        "",
        "agenda/",
        "agenda/?view=grid",
        "agenda/now/",
        "agenda/mine/",
        "sub-forums/",
        "speakers/",
        "delegations/",
        "news/",
        "info/",
        "info/visas/",
        "search/?q=rios",
        "editions/",
        "privacy/",
        "documents/",
        "newsletter/",
        "offline/",
        "manifest.webmanifest",
        "offline.json",
    ):
        answer = edition.get(f"/pt/forum/{path}")
        assert answer.status_code == 200, path
        assert answer.headers["Content-Language"] == "pt", path
    assert "Rios e cidades" in edition.page("/pt/forum/search/?q=rios")
    assert "Notícia" in edition.page("/pt/forum/")


def test_an_edition_without_a_language_has_no_page_in_it(edition: Edition) -> None:
    assert edition.get("/de/forum/agenda/").status_code == 404
    assert edition.get("/pt/nothing/").status_code == 404
    assert edition.get("/fr/forum/agenda/").status_code == 200


def test_a_reader_is_led_to_the_language_of_their_browser(edition: Edition) -> None:
    assert edition.get("/", accept_language="pt-BR,en;q=0.5")["Location"] == "/pt/forum/"
    assert edition.get("/", accept_language="de,ja;q=0.5")["Location"] == "/ja/forum/"
    assert edition.get("/", accept_language="de")["Location"] == "/pt/forum/"
    assert preferred_language("zh-TW", ["en", "zh-hant"]) == "zh-hant"


def test_calendars_feeds_and_the_site_map_have_the_language(edition: Edition) -> None:
    calendar = edition.page("/forum/agenda.ics?lang=ja")
    schedule = edition.page("/forum/schedule.json?lang=pt")
    sitemap = edition.page("/sitemap.xml")

    assert "川と都市" in calendar
    assert f"/ja/forum/sessions/{edition.session.code}/" in calendar
    assert "Rios e cidades" in schedule
    assert "/pt/forum/agenda/" in sitemap
    assert 'hreflang="ja"' in sitemap
    assert edition.get("/forum/card.png?lang=ja").status_code == 200


def test_tables_have_a_column_for_each_language_of_the_edition(edition: Edition) -> None:
    fields = [one.key for one in KINDS[ImportKind.SESSIONS].fields_for(edition.event)]
    exported = b"".join(export_rows(edition.event, ImportKind.SESSIONS, "csv")).decode()

    assert {"title.pt", "title.ja", "title.en"} < set(fields)
    assert "title.de" not in fields
    assert "Rios e cidades" in exported
    assert "川と都市" in exported
    assert b"".join(template_file(edition.event, ImportKind.ROOMS))


def test_mails_are_in_a_language_of_the_interface(edition: Edition) -> None:
    invited = InviteForm(event=edition.event).fields["language"]
    subscribed = SubscribeForm(edition.event).fields["language"]

    assert [code for code, _name in invited.choices] == ["fr"]  # type: ignore[attr-defined]
    assert [code for code, _name in subscribed.choices] == [  # type: ignore[attr-defined]
        "pt",
        "ja",
        "fr",
    ]


def test_the_booklet_is_printed_in_the_language(edition: Edition) -> None:
    make_booklets()

    answer = edition.get("/forum/programme.pdf?by=day&lang=ja")

    assert answer.status_code == 200
    assert (
        b"".join(answer.streaming_content if answer.streaming else [answer.content])[:4] == b"%PDF"
    )


def test_translators_see_what_is_missing_in_each_language(edition: Edition) -> None:
    client = Client()
    client.force_login(edition.admin)

    progress = {one.code: one for one in Catalogue(edition.event).progress()}
    page = client.get(reverse("admin:translations", args=[edition.event.pk]) + "?language=ja")

    assert list(progress) == ["ja", "fr"]
    assert "日本語" in page.content.decode()


def edition_data(**values: object) -> dict[str, object]:
    """What the form of an edition sends, as one types it."""
    return {
        "slug": "next",
        "start_date": "2031-05-01",
        "end_date": "2031-05-03",
        "time_zone": "Europe/Lisbon",
        "country": "PT",
        "status": "draft",
        "picture_focus": "centre",
        "minutes_between_venues": "30",
        **values,
    }


def ticked(*codes: str) -> dict[str, object]:
    """The boxes and numbers of languages, in this order."""
    boxes: dict[str, object] = {}
    for place, code in enumerate(codes, 1):
        boxes |= {f"languages_{code}": "on", f"languages_{code}_place": str(place)}
    return boxes


def test_a_new_edition_is_named_in_the_languages_that_are_ticked() -> None:
    names = {"title_pt": "Fórum", "title_sw": "Jukwaa", "city_pt": "Lisboa"}
    form = EventForm(edition_data(**ticked("pt", "sw"), **names))

    assert form.is_valid(), form.errors
    event = form.save()
    assert event.languages == ["pt", "sw"]
    assert event.title == {"pt": "Fórum", "sw": "Jukwaa"}
    refused = EventForm(
        edition_data(slug="other", **ticked("pt"), title_en="Forum", city_en="Lisbon")
    )
    assert set(refused.errors) == {"title", "city"}
    assert 'name="title_pt"' in str(refused["title"])


def test_an_office_ticks_types_releases_and_a_visitor_reads(browser: Any, live_server: Any) -> None:
    store.clear()
    event = make_event(slug="forum", languages=["en"])
    admin = make_member(event, Role.ADMINISTRATOR, email="office@example.org")
    session = make_session(event)
    visit = Visit(browser, live_server.url, viewport={"width": 1280, "height": 800})
    visit.log_in(admin.email)
    page = visit.page

    visit.open(f"/admin/forum/events/event/{event.pk}/change/")
    for fieldset in page.locator("details:has(#id_languages_en)").all():
        fieldset.evaluate("details => details.open = true")
    page.locator(".ordered-choices__others summary").click()
    page.locator(".more-choices__search input").fill("persi")
    visible = page.locator(".ordered-choices__others li:visible")
    assert visible.count() == 1
    visible.get_by_role("checkbox").check()
    page.locator("[name=_continue]").first.click()
    page.locator(".messagelist .success").wait_for()
    event.refresh_from_db()
    assert event.languages == ["en", "fa"]
    visit.open(f"/admin/forum/programme/session/{session.pk}/change/")
    assert page.locator("[name=title_fa]").get_attribute("dir") == "rtl"
    page.fill("[name=title_fa]", "رودها و شهرها")
    page.locator("[name=_continue]").first.click()
    page.locator(".messagelist").wait_for()
    release_agenda(event=event, by=admin, comment="")
    visit.open("/en/forum/agenda/")
    page.locator(".languages a[lang=fa]").click()

    title = page.get_by_text("رودها و شهرها")
    title.wait_for()
    assert page.url.endswith("/fa/forum/agenda/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert title.evaluate("item => getComputedStyle(item).direction") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.complaints == []
    visit.context.close()
    store.clear()
