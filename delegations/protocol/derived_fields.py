"""Derived fields by which the database lists, sorts and finds people. Knows no database.

Works for rows of older states of the model too, because migrations call it.
"""

from typing import Any

from core.text.folding import tidy
from core.text.languages import in_language
from delegations.choices import AttendeeFunction
from delegations.protocol import names
from delegations.protocol.precedence import Standing

LONGEST_FORM = 400
DERIVED = ("listed_name", "sort_key", "search_text", "function_order")
_FUNCTION_ORDER = {function: index for index, function in enumerate(AttendeeFunction)}


def name_of(person: Any) -> names.PersonName:
    """The parts of a person's name, for `delegations.protocol.names`. Reads the delegation."""
    return names.PersonName(
        given=person.given,
        family=person.family,
        order=person.name_order,
        native=person.native_name,
        display=person.display_name,
        country=str(person.delegation.organisation.country),
        honorific=person.honorific,
    )


def derive_forms(person: Any) -> None:
    """Work out the derived fields of a person from the other fields and the delegation."""
    name, delegation = name_of(person), person.delegation
    # Capitals and folded letters may be longer than what was typed: ﬃ becomes FFI.
    person.listed_name = tidy(person.list_name or names.list_name(name))[:LONGEST_FORM]
    person.sort_key = names.sort_key(name)[:LONGEST_FORM]
    person.search_text = names.search_text(
        name,
        person.list_name,
        person.badge_name,
        person.office_title,
        person.office_title_en,
        delegation.code,
        *delegation.organisation.name.values(),
        delegation.organisation.acronym,
    )
    person.function_order = _FUNCTION_ORDER[AttendeeFunction(person.function)]


def standing_of(delegation: Any, rank_class: str) -> Standing:
    """The facts that decide the place of a delegation whose head has this rank class."""
    organisation = delegation.organisation
    with in_language("en"):
        country = str(organisation.country.name or "")
    return Standing(
        key=delegation.pk,
        country_name=country,
        name=organisation.name.best("en").text,
        is_host=delegation.is_host,
        rank_class=rank_class,
        manual_position=delegation.manual_position,
    )
