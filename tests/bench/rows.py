"""Many rows, quickly: agendas of a given size and a list of 100,000 people."""

from collections.abc import Sequence
from datetime import timedelta

from accounts.models import User
from accounts.roles import Role
from delegations.choices import AttendeeFunction, AttendeeStatus
from delegations.models import Attendee, Delegation, Travel
from delegations.people.delegation_order import refresh_order
from events.models import Event, Venue
from programme.choices import SessionStatus, Visibility
from programme.models import Appearance, Session
from programme.releases.services import release_agenda
from tests.factories import (
    NOON,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    make_room,
    make_sub_forum,
    text,
)

PARALLEL = 10
DELEGATE = AttendeeFunction.DELEGATE
# Most are delegates; a few are of each other function.
VARIED = (
    *[DELEGATE] * 7,
    *(function for function in AttendeeFunction if function != AttendeeFunction.HEAD),
)
_COUNTRIES = ("FR", "CN", "PE", "KE", "FJ")
# A conference of many small rooms: sessions, rooms, days, minutes of each session.
CROWDED = (883, 34, 2, 30)


def agenda_of(
    size: int, rooms: int = PARALLEL, days: int = 3, minutes: int = 10
) -> tuple[Event, User]:
    """A published agenda of `size` sessions, one at a time in each room, two people on each."""
    event = make_event(slug=f"agenda-{size}")
    editor = make_member(event, Role.EDITOR)
    places = [make_room(event, position=number) for number in range(rooms)]
    sub_forums = [make_sub_forum(event, number=number) for number in range(1, 8)]
    people = _people([make_delegation(event)], 200)
    sessions = []
    for index in range(size):
        slot, lane = divmod(index, rooms)
        # With the ten minutes even 1,200 fit into the three days.
        start = NOON + timedelta(days=slot % days - 1, minutes=minutes * (slot // days) - 240)
        sessions.append(
            Session(
                event=event,
                title=text(f"Session {index} --- cities", zh_hans=f"第 {index} 场会议"),
                abstract=text("What cities can learn from each other. " * 4),
                start=start,
                end=start + timedelta(minutes=minutes),
                room=places[lane],
                sub_forum=sub_forums[index % 7],
                floor_languages=["zh", "en"],
                interpretation_languages=["fr", "es"],
                visibility=Visibility.PUBLIC,
                status=SessionStatus.CONFIRMED,
            )
        )
    Session.objects.bulk_create(sessions)
    Appearance.objects.bulk_create(
        Appearance(session=session, attendee=people[(2 * index + place) % 200], position=place)
        for index, session in enumerate(sessions)
        for place in range(2)
    )
    release_agenda(event=event, by=editor)
    return event, editor


def list_of(size: int) -> Event:
    """An event with `size` people in delegations of 100, and an officer who may export them."""
    event = make_event(slug=f"list-{size}")
    make_member(event, Role.DELEGATIONS_OFFICER, email=f"officer-{size}@example.org")
    number_of_cities = max(size // 100, 1)
    cities = [make_organisation(country=_COUNTRIES[at % 5]) for at in range(number_of_cities)]
    people = _people([make_delegation(event, organisation=city) for city in cities], size, VARIED)
    hotels = [Venue.objects.create(event=event, name=text(f"Hotel {each}")) for each in range(20)]
    Travel.objects.bulk_create(
        [
            Travel(
                attendee=person,
                arrives_at=NOON - timedelta(minutes=17 * (index % 300)),
                departs_at=NOON + timedelta(minutes=19 * (index % 300)),
                hotel=hotels[index % 20],
            )
            for index, person in enumerate(people)
            if index % 10
        ],
        batch_size=2000,
    )
    refresh_order(event=event)
    return event


def _people(
    delegations: list[Delegation], size: int, functions: Sequence[AttendeeFunction] = (DELEGATE,)
) -> list[Attendee]:
    people = []
    for index in range(size):
        person = Attendee(
            delegation=delegations[index % len(delegations)],
            given=f"Given{index}",
            family=f"Family{index % 997}",
            native_name="林晓",
            office_title_en="Director of International Cooperation",
            email=f"person{index}@example.org",
            phone="+86 20 8888",
            function=functions[index % len(functions)],
            status=AttendeeStatus.APPROVED,
        )
        person.derive()
        people.append(person)
    return Attendee.objects.bulk_create(people, batch_size=2000)


def stage_of(sessions: int, people: int) -> Event:
    """A draft in which everybody of `people` is on stage, some where they cannot be."""
    event = make_event(slug=f"stage-{sessions}")
    rooms = [make_room(event, booths=2) for _ in range(PARALLEL)]
    crowd = _people([make_delegation(event) for _ in range(100)], people)
    Travel.objects.bulk_create(
        [Travel(attendee=person, arrives_at=NOON - timedelta(hours=30)) for person in crowd],
        batch_size=2000,
    )
    rows = []
    for index in range(sessions):
        slot, lane = divmod(index, PARALLEL)
        start = NOON + timedelta(days=slot % 3 - 1, minutes=10 * (slot // 3) - 240)
        # Every fiftieth takes the room of its neighbour.
        room = rooms[lane if index % 50 else (lane + 1) % PARALLEL]
        rows.append(
            Session(
                event=event,
                title=text(f"Session {index}"),
                start=start,
                end=start + timedelta(minutes=10),
                room=room,
                floor_languages=["zh"],
                interpretation_languages=["en", "fr"],
                visibility=Visibility.PUBLIC,
            )
        )
    created = Session.objects.bulk_create(rows)
    each = people // sessions + 1
    Appearance.objects.bulk_create(
        [
            Appearance(session=session, attendee=crowd[(each * index + place) % people])
            for index, session in enumerate(created)
            for place in range(each)
        ],
        batch_size=2000,
    )
    return event
