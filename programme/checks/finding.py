"""What a check finds: a sentence for people, and facts that identify the finding."""

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
    """How serious a finding is: cannot work, will cause trouble, worth a look."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITY_ORDER = {severity: place for place, severity in enumerate(Severity)}


class Sentence:
    """A sentence with values in it, written in the language in which it is read.

    `template` names its values in braces, as `str.format` does.
    """

    __slots__ = ("template", "values")

    def __init__(self, template: str | Promise, **values: object) -> None:
        self.template, self.values = template, values

    def __str__(self) -> str:
        return str(self.template).format(**self.values)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check yields.

    `facts` are JSON values that identify the finding: if one changes, it is another finding. They
    hold no name or title, because those may be corrected. `private` is a further sentence for
    people who can see sensitive data.
    """

    sentence: str | Promise | Sentence
    facts: tuple[object, ...]
    sessions: tuple[Session, ...] = ()
    people: tuple[Person, ...] = ()
    private: str | Promise | Sentence = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule. `find` gets the sessions that are not cancelled, and what else is known.

    `right` is needed, besides seeing the draft, to be shown the finding at all: a finding that
    exists because of a secret gives that secret away.
    """

    key: str
    severity: Severity
    label: str | Promise
    find: Callable[[Agenda, Known], Iterator[Hit]]
    right: Right | None = None


@dataclass(frozen=True)
class Finding:
    """A problem in the agenda that the office should know of before visitors do."""

    check: Check
    hit: Hit

    @cached_property
    def fingerprint(self) -> str:
        """A digest of the facts: the same in every run until one of them changes."""
        return fingerprint([self.check.key, self.hit.facts])

    @property
    def identity(self) -> tuple[str, str]:
        """The key of the check and the fingerprint, to which an acceptance refers."""
        return self.check.key, self.fingerprint

    @property
    def is_error(self) -> bool:
        """Whether the agenda cannot work with it."""
        return self.check.severity == Severity.ERROR

    def without_private(self) -> "Finding":
        """Return the finding without the sentence about sensitive data."""
        return replace(self, hit=replace(self.hit, private="")) if self.hit.private else self


def span(session: Session) -> list[str]:
    """Return a session and its UTC times as facts: moving it makes another finding."""
    return [
        session.guid,
        *(end.astimezone(UTC).isoformat() for end in (session.start, session.end)),
    ]


def secret(*values: object) -> str:
    """Return a keyed digest, from which nobody can recover the values by trying them all."""
    text = "|".join(str(value) for value in values)
    return salted_hmac("programme.checks", text, algorithm="sha256").hexdigest()[:32]


def _moment(value: datetime) -> str:
    return short_moment(value)


def _day(value: date) -> str:
    return date_format(value, "WEEKDAY_YEAR_FORMAT")


# Lazy, so that they are written in the language in which the sentence is read.
moment = lazy(_moment, str)
day = lazy(_day, str)
