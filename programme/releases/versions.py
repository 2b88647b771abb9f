"""The agenda of a release, and the one that visitors saw before it."""

from programme.agenda import payloads
from programme.agenda.load_agenda import empty_agenda
from programme.agenda.values import Agenda
from programme.models import ScheduleRelease


def agenda_of(release: ScheduleRelease) -> Agenda:
    """Return what visitors saw from this release on."""
    return payloads.from_payload(
        release.payload, version=release.version, released_at=release.released_at
    )


def load_agenda_before(release: ScheduleRelease) -> Agenda:
    """Return what visitors saw right before this release: at first, an agenda with no sessions."""
    earlier = ScheduleRelease.objects.filter(event=release.event, version__lt=release.version)
    previous = earlier.order_by("-version").first()
    return empty_agenda(release.event) if previous is None else agenda_of(previous)
