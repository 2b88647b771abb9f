"""The one door through which an agenda becomes public."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from core.protection.scrub import GONE, scrub_rows
from core.text.phrases import Finder, phrase
from programme.models import ScheduleRelease, Webhook, WebhookDelivery


@transaction.atomic
def publish(**values: Any) -> ScheduleRelease:
    """Make a release of these values, and with it the word of it to the event's webhook.

    Both or neither. Nothing is sent here. Of an event that visitors cannot see, nobody is told.
    Comments of earlier releases lose the titles of what this one withdraws.
    """
    release = ScheduleRelease.objects.create(**values)
    _forget_withdrawn(release)
    if release.event.is_public:
        for webhook in Webhook.objects.filter(event=release.event, is_active=True):
            WebhookDelivery.objects.create(webhook=webhook, release=release)
    return release


def _forget_withdrawn(release: ScheduleRelease) -> None:
    withdrawn = release.payload.get("withdrawn", ())
    guids = {one["guid"] for one in withdrawn if one["version"] == release.version}
    if guids:
        earlier = ScheduleRelease.objects.filter(event=release.event, version__lt=release.version)
        before = earlier.latest("version").payload["sessions"]
        said = _titles(one for one in before if one["guid"] in guids)
        finder = Finder(map(phrase, said - _titles(release.payload["sessions"])))
        scrub_rows(earlier, ("comment",), lambda text: finder.without(text, GONE))


def _titles(sessions: Iterable[Mapping[str, Any]]) -> set[str]:
    return {title for one in sessions for title in one["title"].values()}
