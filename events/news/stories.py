"""News releases and their translations as one story each."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from events.models import NewsItem

Item = TypeVar("Item", bound=NewsItem)


def best_of_each(items: Iterable[Item], languages: Sequence[str]) -> list[Item]:
    """Of each story the release in the first of `languages` that it has; in the order of `items`.

    A story without any of them is shown as it was issued: better read abroad than hidden.
    """
    stories: dict[int, list[Item]] = {}
    for item in items:
        stories.setdefault(item.story_pk, []).append(item)
    return [_best(releases, languages) for releases in stories.values()]


def _best(releases: list[Item], languages: Sequence[str]) -> Item:
    by_language = {one.language: one for one in releases}
    found = (by_language[code] for code in languages if code in by_language)
    original = next((one for one in releases if one.translation_of_id is None), releases[0])
    return next(found, original)
