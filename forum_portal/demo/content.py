"""The demo's event, venues, sub-forums, sessions and pages."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.models import User
from core.text.translated import TranslatedText
from delegations.models import Attendee
from events.choices import EventStatus, PartnerRole, VenueKind
from events.models import Event, Page, Partner, PublishedFigure, Room, Venue
from forum_portal.demo import source, texts
from programme.checks.acceptance import accept_finding
from programme.checks.review import review
from programme.choices import AppearanceState, SessionStatus, Visibility
from programme.models import Appearance, Session, SubForum


def load_event(data: source.Entry, by: User) -> Event:
    """Create the edition with its figures, partners, venues, rooms and pages."""
    forum = data["forum"]
    event = Event.objects.create(
        guid=source.guid("event", forum["slug"]),
        slug=forum["slug"],
        title=TranslatedText(source.texts(forum["title"])),
        theme=TranslatedText(source.texts(forum["theme"])),
        description=TranslatedText(texts.DESCRIPTION),
        notice=TranslatedText(texts.NOTICE),
        start_date=date.fromisoformat(forum["start_date"]),
        end_date=date.fromisoformat(forum["end_date"]),
        time_zone=forum["timezone"],
        city=TranslatedText(texts.CITY),
        country=forum["country"],
        languages=["en", "zh-hans", "fr", "es", "ar"],
        status=EventStatus.PUBLISHED,
        # The demo's log-in stays simple; a real edition asks for more.
        second_factor_roles=[],
        updated_by=by,
    )
    _load_figures(event, forum, by)
    _load_partners(event, data, by)
    _load_venues(event, data, by)
    _load_pages(event, by)
    return event


def _load_partners(event: Event, data: source.Entry, by: User) -> None:
    for entry in data["co_organizers"]:
        Partner.objects.create(
            event=event,
            role=PartnerRole.CO_ORGANIZER,
            name=TranslatedText(source.texts(entry["name"])),
            acronym=entry["acronym"] or "",
            position=entry["order"],
            updated_by=by,
        )


def _load_pages(event: Event, by: User) -> None:
    for position, (slug, (title, body)) in enumerate(texts.PAGES.items()):
        Page.objects.create(
            event=event,
            slug=slug,
            title=TranslatedText(title),
            body=TranslatedText(body),
            is_published=True,
            position=position,
            updated_by=by,
        )


def _load_figures(event: Event, forum: source.Entry, by: User) -> None:
    for position, (key, name) in enumerate(source.FIGURES):
        value = forum["published_numbers"][name]
        printed = (
            texts.OVER_800 if value == "over 800" else dict.fromkeys(event.languages, str(value))
        )
        PublishedFigure.objects.create(
            event=event,
            key=key,
            label=TranslatedText(texts.FIGURE_LABELS[key]),
            value=TranslatedText(printed),
            as_of=date.fromisoformat(forum["press_release_date"]),
            source=forum["news_provided_by"],
            position=position,
            is_headline=position < 6,
            updated_by=by,
        )


def _load_venues(event: Event, data: source.Entry, by: User) -> None:
    venues = {}
    for position, entry in enumerate(data["venues"]):
        is_hotel = entry.get("kind") == "hotel"
        venues[entry["id"]] = Venue.objects.create(
            guid=source.guid("venue", entry["id"]),
            event=event,
            kind=VenueKind.HOTEL if is_hotel else VenueKind.CONGRESS_CENTRE,
            name=TranslatedText(source.texts(entry["name"])),
            directions=TranslatedText({} if is_hotel else texts.DIRECTIONS),
            position=position,
            updated_by=by,
        )
    for position, entry in enumerate(data["rooms"]):
        Room.objects.create(
            guid=source.guid("room", entry["id"]),
            venue=venues[entry["venue"]],
            name=TranslatedText(source.texts(entry["name"])),
            floor=str(entry["floor"] or ""),
            capacity=entry["capacity"],
            booths=entry["interpretation_booths"],
            use=entry["use"],
            position=position,
            updated_by=by,
        )


def load_programme(event: Event, data: source.Entry, by: User) -> None:
    """Create the seven sub-forums and the 28 sessions, with who is on stage."""
    sub_forums = {entry["slug"]: _sub_forum(event, entry, by) for entry in data["sub_forums"]}
    zone = ZoneInfo(event.time_zone)
    for entry in data["sessions"]:
        day = entry["date"]
        languages = entry["languages"]
        session = Session.objects.create(
            guid=source.guid("session", entry["id"]),
            event=event,
            code=source.code(entry["id"]),
            kind=source.KINDS.get(entry["kind"], entry["kind"]),
            title=TranslatedText(source.texts(entry["title"])),
            start=datetime.fromisoformat(f"{day}T{entry['start']}").replace(tzinfo=zone),
            end=datetime.fromisoformat(f"{day}T{entry['end']}").replace(tzinfo=zone),
            room=Room.objects.get(guid=source.guid("room", entry["room"])),
            sub_forum=sub_forums.get(entry["sub_forum"] or ""),
            floor_languages=languages[:2],
            interpretation_languages=languages,
            capacity=entry["capacity"],
            needs_sign_up=entry["signup_required"],
            is_major=entry["major_event"],
            visibility=Visibility.PUBLIC if entry["public"] else Visibility.PARTICIPANTS,
            status=SessionStatus.CONFIRMED,
            office_note=entry["format"] or "",
            updated_by=by,
        )
        for position, speaker in enumerate(entry["speakers"]):
            _appearance(session, speaker, position, by)


def accept_early_arrivals(event: Event, by: User) -> None:
    """Accept the finding that the desk opens a day before the forum."""
    for finding in review(event).open:
        if finding.check.key == "outside-event":
            accept_finding(event=event, finding=finding, by=by, reason=texts.EARLY_ARRIVALS)


def _sub_forum(event: Event, entry: source.Entry, by: User) -> SubForum:
    description, questions = texts.sub_forum(entry["number"])
    return SubForum.objects.create(
        guid=source.guid("sub-forum", entry["slug"]),
        event=event,
        number=entry["number"],
        slug=entry["slug"],
        title=TranslatedText(source.texts(entry["title"])),
        description=description,
        questions=questions,
        colour=f"petal-{entry['number']}",
        quota=entry["quota"],
        updated_by=by,
    )


def _appearance(session: Session, speaker: source.Entry, position: int, by: User) -> None:
    person = (
        Attendee.objects.filter(
            delegation__event=session.event,
            delegation__code=speaker["delegation"] or "",
            office_title_en=speaker["role_title"],
        )
        .order_by("function_order", "pk")
        .first()
    )
    Appearance.objects.create(
        session=session,
        attendee=person,
        placeholder=TranslatedText() if person else texts.to_be_confirmed(speaker["role_title"]),
        role=source.ROLES.get(speaker["part"], "speaker"),
        position=position,
        state=AppearanceState.CONFIRMED if person else AppearanceState.INVITED,
        updated_by=by,
    )
