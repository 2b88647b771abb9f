"""News releases and their translations as one story each."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from events.models import NewsItem

Item = TypeVar("Item", bound=NewsItem)


def best_of_each(items: Iterable[Item], languages: Sequence[str]) -> list[Item]:
    """For each story its release in the first of `languages` that it has; in the order of `items`.

    A story in none of them is shown in its original language rather than hidden.
    """
    stories: dict[int, list[Item]] = {}
    for item in items:
        stories.setdefault(item.story_pk, []).append(item)
    return [_best(releases, languages) for releases in stories.values()]


def _best(releases: list[Item], languages: Sequence[str]) -> Item:
    by_language = {release.language: release for release in releases}
    translations = (by_language[code] for code in languages if code in by_language)
    original = next(
        (release for release in releases if release.translation_of_id is None), releases[0]
    )
    return next(translations, original)
