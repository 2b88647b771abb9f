"""How the name of a person is written: in a list, on a badge, on a table plate, and sorted.

Knows no database. Rules: names are never split on spaces, need not have two parts, and are never
re-cased where they are kept; only the list form shows the family name in capitals, where it
naturally comes (`capital_letters.py`). Sources: W3C "Personal names around the world"; the host's
working documents L1, L9, L10.
"""

import re
from dataclasses import dataclass
from unicodedata import normalize

from core.text.collation import collation_key
from core.text.folding import fold, fold_solid, searchable
from core.text.languages import own_name
from core.text.own_language import script_of
from delegations.protocol.capital_letters import PARTICLES, capitals

_CHARACTERS = re.compile("[\u3005\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]+")
GIVEN_FIRST = "given-first"
FAMILY_FIRST = "family-first"
SINGLE = "single"

# Portuguese-speaking countries sort by the last of several surnames, Spanish-speaking by the first.
LAST_SURNAME_COUNTRIES = frozenset({"AO", "BR", "CV", "GW", "MZ", "PT", "ST", "TL"})


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of one person's name. Either of `given` and `family` may be empty."""

    given: str = ""
    family: str = ""
    order: str = GIVEN_FIRST
    native: str = ""
    display: str = ""
    country: str = ""
    honorific: str = ""


def full_name(name: PersonName) -> str:
    """The name as the person writes it: the preferred form, else the parts in their own order."""
    if name.display:
        return name.display
    return _in_order(name, name.family) or name.native


def list_name(name: PersonName) -> str:
    """The name in a list (L1): family name in capitals where it naturally stands."""
    if name.order == SINGLE:
        return capitals(name.given or name.family, name.country) or full_name(name)
    return _in_order(name, capitals(name.family, name.country)) or full_name(name)


def badge_name(name: PersonName) -> tuple[str, str]:
    """The two lines of a badge (L9): the Latin name, and the native script or an empty line."""
    latin = full_name(name)
    return latin, "" if name.native == latin else name.native


def plate_name(name: PersonName) -> tuple[str, str]:
    """The two sides of a table plate (L10): honorific and name, and the native script."""
    latin, native = badge_name(name)
    return " ".join(part for part in (name.honorific, latin) if part), native


def names_on_page(latin: str, native: str, language: str) -> tuple[str, str]:
    """The name to put first on a page in `language`, and the other form, which may be empty.

    The native form comes first where it is in the script of the page and the Latin form is not.
    """
    script = script_of(own_name(language))
    is_for_native = script_of(native) == script != script_of(latin)
    return (native, latin) if is_for_native else (latin, native)


def initials(name: str) -> str:
    """What stands for a portrait: LM for Li Ming; in scripts without capitals the first letter."""
    words = normalize("NFC", name).split()
    letters = [letter for word in words if (letter := next(filter(str.isalpha, word), ""))]
    ends = letters[:1] + letters[1:][-1:]
    has_capitals = all(letter.upper() != letter.lower() for letter in ends)
    return "".join(ends if has_capitals else ends[:1]).upper()


def _in_order(name: PersonName, family: str) -> str:
    parts = (family, name.given) if name.order == FAMILY_FIRST else (name.given, family)
    # Chinese and Korean characters of a name stand together.
    between = "" if name.order == FAMILY_FIRST and all(map(_CHARACTERS.fullmatch, parts)) else " "
    return between.join(part for part in parts if part)


def sort_key(name: PersonName, *, skip_particles: bool = False) -> str:
    """The key that lists are sorted by: family name, then given name, in the order of Unicode.

    Of two surnames the Spanish-speaking use the first and the Portuguese-speaking the last.
    Particles count unless `skip_particles` is set: the office decides once for a whole event.
    """
    words = name.family.split()
    first = 0
    if name.country in LAST_SURNAME_COUNTRIES:
        first = len(words) - 1
    elif skip_particles:
        first = next((at for at, word in enumerate(words) if fold(word) not in PARTICLES), 0)
    family = " ".join([*words[first:], *words[:first]])
    if not fold(family):
        return collation_key(name.given if fold(name.given) else full_name(name))
    return collation_key(family, name.given)


def spelling(name: PersonName) -> str:
    """The letters of family and given name, or of the whole: the same for people of one name."""
    return fold_solid(f"{name.family} {name.given}") or fold_solid(full_name(name))


def search_text(name: PersonName, *more: str) -> str:
    """Everything by which somebody may look for a person, folded, one form a line."""
    given_first, family_first = f"{name.given} {name.family}", f"{name.family} {name.given}"
    lines = searchable(full_name(name), name.native, given_first, family_first, *more).split("\n")
    # Xiao Ming is found as Xiaoming, عبد الله as عبدالله; never across given and family name.
    solid = (fold_solid(part) for part in (name.given, name.family, name.native))
    lines += [part for part in solid if not any(part in line for line in lines)]
    return "\n".join(dict.fromkeys(lines))
