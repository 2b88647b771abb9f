"""What the agenda keeps of a person, and how it lets go of them."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from core.scrub import GONE, scrub_rows
from delegations.models import Attendee
from events.models import Event
from programme.models import (
    AcceptedFinding,
    Appearance,
    Profile,
    ReleasePlan,
    RunItem,
    ScheduleRelease,
    Session,
)


def erase_from_programme(person: Attendee, words: Sequence[str]) -> None:
    """Profile and photograph go; on stage somebody unnamed stays, in the draft and in releases."""
    event: Event = person.delegation.event
    _profile(person)
    placeholder = {event.source_language: GONE}
    Appearance.history.filter(attendee_id=person.pk).update(
        attendee_id=None, placeholder=placeholder
    )
    for appearance in Appearance.objects.filter(attendee=person):
        appearance.attendee, appearance.placeholder = None, placeholder
        appearance.save()
    ScheduleRelease.objects.filter(event=event).update(scrubbed_at=timezone.now())
    for kept in (ScheduleRelease, ReleasePlan):
        _frozen(kept.objects.filter(event=event), person)
        scrub_rows(kept.objects.filter(event=event), ("changes", "open_errors", "comment"), words)
    placeholders = Appearance.objects.filter(session__event=event)
    scrub_rows(placeholders, ("placeholder",), words)
    told = Appearance.history.filter(session__event=event)
    scrub_rows(told, ("placeholder",), words)
    sessions = Session.objects.filter(event=event)
    scrub_rows(sessions, ("office_note", "stage_contacts"), words)
    scrub_rows(Session.history.filter(event=event), ("office_note", "stage_contacts"), words)
    items = RunItem.objects.filter(session__event=event)
    scrub_rows(items, ("who", "owner", "note"), words)
    scrub_rows(AcceptedFinding.objects.filter(event=event), ("sentence", "reason"), words)
    Event.objects.filter(pk=event.pk).raise_revision()


def _profile(person: Attendee) -> None:
    profile = Profile.objects.filter(attendee=person).first()
    if profile is not None:
        key = profile.pk
        profile.delete()
        Profile.history.filter(id=key).delete()
        kinds = ContentType.objects.get_for_model(Profile)
        LogEntry.objects.filter(content_type=kinds, object_id=str(key)).delete()


def _frozen(rows: Any, person: Attendee) -> None:
    """Releases name people once each, by their guid: there they lose name and office."""
    for row in rows.only("pk", "payload"):
        named = [one for one in row.payload.get("people", ()) if one["guid"] == str(person.guid)]
        for one in named:
            for field, value in one.items():
                if isinstance(value, str) and field not in ("guid", "slug"):
                    one[field] = GONE if field == "name" else ""
            if "slug" in one:
                one["slug"] = str(person.guid)
        if named:
            type(row).objects.filter(pk=row.pk).update(payload=row.payload)
