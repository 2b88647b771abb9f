"""What the agenda keeps of a person, and how it lets go of them."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from core.scrub import GONE, scrub_rows
from delegations.erasure import identities_of
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
    known = identities_of(person)
    _profile(person, known.pks)
    placeholder = {event.source_language: GONE}
    Appearance.history.filter(attendee_id__in=known.pks).update(
        attendee_id=None, placeholder=placeholder
    )
    for appearance in Appearance.objects.filter(attendee=person):
        appearance.attendee, appearance.placeholder = None, placeholder
        appearance.save()
    ScheduleRelease.objects.filter(event=event).update(scrubbed_at=timezone.now())
    for kept in (ScheduleRelease, ReleasePlan):
        _frozen(kept.objects.filter(event=event), {str(one) for one in known.guids})
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


def _profile(person: Attendee, pks: Sequence[int]) -> None:
    """Biographies of records that went into this one stand in the history alone."""
    profile = Profile.objects.filter(attendee=person).first()
    keys = set(Profile.history.filter(attendee_id__in=pks).values_list("id", flat=True))
    if profile is not None:
        keys.add(profile.pk)
        profile.delete()
    Profile.history.filter(id__in=keys).delete()
    if keys:
        kinds = ContentType.objects.get_for_model(Profile)
        logged = LogEntry.objects.filter(content_type=kinds)
        logged.filter(object_id__in=[str(key) for key in keys]).delete()


def _frozen(rows: Any, guids: Collection[str]) -> None:
    """Releases name people once each, by their guid: there they lose name and office."""
    for row in rows.only("pk", "payload"):
        named = [one for one in row.payload.get("people", ()) if one["guid"] in guids]
        for one in named:
            for field, value in one.items():
                if isinstance(value, str) and field not in ("guid", "slug"):
                    one[field] = GONE if field == "name" else ""
            if "slug" in one:
                one["slug"] = one["guid"]
        if named:
            type(row).objects.filter(pk=row.pk).update(payload=row.payload)
