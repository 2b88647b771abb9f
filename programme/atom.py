"""The releases of the agenda as an Atom feed (RFC 4287): who follows it learns of each change."""

from collections.abc import Iterable
from uuid import uuid5
from xml.etree import ElementTree

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.languages import language_tag
from core.translated import TranslatedText
from events.models import Event
from programme.models import ScheduleRelease
from programme.wording import CHANGE_LABELS, change_lines

_ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
ElementTree.register_namespace("", _ATOM)


def changes_feed(event: Event, releases: Iterable[ScheduleRelease], language: str) -> bytes:
    """One entry for each release, newest first; its texts in `language`."""
    with translation.override(language):
        page = f"{settings.PUBLIC_ORIGIN}{reverse('programme:changes', args=[event.slug])}"
        own = f"{settings.PUBLIC_ORIGIN}{reverse('feeds:changes', args=[event.slug])}"
        entries = list(releases)
        root = ElementTree.Element(f"{{{_ATOM}}}feed")
        root.set("{http://www.w3.org/XML/1998/namespace}lang", language_tag(language))
        _add(root, "id", f"urn:uuid:{event.guid}")
        _add(root, "title", f"{event.title}: {_('What changed in the agenda')}")
        _add(root, "updated", _moment(event, entries))
        _add(_add(root, "author"), "name", str(event.title))
        _add(root, "link", rel="self", type="application/atom+xml", href=f"{own}?lang={language}")
        _add(root, "link", rel="alternate", type="text/html", href=page)
        for release in entries:
            _add_entry(root, event, release, page)
        data: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
        return data


def _moment(event: Event, entries: list[ScheduleRelease]) -> str:
    return (entries[0].released_at if entries else event.updated_at).isoformat(timespec="seconds")


def _add_entry(
    root: ElementTree.Element, event: Event, release: ScheduleRelease, page: str
) -> None:
    entry = _add(root, "entry")
    # A release is never changed: its number within the event names it for ever.
    _add(entry, "id", f"urn:uuid:{uuid5(event.guid, str(release.version))}")
    _add(entry, "title", _("Version %(version)s") % {"version": release.version})
    _add(entry, "updated", release.released_at.isoformat(timespec="seconds"))
    _add(entry, "link", rel="alternate", type="text/html", href=f"{page}#v{release.version}")
    _add(entry, "content", "\n".join(_lines(release)), type="text")


def _lines(release: ScheduleRelease) -> Iterable[str]:
    if release.comment:
        yield release.comment
    # The first release of all is new as a whole.
    for change in release.changes if release.version > 1 else ():
        label, title = CHANGE_LABELS.get(change["kind"], ""), TranslatedText(change["title"])
        yield f"{label}: {title}"
        yield from (f"– {line}" for line in change_lines(change))


def _add(
    parent: ElementTree.Element, name: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text or None
    return element
