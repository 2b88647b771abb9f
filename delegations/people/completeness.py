"""What a person still lacks before their delegation can submit them. Knows no database rows."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from delegations.choices import AttendeeFunction

if TYPE_CHECKING:
    from delegations.models import Attendee

# Those whose office is printed beside their name.
_WITH_OFFICE = frozenset(
    {
        AttendeeFunction.HEAD,
        AttendeeFunction.DEPUTY,
        AttendeeFunction.DELEGATE,
        AttendeeFunction.ADVISER,
    }
)

_RULES: "tuple[tuple[str | Promise, Callable[[Attendee], bool]], ...]" = (
    (_("a name in Latin script"), lambda one: bool(one.given or one.family or one.display_name)),
    (
        _("the office title in English"),
        lambda one: one.function not in _WITH_OFFICE or bool(one.office_title_en),
    ),
    (_("an e-mail address or a phone number"), lambda one: bool(one.email or one.phone)),
)


def missing_of(person: "Attendee") -> list[str]:
    """What `person` (an Attendee) lacks, in the language of the reader; empty if nothing."""
    return [str(label) for label, is_there in _RULES if not is_there(person)]
