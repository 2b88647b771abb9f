"""The two lines of a badge as columns, so that a mail merge prints what the portal prints."""

from django.utils.translation import gettext_lazy as _

from delegations.lists.list_column import ListColumn, ListFacts, MakeCell
from delegations.protocol.names import PersonName, badge_name

_SOURCES = ("badge_name", "given", "family", "name_order", "native_name", "display_name")


def _lines(given: str, family: str, order: str, native: str, display: str) -> tuple[str, str]:
    return badge_name(PersonName(given, family, order, native, display))


def _latin_line(facts: ListFacts) -> MakeCell:
    return lambda own, *parts: own or _lines(*parts)[0]


def _native_line(facts: ListFacts) -> MakeCell:
    return lambda own, *parts: _lines(*parts)[1]


BADGE_COLUMNS = (
    ListColumn("badge_line_1", _("First line of the badge"), _SOURCES, _latin_line, width=28),
    ListColumn("badge_line_2", _("Second line of the badge"), _SOURCES, _native_line, width=18),
)
