"""Publishing: the only way in which an agenda becomes public."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from core.protection.scrub import GONE, scrub_rows
from core.text.spellings import Finder, phrase
from events.models import Event
from programme.agenda import payloads
from programme.agenda.payload_types import (
    AgendaPayload,
    ChangePayload,
    OpenErrorPayload,
    SessionPayload,
)
from programme.agenda.values import Agenda
from programme.models import ScheduleRelease, Webhook, WebhookDelivery
from programme.releases.changes import as_json, differences


@dataclass(frozen=True, slots=True)
class PreparedRelease:
    """The contents of a release before it is published; a plan stores them until then."""

    base_version: int
    payload: AgendaPayload
    changes: list[ChangePayload]
    open_errors: list[OpenErrorPayload]


def freeze_release(
    before: Agenda, after: Agenda, open_errors: list[OpenErrorPayload]
) -> PreparedRelease:
    """Return `after` as the release that follows `before`, with all that it changes."""
    changes = as_json(differences(before, after))
    return PreparedRelease(before.version, payloads.payload(after), changes, open_errors)


@transaction.atomic
def publish_release(
    prepared: PreparedRelease, *, event: Event, by: User | None, comment: str
) -> ScheduleRelease:
    """Create the next release of the event and queue a delivery to its webhook, both or neither.

    Nothing is sent here, and nothing is queued for an event that visitors cannot see. The titles
    of sessions that this release withdraws are removed from the comments of earlier releases.
    """
    release = ScheduleRelease.objects.create(
        event=event,
        version=prepared.base_version + 1,
        comment=comment,
        released_by=by,
        payload=prepared.payload,
        changes=prepared.changes,
        open_errors=prepared.open_errors,
    )
    _forget_withdrawn(release)
    if release.event.is_public:
        for webhook in Webhook.objects.filter(event=release.event, is_active=True):
            WebhookDelivery.objects.create(webhook=webhook, release=release)
    return release


def _forget_withdrawn(release: ScheduleRelease) -> None:
    withdrawn = release.payload.get("withdrawn", ())
    guids = {record["guid"] for record in withdrawn if record["version"] == release.version}
    if guids:
        earlier = ScheduleRelease.objects.filter(event=release.event, version__lt=release.version)
        before = earlier.latest("version").payload["sessions"]
        titles = _titles(session for session in before if session["guid"] in guids)
        finder = Finder(map(phrase, titles - _titles(release.payload["sessions"])))
        scrub_rows(earlier, ("comment",), lambda text: finder.without(text, GONE))


def _titles(sessions: Iterable[SessionPayload]) -> set[str]:
    return {title for session in sessions for title in session["title"].values()}
