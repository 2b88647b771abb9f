"""Loading the agenda as a value: the draft, or the release that visitors see."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify

from core.text.folding import fold
from core.text.languages import in_language
from core.text.own_language import own_language
from core.text.translated import TranslatedText
from delegations.models import Delegation
from delegations.protocol.names import PersonName, full_name
from events.models import Event
from events.models import Room as RoomRow
from programme.agenda import payloads
from programme.agenda import values as agenda
from programme.agenda.load_media import load_documents, media_of
from programme.agenda.media import Document
from programme.choices import AppearanceState, SessionKind, SessionStatus, Visibility
from programme.models import Appearance as AppearanceRow
from programme.models import ScheduleRelease
from programme.models import Session as SessionRow
from programme.models import SubForum as SubForumRow
from programme.querysets import SessionQuerySet

_NOTHING = TranslatedText()
# The columns of an attendee that an agenda needs: a forum has thousands of them.
_OF_A_PERSON = (
    "attendee_id",
    "attendee__guid",
    "attendee__delegation_id",
    "attendee__given",
    "attendee__family",
    "attendee__name_order",
    "attendee__display_name",
    "attendee__native_name",
    "attendee__honorific",
    "attendee__office_title",
    "attendee__office_title_en",
    "attendee__sort_key",
)


def published_agenda(event: Event) -> agenda.Agenda:
    """Return what visitors see: the newest release, or an agenda without sessions."""
    newest = (
        ScheduleRelease.objects.filter(event=event)
        .order_by("-version")
        .values_list("pk", "version", "released_at", "scrubbed_at")
        .first()
    )
    return _released(tuple(event.languages), *newest) if newest else empty_agenda(event)


def empty_agenda(event: Event) -> agenda.Agenda:
    """Return what visitors see before the first release: the dates, and no session."""
    dates = (event.start_date, event.end_date)
    return agenda.Agenda(event.time_zone, 0, None, (), (), dates=dates)


@lru_cache(maxsize=8)
def _released(
    languages: tuple[str, ...],
    pk: int,
    version: int,
    released_at: datetime,
    scrubbed_at: datetime | None,
) -> agenda.Agenda:
    # Nobody changes a release, so it is read once: every page of the edition needs it. The moment
    # is part of the key because a number that was rolled back may be given again; the other one
    # because an erasure takes a name out of it, for every process that has read it.
    payload, changes = ScheduleRelease.objects.values_list("payload", "changes").get(pk=pk)
    released = payloads.from_payload(payload, version=version, released_at=released_at)
    moved = {change["guid"] for change in changes if change["kind"] == "moved"}
    sessions = (replace(row, is_moved=row.guid in moved) for row in released.sessions)
    return _titled(released.only(sessions), languages)


def _titled(released: agenda.Agenda, languages: Collection[str]) -> agenda.Agenda:
    """Give sessions without a title in a language of the event their kind as title."""
    untitled = [
        session
        for session in released.sessions
        if not any(code in session.title for code in languages)
    ]
    if not untitled:
        return released
    titles = {
        session.guid: TranslatedText(_kind_by_language(session.kind, languages))
        for session in untitled
    }
    sessions = (
        replace(session, title=titles[session.guid]) if session.guid in titles else session
        for session in released.sessions
    )
    return released.only(sessions)


def _kind_by_language(kind: str, languages: Collection[str]) -> dict[str, str]:
    names = {}
    for code in languages:
        with in_language(code):
            names[code] = str(SessionKind(kind).label)
    return names


def draft_agenda(event: Event, *, public_only: bool) -> agenda.Agenda:
    """Load the draft with six queries.

    `public_only` is for previews and releases; without it, for the checks, sessions for
    participants and internal ones are included.
    """
    rooms = {row.pk: room_value(row) for row in find_rooms(event)}
    sub_forums = load_sub_forums(event)
    sessions = SessionRow.objects.filter(event=event)
    if public_only:
        sessions = sessions.filter(visibility=Visibility.PUBLIC)
    on_stage, documents = _on_stage(sessions), load_documents(sessions)
    values = agenda.in_order(
        _session(row, event, rooms, sub_forums, on_stage.get(row.pk, ()), documents.get(row.pk, ()))
        for row in sessions
    )
    used = {session.room.guid for session in values if session.room}
    return agenda.Agenda(
        time_zone=event.time_zone,
        version=0,
        released_at=None,
        rooms=tuple(room for room in rooms.values() if room.guid in used),
        sub_forums=tuple(sub_forums.values()),
        sessions=values,
        dates=(event.start_date, event.end_date),
    )


def load_sessions(
    event: Event,
    rooms: Mapping[int, agenda.Room],
    sub_forums: Mapping[int, agenda.SubForum],
    *,
    pks: Collection[int] | None = None,
) -> tuple[agenda.Session, ...]:
    """Load sessions of the draft without the people on stage: all, or those of `pks`."""
    rows = SessionRow.objects.filter(event=event)
    if pks is not None:
        rows = rows.filter(pk__in=pks)
    return agenda.in_order(_session(row, event, rooms, sub_forums, ()) for row in rows)


def load_sub_forums(event: Event) -> dict[int, agenda.SubForum]:
    """Load the sub-forums of an event by primary key, in their order."""
    return {row.pk: _sub_forum(row) for row in SubForumRow.objects.filter(event=event)}


def public_part(draft: agenda.Agenda, not_public: Collection[str]) -> agenda.Agenda:
    """Return of the whole draft what may enter a release, as `public_only` loads it.

    `not_public` are the guids of the sessions that visitors do not see.
    """
    sessions = tuple(session for session in draft.sessions if session.guid not in not_public)
    used = {session.room.guid for session in sessions if session.room}
    rooms = tuple(room for room in draft.rooms if room.guid in used)
    return replace(draft, sessions=sessions, rooms=rooms)


def find_rooms(event: Event) -> QuerySet[RoomRow]:
    """Return the rooms of an event in the order of its venues."""
    rooms = RoomRow.objects.filter(venue__event=event).select_related("venue")
    return rooms.order_by("venue__position", "position", "pk")


def room_value(row: RoomRow) -> agenda.Room:
    """Return a row of a room as a value of the agenda."""
    return agenda.Room(
        guid=str(row.guid),
        name=row.name,
        venue=row.venue.name,
        floor=row.floor,
        capacity=row.capacity,
        position=row.venue.position * 1000 + row.position,
        venue_guid=str(row.venue.guid),
    )


def _sub_forum(row: SubForumRow) -> agenda.SubForum:
    return agenda.SubForum(str(row.guid), row.number, row.slug, row.title, row.colour)


def _on_stage(sessions: SessionQuerySet) -> dict[int, list[agenda.Appearance]]:
    """Who appears in each of `sessions`, by its primary key: two queries.

    People come with their appearances. A condition on a condition would leave the order to the
    database, and PostgreSQL takes minutes for thousands of people that it has not counted yet.
    """
    rows = AppearanceRow.objects.filter(session__in=sessions.order_by().values("pk"))
    columns = list(
        rows.exclude(state=AppearanceState.DECLINED)
        .order_by("position", "pk")
        .values_list("session_id", "role", "placeholder", "state", *_OF_A_PERSON, named=True)
    )
    senders = _senders({row.attendee__delegation_id for row in columns} - {None})
    people: dict[int, agenda.Person] = {}
    on_stage: dict[int, list[agenda.Appearance]] = {}
    for row in columns:
        if row.attendee_id and row.attendee_id not in people:
            people[row.attendee_id] = _person(row, *senders[row.attendee__delegation_id])
        on_stage.setdefault(row.session_id, []).append(
            agenda.Appearance(
                role=row.role,
                person=people.get(row.attendee_id),
                placeholder=row.placeholder or _NOTHING,
                is_confirmed=row.state == AppearanceState.CONFIRMED,
            )
        )
    return on_stage


def _senders(delegations: Iterable[int]) -> dict[int, tuple[TranslatedText, str]]:
    """Return name and country of the organisation behind each of these delegations."""
    rows = Delegation.objects.select_related("organisation").in_bulk(list(delegations)).values()
    return {row.pk: (row.organisation.name, str(row.organisation.country or "")) for row in rows}


def _session(
    row: SessionRow,
    event: Event,
    rooms: Mapping[int, agenda.Room],
    sub_forums: Mapping[int, agenda.SubForum],
    appearances: Iterable[agenda.Appearance],
    documents: Iterable[Document] = (),
) -> agenda.Session:
    return agenda.Session(
        guid=str(row.guid),
        code=row.code,
        kind=row.kind,
        title=row.title,
        abstract=row.abstract,
        start=row.start.astimezone(event.zone),
        end=row.end.astimezone(event.zone),
        room=rooms.get(row.room_id) if row.room_id else None,
        in_all_rooms=row.in_all_rooms,
        sub_forum=sub_forums.get(row.sub_forum_id) if row.sub_forum_id else None,
        floor_languages=tuple(row.floor_languages),
        interpretation_languages=tuple(row.interpretation_languages),
        capacity=row.capacity,
        needs_sign_up=row.needs_sign_up,
        is_major=row.is_major,
        status=SessionStatus(row.status).value,
        appearances=tuple(appearances),
        media=media_of(row, documents),
    )


def _person(row: Any, sender: TranslatedText, country: str) -> agenda.Person:
    name = full_name(
        PersonName(
            given=row.attendee__given,
            family=row.attendee__family,
            order=row.attendee__name_order,
            native=row.attendee__native_name,
            display=row.attendee__display_name,
        )
    )
    # Half a guid keeps two people of the same name apart, and never tells how many there are.
    slug = "-".join(part for part in (slugify(fold(name)), row.attendee__guid.hex[:8]) if part)
    return agenda.Person(
        guid=str(row.attendee__guid),
        slug=slug,
        name=name,
        native_name=row.attendee__native_name,
        honorific=row.attendee__honorific,
        office_title=_office(row.attendee__office_title, row.attendee__office_title_en, country),
        delegation_name=sender,
        country=country,
        sort_key=row.attendee__sort_key,
    )


def _office(own: str, english: str, country: str) -> TranslatedText:
    """Return an office in English and in the person's own language, which is guessed."""
    if own.casefold() == english.casefold():
        own = ""
    return TranslatedText({own_language(own, country): own, **({"en": english} if english else {})})
