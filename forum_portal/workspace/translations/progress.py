"""The progress of a language: missing texts, and texts with a newer source.

A translation is as old as the newest of two records in the history of its row: the one that changed
it, and the one in which somebody confirmed it. If the source had another text then, and more than
a typo was corrected since, the translation is outdated. Reads the history, never the user.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Model

from core.text.languages import own_name
from events.history.typos import TYPO
from events.models import Event
from forum_portal.workspace.translations.kinds import TranslatedKind, kinds


class _Record(NamedTuple):
    """What the texts of a row, by field and language, said once, and why they were saved."""

    reason: str
    texts: Mapping[str, Mapping[str, str]]


# A row with its texts by field, and its records, the newest first.
_Row = tuple[TranslatedKind, int, Mapping[str, Mapping[str, str]], list[_Record]]


class State(StrEnum):
    """The state of a text in one language."""

    MISSING = "missing"
    OUTDATED = "outdated"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a row in one language. `old_source`: its source when translated, if outdated."""

    field: str
    source: str
    target: str
    state: State
    old_source: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A row with texts to translate, and their states."""

    kind: TranslatedKind
    pk: int
    title: str
    texts: tuple[Text, ...]

    def count(self, state: str) -> int:
        """The number of its texts in that state."""
        return sum(text.state == state for text in self.texts)


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of one language, in texts."""

    code: str
    missing: int
    outdated: int
    done: int

    @property
    def name(self) -> str:
        """The language's own name."""
        return own_name(self.code)

    @property
    def total(self) -> int:
        """The number of texts that have a source."""
        return self.missing + self.outdated + self.done

    @property
    def percent(self) -> int:
        """The percentage done: 100 only if nothing is left."""
        return self.done * 100 // self.total if self.total else 100


def checked_reason(language: str) -> str:
    """The reason in a record in which somebody confirmed the translation into `language`."""
    return f"translated: {language}"


class Catalogue:
    """Every text of `event` with its history, loaded once: two queries for each kind of row."""

    def __init__(self, event: Event) -> None:
        self._event = event
        self._rows = [row for kind in kinds() for row in _loaded(kind, event)]

    def items(self, language: str) -> list[Item]:
        """Every row with source texts, and their states in `language`."""
        items = (_item(*row, self._event, language) for row in self._rows)
        return [item for item in items if item.texts]

    def progress(self) -> list[Progress]:
        """The progress of each language besides the source, in the order of the event."""
        rows = []
        for code in self._event.languages[1:]:
            items = self.items(code)
            counts = [sum(item.count(state) for item in items) for state in State]
            rows.append(Progress(code, *counts))
        return rows


def item_of(kind: TranslatedKind, event: Event, row: Model, language: str) -> Item:
    """Load one row."""
    names = [field.name for field in kind.fields]
    values = {name: getattr(row, name) for name in names}
    return _item(kind, row.pk, values, _records(kind, [row.pk]).get(row.pk, []), event, language)


def _loaded(kind: TranslatedKind, event: Event) -> Iterator[_Row]:
    names = [field.name for field in kind.fields]
    rows = kind.rows(event)
    records = _records(kind, rows.order_by().values("pk"))
    for pk, *values in rows.values_list("pk", *names):
        yield kind, pk, dict(zip(names, values, strict=True)), records.get(pk, [])


def _records(kind: TranslatedKind, keys: object) -> dict[int, list[_Record]]:
    """The records of each row by its key, the newest first."""
    names = [field.name for field in kind.fields]
    history = kind.model.history.filter(id__in=keys).order_by("-history_id")  # type: ignore[attr-defined]
    records = defaultdict(list)
    for pk, reason, *texts in history.values_list("id", "history_change_reason", *names):
        records[pk].append(_Record(reason or "", dict(zip(names, texts, strict=True))))
    return records


def _item(
    kind: TranslatedKind,
    pk: int,
    values: Mapping[str, Mapping[str, str]],
    records: list[_Record],
    event: Event,
    language: str,
) -> Item:
    source = event.source_language
    texts = tuple(
        _text(name, value, records, source, language)
        for name, value in values.items()
        if value and value.get(source)
    )
    return Item(kind, pk, texts[0].source if texts else "", texts)


def _text(
    name: str, value: Mapping[str, str], records: Iterable[_Record], source: str, language: str
) -> Text:
    now, target = value[source], value.get(language, "")
    if not target:
        return Text(name, now, "", State.MISSING)
    then = _source_then(name, records, source, language, target) or now
    if then == now:
        return Text(name, now, target, State.DONE)
    return Text(name, now, target, State.OUTDATED, then)


def _source_then(
    name: str, records: Iterable[_Record], source: str, language: str, target: str
) -> str:
    """The source when the translation was written or confirmed."""
    then = ""
    # What a source became through corrections of typos alone.
    corrected: dict[str, str] = {}
    newer: _Record | None = None
    for record in records:
        texts = record.texts[name] or {}
        before = texts.get(source, "")
        if newer is not None and newer.reason == TYPO:
            after = (newer.texts[name] or {}).get(source, "")
            corrected[before] = corrected.get(after, after)
        if texts.get(language, "") != target:
            break
        then, newer = before, record
        if record.reason == checked_reason(language):
            break
    return corrected.get(then, then)
