"""Atom feeds (RFC 4287)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

from core.text.languages import language_tag
from core.text.xml import without_controls

_ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its `id` never changes, `url` is its own address, `page` that of the web page."""

    id: str
    title: str
    updated: datetime
    author: str
    url: str
    page: str
    language: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its `id` never changes."""

    id: str
    title: str
    updated: datetime
    page: str
    text: str
    published: datetime | None = None


def write(feed: Feed, entries: Iterable[Entry]) -> bytes:
    """The feed as a file, in the order of `entries`."""
    # Said in so many words: a default namespace can be registered for one vocabulary only.
    root = ElementTree.Element("feed", {"xmlns": _ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language_tag(feed.language))
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(feed.updated))
    _add(_add(root, "author"), "name", feed.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    for entry in entries:
        _add_entry(root, entry)
    data: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _add_entry(root: ElementTree.Element, entry: Entry) -> None:
    element = _add(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "updated", _moment(entry.updated))
    if entry.published:
        _add(element, "published", _moment(entry.published))
    _add(element, "link", rel="alternate", type="text/html", href=entry.page)
    _add(element, "content", entry.text, type="text")


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _add(
    parent: ElementTree.Element, name: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, attributes)
    element.text = without_controls(text) or None
    return element
