"""The language in which the offices of a country write, for texts that came without one."""

import unicodedata

# Countries (ISO 3166-1) whose state writes in one language, with the script of that language as the
# names of characters begin in Unicode. Where it writes in several, nothing is assumed.
_LANGUAGES = (
    ("ar", "ARABIC", "AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE"),
    ("de", "LATIN", "AT DE LI"),
    ("el", "GREEK", "CY GR"),
    ("es", "LATIN", "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE"),
    ("fa", "ARABIC", "IR"),
    ("fr", "LATIN", "BF BJ CD CG CI FR GA GN MC ML NE SN TG"),
    ("he", "HEBREW", "IL"),
    ("id", "LATIN", "ID"),
    ("it", "LATIN", "IT SM VA"),
    ("ja", "CJK HIRAGANA KATAKANA", "JP"),
    ("ko", "HANGUL", "KP KR"),
    ("pl", "LATIN", "PL"),
    ("pt", "LATIN", "AO BR CV MZ PT ST"),
    ("ru", "CYRILLIC", "RU"),
    ("th", "THAI", "TH"),
    ("tr", "LATIN", "TR"),
    ("uk", "CYRILLIC", "UA"),
    ("ur", "ARABIC", "PK"),
    ("vi", "LATIN", "VN"),
    ("zh-hans", "CJK", "CN"),
    ("zh-hant", "CJK", "HK MO TW"),
)
_OF_A_COUNTRY = {
    country: (language, scripts.split())
    for language, scripts, countries in _LANGUAGES
    for country in countries.split()
}
# What a script alone says, wherever it comes from.
_OF_A_SCRIPT = {
    "ARABIC": "ar",
    "CJK": "zh-hans",
    "GREEK": "el",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "THAI": "th",
}
# For HTML and calendars: a language that nobody knows (BCP 47).
UNKNOWN = "und"


def own_language(text: str, country: str) -> str:
    """The code of the language of `text`, after its script and the `country` (ISO) it came from."""
    script = script_of(text)
    language, scripts = _OF_A_COUNTRY.get(country, (UNKNOWN, []))
    return language if script in scripts else _OF_A_SCRIPT.get(script, UNKNOWN)


def script_of(text: str) -> str:
    """The script of the first letter of `text`, by its name in Unicode; empty without a letter."""
    letters = (unicodedata.name(char, "") for char in text if char.isalpha())
    return next(letters, "").replace("-", " ").split(" ")[0]
