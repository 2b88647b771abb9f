"""Erasing a person from the programme: places that name them, and what replaces the name."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from core.protection.scrub import GONE
from delegations.models import Attendee
from delegations.privacy.erasers import load_identities
from delegations.privacy.identity import Person
from delegations.privacy.naming_texts import Place
from events.models import Event
from programme.models import (
    AcceptedFinding,
    Appearance,
    Booklet,
    PreviewLink,
    Profile,
    ReleasePlan,
    RunItem,
    ScheduleRelease,
    Session,
    SessionDocument,
    SignUp,
    WebhookDelivery,
)


def erase_from_programme(person: Attendee) -> None:
    """Delete the profile; remove the person from the draft, its history and all releases."""
    event: Event = person.delegation.event
    known = load_identities(person)
    _profile(person, known.pks)
    placeholder = {event.source_language: GONE}
    Appearance.history.filter(attendee_id__in=known.pks).update(
        attendee_id=None, placeholder=placeholder
    )
    for appearance in Appearance.objects.filter(attendee=person):
        appearance.attendee, appearance.placeholder = None, placeholder
        appearance.save()
    ScheduleRelease.objects.filter(event=event).update(scrubbed_at=timezone.now())
    guids = {str(guid) for guid in known.guids}
    for kept in (ScheduleRelease, ReleasePlan):
        for row in kept.objects.filter(event=event).only("pk", "payload"):
            payload = _unnamed(row.payload, guids)
            if payload != row.payload:
                QuerySet(kept).filter(pk=row.pk).update(payload=payload)
    # They are typeset again without the name.
    Booklet.objects.filter(event=event).delete()
    Event.objects.filter(pk=event.pk).raise_revision()


def _profile(person: Attendee, pks: Sequence[int]) -> None:
    """Delete the profile and its history, also that of records merged into this person."""
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


def _unnamed(payload: Mapping[str, object], guids: Collection[str]) -> dict[str, object]:
    """Return a release without the names and offices of these people.

    It names each person once, under `people`, and refers to them by guid everywhere else.
    """
    people = payload.get("people")
    entries: list[dict[str, object]] = people if isinstance(people, list) else []
    return {
        **payload,
        "people": [_nobody(entry) if entry["guid"] in guids else entry for entry in entries],
    }


def _nobody(entry: dict[str, object]) -> dict[str, object]:
    texts = {name for name, value in entry.items() if isinstance(value, str)} - {"guid", "slug"}
    emptied = {name: GONE if name == "name" else "" for name in texts}
    slug = {"slug": entry["guid"]} if "slug" in entry else {}
    return entry | emptied | {"office_title": {}} | slug


def _apart_from_own_entry(payload: dict[str, object], person: Person) -> dict[str, object]:
    return _unnamed(payload, {str(guid) for guid in person.keys.guids})


def _newest(event: Event) -> Q:
    """A condition: the newest release, which visitors read."""
    newest = ScheduleRelease.objects.filter(event=event).order_by("-version").values("pk")
    return Q(pk__in=newest[:1])


def _older(event: Event) -> Q:
    return Q(event=event) & ~_newest(event)


def _to_come(event: Event) -> Q:
    """A condition: the plan that is still active."""
    return Q(pk__in=ReleasePlan.objects.filter(event=event).active().values("pk"))


def _settled(event: Event) -> Q:
    return Q(event=event) & ~_to_come(event)


_OF_RUN_ITEMS = ("item", "who", "place", "cue", "interpretation", "owner", "note")
_ABOUT_RELEASES = ("comment", "changes", "open_errors")
PROGRAMME_PLACES = (
    Place(ScheduleRelease, "event", _ABOUT_RELEASES),
    Place(ReleasePlan, "event", _ABOUT_RELEASES),
    # Texts of authors are in releases too; older ones are read only to compare them.
    Place(ScheduleRelease, _older, ("payload",)),
    Place(ReleasePlan, _settled, ("payload",)),
    Place(
        ScheduleRelease, _newest, ("payload",), is_decided=True, apart_from=_apart_from_own_entry
    ),
    Place(ReleasePlan, _to_come, ("payload",), is_decided=True, apart_from=_apart_from_own_entry),
    Place(Appearance, "session__event", ("placeholder",)),
    Place(Session, "event", ("office_note", "stage_contacts")),
    Place(Session, "event", ("title", "abstract", "picture_alt"), is_decided=True),
    Place(SessionDocument, "session__event", ("file_name",), is_decided=True),
    Place(RunItem, "session__event", _OF_RUN_ITEMS),
    Place(AcceptedFinding, "event", ("sentence", "reason")),
    Place(PreviewLink, "event", ("label",)),
    Place(WebhookDelivery, "webhook__event", ("last_error",)),
)


def find_rows_about(person: Attendee) -> Iterator[Model]:
    """Yield the rows of the programme about a person: profile, appearances and seats."""
    yield from Profile.objects.filter(attendee=person)
    yield from Appearance.objects.filter(attendee=person)
    yield from SignUp.objects.filter(attendee=person)
