"""A sitemap of every public page: in each language, with links to the others.

Sitemaps 0.9 (https://www.sitemaps.org/protocol.html) with alternates as `xhtml:link`.
"""

from collections.abc import Iterator
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from core.pages.cache import public_page
from core.text.languages import in_language, language_tag
from events.models import Award, Event, NewsItem, Page
from events.news.schema_org import news_path
from programme.agenda.load_agenda import published_agenda

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_PAGES = (
    "home",
    "programme:agenda",
    "programme:changes",
    "programme:sub-forums",
    "programme:speakers",
    "delegations:public-list",
    "events:news",
    "events:documents",
    "events:newsletter",
    "events:pages",
    "editions",
    "privacy",
)
_CLOSED = ("/admin/", "/preview/", "/accounts/", "/staff/", "/style/")
ElementTree.register_namespace("xhtml", _XHTML)


@public_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    """List all public pages of all public events."""
    root = ElementTree.Element("urlset", {"xmlns": _SITEMAP})
    for event in Event.objects.public():
        for name, *arguments in _pages(event):
            _add(root, event, name, arguments)
        _add_news(root, event)
    data = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(data, content_type="application/xml; charset=utf-8")


@public_page()
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what they may read, and where the sitemap is."""
    closed = "".join(f"Disallow: {path}\n" for path in _CLOSED)
    text = f"User-agent: *\n{closed}\nSitemap: {settings.PUBLIC_ORIGIN}/sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _pages(event: Event) -> Iterator[tuple[str, ...]]:
    """The pages of an event: the name of each URL, and its arguments."""
    yield from ((name,) for name in _PAGES)
    if Award.objects.filter(event=event).public().exists():
        yield ("events:award",)
    agenda = published_agenda(event)
    yield from (("programme:sub-forum", sub_forum.slug) for sub_forum in event.sub_forums.all())
    yield from (("programme:session", session.code) for session in agenda.sessions)
    yield from (("programme:speaker", slug) for slug in agenda.speakers)
    pages = Page.objects.filter(event=event, is_published=True)
    yield from (("events:page", slug) for slug in pages.values_list("slug", flat=True))


def _add_news(root: ElementTree.Element, event: Event) -> None:
    """Each release among the pages of its own language, with its translations beside it."""
    items = NewsItem.objects.filter(event=event).published(timezone.now())
    stories: dict[int, dict[str, str]] = {}
    for item in items:
        address = f"{settings.PUBLIC_ORIGIN}{news_path(event, item)}"
        stories.setdefault(item.story_pk, {})[item.language] = address
    for addresses in stories.values():
        _add_urls(root, addresses, addresses.get(event.source_language))


def _add(root: ElementTree.Element, event: Event, name: str, arguments: list[str]) -> None:
    addresses = {}
    for code in event.languages:
        with in_language(code):
            path = reverse(name, args=[event.slug, *arguments])
        addresses[code] = f"{settings.PUBLIC_ORIGIN}{path}"
    _add_urls(root, addresses, addresses[event.source_language])


def _add_urls(root: ElementTree.Element, addresses: dict[str, str], default: str | None) -> None:
    others = [(language_tag(code), other) for code, other in addresses.items()]
    if default:
        others.append(("x-default", default))
    for address in addresses.values():
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = address
        for tag, other in others:
            attributes = {"rel": "alternate", "hreflang": tag, "href": other}
            ElementTree.SubElement(url, f"{{{_XHTML}}}link", attributes)
