"""Codes of languages, as settings write them and as pages and calendars need them."""

from django.conf import settings
from django.utils.translation import get_language_info, gettext, to_locale


def language_codes() -> list[str]:
    """The languages of the portal, in the order of the settings."""
    return [code for code, _name in settings.LANGUAGES]


def language_tag(code: str) -> str:
    """The tag that HTML and iCalendar expect (BCP 47): zh-hans → zh-Hans, pt-br → pt-BR."""
    return to_locale(code).replace("_", "-")


def direction(code: str) -> str:
    """`rtl` for languages written from right to left, else `ltr`."""
    return "rtl" if code.split("-")[0] in settings.LANGUAGES_BIDI else "ltr"


def own_name(code: str) -> str:
    """The name of a language in itself: fr → français. The code, where it is not known."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


def spoken_name(code: str) -> str:
    """A spoken language in the language of the reader: zh → Chinese, chinois, 中文.

    A script is not spoken: zh-hans and zh-hant are Chinese.
    """
    if code.split("-")[0] == "zh":
        return gettext("Chinese")
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
