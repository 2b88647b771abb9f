"""Countries by every name that a table may have for them."""

from collections.abc import Iterable
from functools import cache

from django_countries import countries

from core.text.languages import in_language, interface_languages
from events.imports.lookup import Lookup

# Names of before, and short ones of every day, beside those of ISO 3166-1 in six languages.
_OTHER_NAMES = {
    "BN": "Brunei",
    "BO": "Bolivia",
    "CD": "Zaire, DR Congo, DRC, Democratic Republic of the Congo, Congo-Kinshasa, RD Congo",
    "CG": "Congo-Brazzaville, Republic of the Congo",
    "CI": "Ivory Coast, Côte d’Ivoire, Costa de Marfil",
    "CN": "PRC, People’s Republic of China, 中华人民共和国",
    "CV": "Cape Verde",
    "CZ": "Czech Republic",
    "DE": "FRG, Federal Republic of Germany, Allemagne, Deutschland",
    "FM": "Micronesia",
    "GB": "UK, U.K., Great Britain, England, Scotland, Wales, Northern Ireland, United Kingdom",
    "IR": "Iran, Islamic Republic of Iran",
    "KP": "North Korea, DPRK",
    "KR": "South Korea, Korea, Republic of Korea, ROK",
    "LA": "Laos, Lao PDR",
    "LK": "Ceylon",
    "MD": "Moldova, Republic of Moldova",
    "MK": "Macedonia, North Macedonia, FYROM",
    "MM": "Burma",
    "NL": "Holland, The Netherlands",
    "PS": "Palestine, State of Palestine",
    "RU": "Russia, Russian Federation, USSR",
    "SY": "Syria, Syrian Arab Republic",
    "SZ": "Swaziland",
    "TL": "East Timor",
    "TR": "Turkey, Turquie, Turquía",
    "TZ": "Tanzania, United Republic of Tanzania",
    "US": "USA, U.S.A., U.S., United States, United States of America, EEUU, EE. UU., États-Unis",
    "VA": "Vatican, Holy See",
    "VE": "Venezuela",
    "VN": "Vietnam, Viet Nam",
}


def country_lookup(codes: Iterable[str] | None = None) -> Lookup[str]:
    """Countries (ISO 3166-1 alpha-2) by name, code of two or three letters, number, former name.

    `codes` limits them, so that an error proposes none that is of no use.
    """
    return _lookup(None if codes is None else frozenset(codes))


@cache
def _lookup(codes: frozenset[str] | None) -> Lookup[str]:
    known = [code for code, _name in countries if codes is None or code in codes]
    # Labels come first: of several names, a message has the first.
    pairs = [(str(countries.name(code)), code) for code in known]
    for language in interface_languages():
        with in_language(language):
            pairs += [(str(countries.name(code)), code) for code in known]
    for code in known:
        number = str(countries.numeric(code, padded=True) or "")
        pairs += [(code, code), (str(countries.alpha3(code)), code)]
        # A spreadsheet drops the zeros in front: Argentina is 032, and 32.
        pairs += [(number, code), (number.lstrip("0"), code)]
        pairs += [(name.strip(), code) for name in _OTHER_NAMES.get(code, "").split(",")]
    return Lookup(pairs)
