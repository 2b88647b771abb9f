"""Delegations of the demo with invented people, entered through the services."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from accounts.models import User
from core.text.translated import TranslatedText
from delegations.choices import (
    AttendeeFunction,
    ConsentPurpose,
    InvitationStatus,
    OrganisationKind,
    RankClass,
    TransportMode,
)
from delegations.models import (
    Attendee,
    Consent,
    Delegation,
    Organisation,
    SensitiveData,
    Travel,
)
from delegations.people.delegation_order import refresh_order
from delegations.people.delegation_steps import change_delegation_status
from delegations.people.person_steps import approve_people, register_people
from events.models import Event, Venue
from forum_portal.demo import source
from forum_portal.demo.names import Crowd

_FUNCTIONS = {
    "head": AttendeeFunction.HEAD,
    "deputy_head": AttendeeFunction.DEPUTY,
    "delegate": AttendeeFunction.DELEGATE,
    "adviser": AttendeeFunction.ADVISER,
    "interpreter": AttendeeFunction.INTERPRETER,
    "staff": AttendeeFunction.STAFF,
    "spouse_or_partner": AttendeeFunction.SPOUSE,
    "security": AttendeeFunction.SECURITY,
    "press": AttendeeFunction.PRESS,
}
_TITLES = {
    AttendeeFunction.DEPUTY: "Deputy head of delegation",
    AttendeeFunction.DELEGATE: "Director",
    AttendeeFunction.ADVISER: "Adviser",
    AttendeeFunction.INTERPRETER: "Interpreter",
    AttendeeFunction.STAFF: "Officer",
    AttendeeFunction.SECURITY: "Protection officer",
    AttendeeFunction.PRESS: "Reporter",
}
_NEXT_CLASS = {"A": "B", "B": "C", "C": "D", "D": "D"}


def load_delegations(event: Event, data: source.Entry, by: User) -> None:
    """Create 65 cities and 9 organizations, all approved, in order of precedence."""
    random, crowd = Random(event.slug), Crowd(event.slug)
    wanted = _titles_on_stage(data)
    for entry in (*data["cities"], *data["organizations"]):
        delegation = _delegation(event, entry, by)
        titles = wanted.get(delegation.code, [])
        people = list(_people(entry, titles, crowd))
        for person in people:
            person.delegation = delegation
        register_people(people=people, by=by)
        _private(delegation, people, entry["delegation"], random)
        approve_people(people=people, by=by)
    refresh_order(event=event)


def _titles_on_stage(data: source.Entry) -> dict[str, list[str]]:
    by_delegation: dict[str, list[str]] = {}
    for session in data["sessions"]:
        for speaker in session["speakers"]:
            if speaker["delegation"]:
                titles = by_delegation.setdefault(speaker["delegation"], [])
                if speaker["role_title"] not in titles:
                    titles.append(speaker["role_title"])
    return by_delegation


def _delegation(event: Event, entry: source.Entry, by: User) -> Delegation:
    is_city = "country" in entry
    is_host = entry.get("basis") == "host"
    facts = entry["delegation"]
    organisation = Organisation.objects.create(
        guid=source.guid("organisation", entry["id"]),
        kind=OrganisationKind.CITY if is_city else OrganisationKind.INTERNATIONAL,
        name=TranslatedText(source.texts(entry["name"])),
        local_name=entry["name"].get("local", ""),
        acronym=entry.get("acronym") or "",
        country=entry.get("country", ""),
        updated_by=by,
    )
    delegation = Delegation.objects.create(
        guid=source.guid("delegation", facts["code"]),
        event=event,
        organisation=organisation,
        code=facts["code"],
        is_host=is_host,
        is_public=True,
        quota=facts["size"] if is_host else max(facts["size"], 10),
        interpretation_language=facts["interpretation_language"],
        updated_by=by,
    )
    for status in (
        InvitationStatus.INVITED,
        InvitationStatus.ACCEPTED,
        InvitationStatus.LIST_CONFIRMED,
    ):
        change_delegation_status(delegation=delegation, to=status, by=by)
    delegation.refresh_from_db()
    return delegation


def _people(entry: source.Entry, titles: list[str], crowd: Crowd) -> Iterator[Attendee]:
    facts = entry["delegation"]
    head_title = facts["head"]["role_title"]
    more_titles = [title for title in titles if title != head_title]
    groups = {**facts["composition"], **facts["accompanying_not_counted"]}
    for group, size in groups.items():
        function = _FUNCTIONS[group]
        for number in range(size):
            name = crowd.invent(entry.get("country", ""))
            person = Attendee(
                guid=source.guid("attendee", facts["code"], group, str(number)),
                given=name.given,
                family=name.family,
                native_name=name.native,
                name_order=name.order,
                function=function,
                office_title_en=_TITLES.get(function, ""),
                email=f"{facts['code'].lower()}.{function}.{number + 1}@example.org",
                phone=f"+44 20 7946 0{crowd.count - 1:03}",
            )
            if function == AttendeeFunction.HEAD:
                _make_head(person, facts["head"])
            elif function in (AttendeeFunction.DEPUTY, AttendeeFunction.DELEGATE):
                person.rank_class = RankClass(_NEXT_CLASS[facts["head"]["rank_class"]])
                if more_titles:
                    person.office_title_en = more_titles.pop(0)
            yield person


def _make_head(person: Attendee, facts: source.Entry) -> None:
    person.is_head = True
    person.office_title_en = facts["role_title"]
    person.rank_class = facts["rank_class"]
    person.is_incumbent = facts["incumbent_mayor_or_governor"]
    person.vip = facts["rank_class"] == "A"
    person.honorific = "H.E." if facts["office"] == "governor" else ""


def _private(
    delegation: Delegation, people: list[Attendee], facts: dict[str, object], random: Random
) -> None:
    """Create passports, diets and journeys, and the consents for them."""
    day, journey = _journey(delegation, facts)
    travels, records, consents = [], [], []
    for person in people:
        records.append(_sensitive(person, delegation, random))
        if journey:
            arrives_at = day + timedelta(hours=random.randrange(9, 22))
            travels.append(Travel(attendee=person, arrives_at=arrives_at, **journey))
        consents += [
            Consent(
                attendee=person,
                purpose=purpose,
                given=True,
                text_version="demo",
                language="en",
                given_by=str(person),
            )
            for purpose in (ConsentPurpose.REGISTRATION, ConsentPurpose.PARTICIPANTS_BOOK)
        ]
    SensitiveData.objects.bulk_create(records)
    Travel.objects.bulk_create(travels)
    Consent.objects.bulk_create(consents)


def _sensitive(person: Attendee, delegation: Delegation, random: Random) -> SensitiveData:
    shares = source.read()["data_patterns"]["dietary_share"]
    diet = random.choices(list(shares), list(shares.values()))[0]
    return SensitiveData(
        attendee=person,
        passport_name=f"{person.family} {person.given}".strip().upper(),
        passport_number=f"X{random.randrange(10**7):07}",
        nationality=delegation.organisation.country or "",
        born_on=date(1955, 1, 1) + timedelta(days=random.randrange(15_000)),
        diet="" if diet == "none" else diet,
    )


def _journey(delegation: Delegation, facts: source.Entry) -> tuple[datetime, dict[str, object]]:
    """The day of arrival and the delegation's flight and hotel; nothing for local delegations."""
    arrival, zone = facts.get("arrival"), ZoneInfo(delegation.event.time_zone)
    if not arrival:
        return datetime.min.replace(tzinfo=zone), {}
    hotels = Venue.objects.filter(event=delegation.event)
    return datetime.fromisoformat(arrival["date"]).replace(tzinfo=zone), {
        "arrival_mode": TransportMode.RAIL if "rail" in arrival["via"] else TransportMode.AIR,
        "arrival_point": arrival["via"],
        "departs_at": datetime.fromisoformat(facts["departure_date"]).replace(tzinfo=zone)
        + timedelta(hours=20),
        "hotel": hotels.filter(guid=source.guid("venue", str(facts["hotel_code"]))).first(),
    }
