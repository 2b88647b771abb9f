"""The forum and its sessions for search engines, as schema.org data.

Event: https://schema.org/Event; required and recommended properties follow
https://developers.google.com/search/docs/appearance/structured-data/event.
"""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from events.models import Event, Partner, Venue
from programme.agenda.media import Media
from programme.agenda.session_urls import public_url
from programme.agenda.values import Agenda, Person, Session

_SCHEMA = "https://schema.org/"


def event_data(
    event: Event,
    venue: Venue | None,
    partners: Iterable[Partner] = (),
    dates: tuple[date, date] | None = None,
) -> dict[str, object]:
    """Describe an edition, on `dates` or its own. It has days only; the sessions have times."""
    first, last = dates or (event.start_date, event.end_date)
    data = {
        "@context": _SCHEMA,
        "@type": "Event",
        "name": str(event.title),
        "description": str(event.theme),
        "startDate": first.isoformat(),
        "endDate": last.isoformat(),
        "eventStatus": f"{_SCHEMA}EventScheduled",
        "eventAttendanceMode": f"{_SCHEMA}OfflineEventAttendanceMode",
        "location": _place(event, str(venue.name) if venue else ""),
        "organizer": [{"@type": "Organization", "name": str(partner.name)} for partner in partners],
        "image": [f"{settings.PUBLIC_ORIGIN}{url}" for _width, url in event.picture_urls],
        "url": f"{settings.PUBLIC_ORIGIN}{event.get_absolute_url()}",
    }
    return {name: value for name, value in data.items() if value}


def session_data(
    event: Event, agenda: Agenda, session: Session, media: Media, picture: str = ""
) -> dict[str, object]:
    """Describe a session as part of its published edition, with the people on stage.

    `media` is what visitors see of it now, `picture` the path of its picture.
    """
    status = "EventCancelled" if session.is_cancelled else "EventScheduled"
    people = [appearance.person for appearance in session.appearances if appearance.person]
    place = _place(event, str(session.room.venue) if session.room else "")
    online = {"@type": "VirtualLocation", "url": media.stream}
    mode = "Mixed" if media.stream else "Offline"
    data = {
        "@context": _SCHEMA,
        "@type": "Event",
        "name": str(session.title),
        "description": str(session.abstract),
        "startDate": session.start.isoformat(),
        "endDate": session.end.isoformat(),
        "eventStatus": f"{_SCHEMA}{status}",
        "eventAttendanceMode": f"{_SCHEMA}{mode}EventAttendanceMode",
        "location": [place, online] if media.stream else place,
        "performer": [{"@type": "Person", "name": person.name} for person in people],
        "inLanguage": list(session.languages),
        "image": f"{settings.PUBLIC_ORIGIN}{picture}" if picture else "",
        "recordedIn": {"@type": "VideoObject", "name": str(session.title), "url": media.recording}
        if media.recording
        else None,
        "superEvent": {
            name: value
            for name, value in event_data(event, None, dates=agenda.dates).items()
            if name != "@context"
        },
        "url": public_url(event, session),
    }
    return {name: value for name, value in data.items() if value}


def speaker_data(
    event: Event, person: Person, sessions: Iterable[Session], picture: str = ""
) -> dict[str, object]:
    """Describe a person on stage, with their sessions that are not cancelled
    (https://schema.org/Person)."""
    data = {
        "@context": _SCHEMA,
        "@type": "Person",
        "name": person.name,
        "alternateName": person.native_name,
        "honorificPrefix": person.honorific,
        "jobTitle": str(person.office_title),
        "image": f"{settings.PUBLIC_ORIGIN}{picture}" if picture else "",
        "affiliation": {"@type": "Organization", "name": str(person.delegation_name)},
        "performerIn": [
            {
                "@type": "Event",
                "name": str(session.title),
                "startDate": session.start.isoformat(),
                "endDate": session.end.isoformat(),
                "location": _place(event, str(session.room.venue) if session.room else ""),
                "url": public_url(event, session),
            }
            for session in sessions
            if not session.is_cancelled
        ],
    }
    return {name: value for name, value in data.items() if value}


def _place(event: Event, venue: str) -> dict[str, object]:
    city = str(event.city)
    return {
        "@type": "Place",
        "name": venue or city,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": city,
            "addressCountry": str(event.country.code),
        },
    }
