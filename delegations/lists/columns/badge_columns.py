"""The lines of a badge and of a table plate, and the file of the photograph, as columns.

So that a mail merge prints what the portal prints.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from delegations.lists.list_column import ListColumn, ListFacts, MakeCell
from delegations.protocol.names import PersonName, badge_name, plate_name
from delegations.protocol.photograph_names import photograph_name

_PARTS = ("given", "family", "name_order", "native_name", "display_name")
_SOURCES = ("badge_name", *_PARTS)
_OF_PLATES = ("honorific", *_PARTS)


def _name(given: str, family: str, order: str, native: str, display: str) -> PersonName:
    return PersonName(given, family, order, native, display)


def _latin_line(facts: ListFacts) -> MakeCell:
    return lambda own, *parts: own or badge_name(_name(*parts))[0]


def _native_line(facts: ListFacts) -> MakeCell:
    return lambda own, *parts: badge_name(_name(*parts))[1]


def _plate(side: int) -> "MakeCell":
    def cell(honorific: str, given: str, family: str, order: str, native: str, own: str) -> str:
        name = PersonName(given, family, order, native, own, honorific=honorific)
        return plate_name(name)[side]

    return cell


def _photograph(facts: ListFacts) -> MakeCell:
    codes = {pk: row["code"] for pk, row in facts.delegations.items()}

    def cell(photograph: int | None, delegation: int, name: str, guid: UUID) -> str:
        return photograph_name(codes[delegation], name, guid) if photograph else ""

    return cell


BADGE_COLUMNS = (
    ListColumn("badge_line_1", _("First line of the badge"), _SOURCES, _latin_line, width=28),
    ListColumn("badge_line_2", _("Second line of the badge"), _SOURCES, _native_line, width=18),
    ListColumn(
        "plate_front", _("Front of the table plate"), _OF_PLATES, lambda facts: _plate(0), width=28
    ),
    ListColumn(
        "plate_back", _("Back of the table plate"), _OF_PLATES, lambda facts: _plate(1), width=18
    ),
    ListColumn(
        "photograph_file",
        _("Photograph file"),
        ("photograph__pk", "delegation_id", "listed_name", "guid"),
        _photograph,
        width=34,
        delegation_facts=("code",),
    ),
)
