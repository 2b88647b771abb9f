"""Stream and recording of a session as links of the schedule format."""

from datetime import datetime

from django.utils.translation import gettext as _

from programme.agenda.now import media_at
from programme.agenda.values import Session
from programme.feeds.schedule_types import ScheduleLink


def links_of(session: Session, at: datetime) -> list[ScheduleLink]:
    """Return links to what visitors see of the session at `at`, in the active language."""
    media = media_at(session, at)
    links = ((media.stream, _("Live stream")), (media.recording, _("Recording")))
    return [{"url": url, "title": title} for url, title in links if url]
