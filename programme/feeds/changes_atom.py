"""The releases of the agenda as an Atom feed, with what each one changed."""

from collections.abc import Iterable
from uuid import uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.text import atom
from core.text.languages import in_language
from core.text.translated import TranslatedText
from events.models import Event
from programme.agenda.public_history import PublicRelease
from programme.releases.change_wording import CHANGE_LABELS, change_lines
from programme.releases.changes import WITHDRAWN


def changes_feed(event: Event, history: Iterable[PublicRelease], language: str, own: str) -> bytes:
    """Return an entry for each release, newest first, in `language`; `own` is the URL."""
    with in_language(language):
        page = f"{settings.PUBLIC_ORIGIN}{reverse('programme:changes', args=[event.slug])}"
        entries = list(history)
        feed = atom.Feed(
            id=f"urn:uuid:{event.guid}",
            title=f"{event.title}: {_('What changed in the agenda')}",
            updated=entries[0].release.released_at if entries else event.updated_at,
            author=str(event.title),
            url=own,
            page=page,
            language=language,
        )
        return atom.write(feed, [_entry(event, entry, page) for entry in entries])


def _entry(event: Event, public_release: PublicRelease, page: str) -> atom.Entry:
    release = public_release.release
    return atom.Entry(
        # A release is never changed: its number within the event names it for ever.
        id=f"urn:uuid:{uuid5(event.guid, str(release.version))}",
        title=_("Version %(version)s") % {"version": release.version},
        updated=release.released_at,
        page=f"{page}#v{release.version}",
        text="\n".join(_lines(public_release)),
    )


def _lines(public_release: PublicRelease) -> Iterable[str]:
    if public_release.release.comment:
        yield public_release.release.comment
    for change in public_release.changes:
        if change["kind"] == WITHDRAWN:
            yield _("A session has been withdrawn.")
            continue
        label, title = CHANGE_LABELS.get(change["kind"], ""), TranslatedText(change["title"])
        yield f"{label}: {title}"
        yield from (f"– {line}" for line in change_lines(change))
