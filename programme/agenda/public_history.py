"""All releases as visitors may read them: without sessions that were withdrawn since."""

from dataclasses import dataclass

from events.models import Event
from programme.agenda.load_agenda import published_agenda
from programme.agenda.payload_types import ChangePayload
from programme.models import ScheduleRelease


@dataclass(frozen=True, slots=True)
class PublicRelease:
    """A release and its changes as visitors may read them; the first one has no changes."""

    release: ScheduleRelease
    changes: list[ChangePayload]


def load_public_history(event: Event) -> list[PublicRelease]:
    """Load all releases, the newest first, with two queries and without their agendas."""
    withdrawn = {record.guid: record.version for record in published_agenda(event).withdrawn}
    releases = ScheduleRelease.objects.filter(event=event).defer("payload").order_by("-version")
    return [
        PublicRelease(
            release,
            [
                change
                for change in (release.changes if release.version > 1 else ())
                if release.version >= withdrawn.get(change["guid"], 0)
            ],
        )
        for release in releases
    ]
