"""The releases of the agenda as an Atom feed: who follows it learns of each change."""

from collections.abc import Iterable
from uuid import uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import atom
from core.translated import TranslatedText
from events.models import Event
from programme.models import ScheduleRelease
from programme.wording import CHANGE_LABELS, change_lines


def changes_feed(event: Event, releases: Iterable[ScheduleRelease], language: str) -> bytes:
    """One entry for each release, newest first; its texts in `language`."""
    with translation.override(language):
        page = f"{settings.PUBLIC_ORIGIN}{reverse('programme:changes', args=[event.slug])}"
        own = f"{settings.PUBLIC_ORIGIN}{reverse('feeds:changes', args=[event.slug])}"
        entries = list(releases)
        feed = atom.Feed(
            id=f"urn:uuid:{event.guid}",
            title=f"{event.title}: {_('What changed in the agenda')}",
            updated=entries[0].released_at if entries else event.updated_at,
            author=str(event.title),
            url=f"{own}?lang={language}",
            page=page,
            language=language,
        )
        return atom.write(feed, [_entry(event, release, page) for release in entries])


def _entry(event: Event, release: ScheduleRelease, page: str) -> atom.Entry:
    return atom.Entry(
        # A release is never changed: its number within the event names it for ever.
        id=f"urn:uuid:{uuid5(event.guid, str(release.version))}",
        title=_("Version %(version)s") % {"version": release.version},
        updated=release.released_at,
        page=f"{page}#v{release.version}",
        text="\n".join(_lines(release)),
    )


def _lines(release: ScheduleRelease) -> Iterable[str]:
    if release.comment:
        yield release.comment
    # The first release of all is new as a whole.
    for change in release.changes if release.version > 1 else ():
        label, title = CHANGE_LABELS.get(change["kind"], ""), TranslatedText(change["title"])
        yield f"{label}: {title}"
        yield from (f"– {line}" for line in change_lines(change))
