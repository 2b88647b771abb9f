"""The languages of the interface and those of contents, and which of them are active.

The interface exists in few languages, `settings.LANGUAGES`, each with a catalogue. Contents, what
an office writes and visitors read, may be in any language that Django knows. Where a page is asked
for in a language without a catalogue, contents are in it and the interface is in another one.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from typing import NamedTuple
from unicodedata import normalize

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.urls import get_urlconf, set_urlconf
from django.utils import translation
from django.utils.translation import get_language, get_language_info, gettext, pgettext, to_locale
from django.utils.translation.trans_real import parse_accept_lang_header


class _Languages(NamedTuple):
    """The language of contents, that of the interface meanwhile, and where it was looked for."""

    content: str
    interface: str
    instead: tuple[str, ...] = ()


# What the data of Django lack, from the Common Locale Data Repository (CLDR).
_OWN_NAMES = {
    "cs": "čeština", "eu": "euskara", "km": "ខ្មែរ", "kn": "ಕನ್ನಡ", "mn": "монгол",
    "pa": "ਪੰਜਾਬੀ", "sk": "slovenčina",
}  # fmt: skip

# Languages of the interface that write names of languages in lower case within a sentence.
_LOWER_CASE = frozenset({"es", "fr", "ru"})

_chosen: ContextVar[_Languages | None] = ContextVar("chosen_languages", default=None)


@cache
def interface_languages() -> tuple[str, ...]:
    """Codes of the languages that the interface has, in the order of the settings."""
    return tuple(code for code, _name in settings.LANGUAGES)


def with_interface(codes: Sequence[str]) -> tuple[str, ...]:
    """`codes`, and after them the other languages of the interface."""
    return tuple(dict.fromkeys((*codes, *interface_languages())))


@cache
def content_languages() -> tuple[str, ...]:
    """Codes of the languages that contents may have: those of the interface, then by name."""
    named = (code for code, info in LANG_INFO.items() if "name" in info)
    others = sorted(set(named) - set(interface_languages()), key=english_name)
    return (*interface_languages(), *others)


def content_choices() -> list[tuple[str, str]]:
    """The languages of contents as choices, each by its name in itself and for the reader."""
    return [(code, both_names(code)) for code in content_languages()]


@cache
def spoken_languages() -> tuple[str, ...]:
    """Codes of the languages that can be spoken: those of contents, whatever script or country."""
    return tuple(dict.fromkeys(_base(code) for code in content_languages()))


def spoken_codes(codes: Iterable[str]) -> list[str]:
    """The codes of `codes` as spoken languages: zh-hans and zh-hant are zh."""
    return list(dict.fromkeys(_base(code) for code in codes))


def english_name(code: str) -> str:
    """The name of a language in English."""
    return str(LANG_INFO[code]["name"])


def content_language() -> str:
    """The language in which contents are shown now."""
    interface, chosen = get_language() or settings.LANGUAGE_CODE, _chosen.get()
    return chosen.content if chosen and chosen.interface == interface else interface


@contextmanager
def in_language(code: str, instead: Sequence[str] | None = None) -> Iterator[None]:
    """Within, contents are in `code`, and so is the interface if it has that language.

    Otherwise it is in another form of it (es for es-mx), in the first language of `instead` that
    it has, or in English. `instead` is by default as outside.
    """
    outside = _chosen.get()
    others = (outside.instead if outside else ()) if instead is None else tuple(instead)
    interface = _interface(code, others)
    token, urls = _chosen.set(_Languages(code, interface, others)), get_urlconf()
    if code != interface:
        # The stubs know names of modules alone; Django takes what has `urlpatterns`.
        set_urlconf(_urls_in(code))  # type: ignore[arg-type]
    elif isinstance(urls, _Urls):
        set_urlconf(None)
    try:
        with translation.override(interface):
            yield
    finally:
        set_urlconf(urls)
        _chosen.reset(token)


class _Urls:
    """The addresses of the portal for one language of contents.

    Django keeps the addresses that it has worked out by the language of the interface. One that
    is used for two languages of contents would lead from pages in one to pages in the other.
    """

    def __getattr__(self, name: str) -> object:
        """As Django reads it of the module of the addresses: patterns, handlers of errors."""
        return getattr(import_module(settings.ROOT_URLCONF), name)


@cache
def _urls_in(_code: str) -> _Urls:
    return _Urls()


def _interface(code: str, instead: Sequence[str]) -> str:
    known = interface_languages()
    relatives = [other for other in known if _base(other) == _base(code)]
    choices = (code, *relatives, *instead)
    return next((choice for choice in choices if choice in known), settings.LANGUAGE_CODE)


def _base(code: str) -> str:
    return code.split("-", 1)[0]


def language_of_path(path: str) -> str | None:
    """The code with which the path of a page begins, if contents may be in that language."""
    code = path.lstrip("/").split("/", 1)[0]
    return code if code in content_languages() else None


def language_tag(code: str) -> str:
    """The tag that HTML and iCalendar expect (BCP 47): zh-hans → zh-Hans, pt-br → pt-BR."""
    return to_locale(code).replace("_", "-")


def direction(code: str) -> str:
    """`rtl` for languages written from right to left, else `ltr`."""
    return "rtl" if _base(code) in settings.LANGUAGES_BIDI else "ltr"


def own_name(code: str) -> str:
    """The name of a language in itself: fr → français. The code, where it is not known."""
    if code in _OWN_NAMES:
        return _OWN_NAMES[code]
    try:
        # Some are decomposed in the data of Django, as no other text of a page is.
        return normalize("NFC", str(get_language_info(code)["name_local"]))
    except KeyError:
        return code


def preferred_language(header: str, codes: Sequence[str]) -> str | None:
    """The first of `codes` that a reader accepts, by the header Accept-Language; None if none."""
    for tag, _quality in parse_accept_lang_header(header.lower()):
        forms: tuple[str, ...] = (tag, *LANG_INFO.get(tag, {}).get("fallback", ()), _base(tag))
        near = (code for code in codes if _base(code) == _base(tag))
        for code in (*forms, *near):
            if code in codes:
                return code
    return None


def both_names(code: str) -> str:
    """The name of a language in itself, and for the reader: português (Portuguese)."""
    own, translated = own_name(code), spoken_name(code)
    return own if own == translated else f"{own} ({translated})"


def spoken_name(code: str) -> str:
    """A spoken language in the language of the reader: zh → Chinese, chinois, 中文.

    A script is not spoken: zh-hans and zh-hant are Chinese.
    """
    try:
        name = gettext("Chinese") if _base(code) == "zh" else _translated_name(code)
    except KeyError:
        return code
    return name[:1].lower() + name[1:] if get_language() in _LOWER_CASE else name


def spoken_names(codes: Iterable[str]) -> str:
    """Spoken languages as a list in the language of the reader: Chinese, English."""
    return pgettext("in a list", ", ").join(map(spoken_name, codes))


def _translated_name(code: str) -> str:
    return str(get_language_info(code)["name_translated"])
