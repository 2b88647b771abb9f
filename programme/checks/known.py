"""What checks know besides the agenda: a value, loaded once and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from core.text.translated import TranslatedText


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """What the office knows of a room. A room without hours is open all day."""

    venue: str
    booths: int
    opens_at: time | None = None
    closes_at: time | None = None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What the office knows of a person on stage. The dates of travel are sensitive."""

    status: str
    delegation: str
    is_head: bool
    arrives_at: datetime | None = None
    departs_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SecretWinner:
    """The winner of an award whose results are not public yet."""

    guid: str
    city: TranslatedText


@dataclass(frozen=True, slots=True)
class Known:
    """Rooms and people by guid; `minutes` by pair of venues, `more` by namespace of an app.

    `minutes_between_venues` holds for pairs of venues without an entry; `not_public` are sessions.
    """

    now: datetime
    start_date: date
    end_date: date
    rooms: Mapping[str, RoomFacts] = field(default_factory=dict)
    people: Mapping[str, PersonFacts] = field(default_factory=dict)
    minutes: Mapping[frozenset[str], int] = field(default_factory=dict)
    minutes_between_venues: int = 0
    not_public: frozenset[str] = frozenset()
    secret_winners: tuple[SecretWinner, ...] = ()
    more: Mapping[str, object] = field(default_factory=dict)
