"""The data that a person needs before their delegation can submit them. Knows no database rows."""

from collections.abc import Callable
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from delegations.choices import AttendeeFunction

# Those whose office is printed beside their name.
_WITH_OFFICE = frozenset(
    {
        AttendeeFunction.HEAD,
        AttendeeFunction.DEPUTY,
        AttendeeFunction.DELEGATE,
        AttendeeFunction.ADVISER,
    }
)


class Registered(Protocol):
    """The fields of an Attendee that must be filled in."""

    given: str
    family: str
    display_name: str
    function: str
    office_title_en: str
    email: str
    phone: str


_RULES: tuple[tuple[str | Promise, Callable[[Registered], bool]], ...] = (
    (
        _("a name in Latin script"),
        lambda person: bool(person.given or person.family or person.display_name),
    ),
    (
        _("the office title in English"),
        lambda person: person.function not in _WITH_OFFICE or bool(person.office_title_en),
    ),
    (_("an e-mail address or a phone number"), lambda person: bool(person.email or person.phone)),
)


def missing_of(person: Registered) -> list[str]:
    """What `person` (an Attendee) lacks, in the language of the reader; empty if complete."""
    return [str(label) for label, is_there in _RULES if not is_there(person)]
