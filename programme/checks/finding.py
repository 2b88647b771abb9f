"""What a check finds: a sentence for people, and facts by which the finding is known again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cached_property

from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.functional import Promise, lazy

from accounts.roles import Right
from core.protection.fingerprint import fingerprint
from core.text.dates import short_moment
from programme.agenda.values import Agenda, Person, Session
from programme.checks.known import Known


class Severity(StrEnum):
    """How bad a finding is: cannot work, will hurt, worth a look. The worst comes first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITY_ORDER = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check yields.

    `facts` are JSON and hold whatever must be as it is for the finding to be the same one: never
    a name or a title, which may be corrected. `private` is a further sentence for those who may
    see sensitive data.
    """

    sentence: str | Promise
    facts: tuple[object, ...]
    sessions: tuple[Session, ...] = ()
    people: tuple[Person, ...] = ()
    private: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule. `find` is given the sessions that take place, and what else is known.

    `right`: what somebody needs, beside seeing the draft, to be told at all. A finding that only
    exists because of a secret gives it away.
    """

    key: str
    severity: Severity
    label: str | Promise
    find: Callable[[Agenda, Known], Iterator[Hit]]
    right: Right | None = None


@dataclass(frozen=True)
class Finding:
    """One thing that the office should know before visitors do."""

    check: Check
    hit: Hit

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same facts in every run, another one when they change."""
        return fingerprint([self.check.key, self.hit.facts])

    @property
    def identity(self) -> tuple[str, str]:
        """By what an acceptance knows it again."""
        return self.check.key, self.fingerprint

    @property
    def is_error(self) -> bool:
        """Whether it cannot work as it stands."""
        return self.check.severity == Severity.ERROR

    def without_private(self) -> "Finding":
        """The same finding without what only few may read."""
        return replace(self, hit=replace(self.hit, private="")) if self.hit.private else self


def span(session: Session) -> list[str]:
    """Which session and when, as a fact: the finding comes back when it is moved."""
    return [
        session.guid,
        *(one.astimezone(UTC).isoformat() for one in (session.start, session.end)),
    ]


def secret(*values: object) -> str:
    """Values as a fact that nobody can find out by trying all of them."""
    text = "|".join(str(value) for value in values)
    return salted_hmac("programme.checks", text, algorithm="sha256").hexdigest()[:32]


def _moment(value: datetime) -> str:
    return short_moment(value)


def _day(value: date) -> str:
    return date_format(value, "WEEKDAY_YEAR_FORMAT")


# As the language in which the sentence is read writes them.
moment = lazy(_moment, str)
day = lazy(_day, str)
