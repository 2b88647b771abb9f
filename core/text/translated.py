"""Text that visitors read, in as many languages as somebody wrote it.

One JSON column for each text: `{"en": "Agenda", "zh-hans": "日程"}`. The language asked for is
shown; where it is missing, the next one of the fallback order, and the page marks it.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from core.text.languages import content_language, in_language, interface_languages, with_interface


class _Order(NamedTuple):
    """The languages to try when one is missing, whether only these may be shown, and whose."""

    languages: tuple[str, ...] = ()
    is_closed: bool = False
    is_shared: bool = False


_NO_ORDER = _Order()
_fallback: ContextVar[_Order] = ContextVar("fallback_order", default=_NO_ORDER)


@contextmanager
def fallback_order(
    languages: list[str] | tuple[str, ...], *, is_closed: bool = False, is_shared: bool = False
) -> Iterator[None]:
    """Within, a missing text is replaced by that of the first of `languages` that has one.

    With `is_closed`, texts in other languages are not there: visitors see those of their event.
    With `is_shared`, the languages are those of several editions.
    The interface is in one of `languages` too, where it lacks that of the contents.
    """
    token = _fallback.set(_Order(tuple(languages), is_closed, is_shared))
    try:
        with in_language(content_language(), languages):
            yield
    finally:
        _fallback.reset(token)


def edition_languages() -> tuple[str, ...]:
    """The languages of the edition that the page is about, in its order; none if there is none."""
    order = _fallback.get()
    return () if order.is_shared else order.languages


def searched_languages() -> tuple[str, ...]:
    """The languages in which a text may be written here: of the edition, and of the interface."""
    return with_interface(_fallback.get().languages)


class BestText(NamedTuple):
    """The text to show, the language it is in, and whether another was asked for."""

    text: str
    language: str
    is_fallback: bool


class TranslatedText(Mapping[str, str]):
    """One text in several languages. Never changes; blank languages are not there."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, object] | None = None) -> None:
        cleaned = {code: _clean(text) for code, text in (texts or {}).items()}
        self._texts: dict[str, str] = {code: text for code, text in cleaned.items() if text}

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __bool__(self) -> bool:
        """Whether there is anything to show here."""
        return bool(self._texts) and bool(self.best().text)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and self._texts == dict(other)

    def __str__(self) -> str:
        return self.best().text

    def __repr__(self) -> str:
        return f"TranslatedText({self._texts!r})"

    def updated(self, texts: Mapping[str, str]) -> "TranslatedText":
        """The same with `texts` in their languages; a blank one is removed."""
        return TranslatedText({**self._texts, **texts})

    def best(self, language: str | None = None) -> BestText:
        """The text in `language` (default: the active one), else the best that there is."""
        asked = language or content_language()
        order = _fallback.get()
        is_open = not order.is_closed or asked in order.languages
        if is_open and (text := self._texts.get(asked)):
            return BestText(_typeset(text), asked, is_fallback=False)
        others = () if order.is_closed else (*interface_languages(), *self._texts)
        for code in (*order.languages, *others):
            if text := self._texts.get(code):
                return BestText(_typeset(text), code, is_fallback=True)
        return BestText("", asked, is_fallback=False)


def _typeset(text: str) -> str:
    # Official titles are kept as they were issued, with three hyphens; readers see the dash.
    return text.replace(" --- ", " — ")


def _clean(text: object) -> str:
    return unicodedata.normalize("NFC", str(text)).strip() if text else ""
