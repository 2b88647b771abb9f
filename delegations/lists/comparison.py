"""What changed in a list since a version of it was taken out: who is new, other, or gone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import get_language, gettext_lazy, override, pgettext_lazy
from django.utils.translation import gettext as _

from delegations.lists.attendee_list import AttendeeList
from delegations.lists.list_column import ListColumn, ListFacts, MakeCell
from delegations.lists.packed_rows import (
    Packer,
    as_words,
    cells_of,
    digest,
    key_named,
    lines_of,
    newest_key,
    on_one_line,
)
from delegations.lists.versions import store_version
from delegations.models import ExportLog, ListVersion


class RowState(models.TextChoices):
    """What became of a row."""

    NEW = "new", pgettext_lazy("of a row", "new")
    CHANGED = "changed", pgettext_lazy("of a row", "changed")
    GONE = "gone", pgettext_lazy("of a row", "removed")


def _nothing(facts: ListFacts) -> MakeCell:
    return str


# What stands before the columns of the list.
CHANGE_COLUMNS = (
    ListColumn("change", pgettext_lazy("of a row", "Change"), (), _nothing, width=10),
    ListColumn("changes", gettext_lazy("What changed"), (), _nothing, width=40),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows that differ, as a file shows them, and everything that there is now, packed."""

    rows: Sequence[list[object]]
    language: str
    packed: bytes

    def keep(self, log: ExportLog, columns: Sequence[ListColumn]) -> None:
        """The version before and these changes make the list: later versions can build on it."""
        store_version(log=log, language=self.language, columns=kept_keys(columns), rows=self.packed)


def kept_keys(columns: Iterable[ListColumn]) -> list[str]:
    """The columns that a version keeps: all that say something about the person."""
    return [column.key for column in columns if column.sources]


def _packer(columns: Iterable[ListColumn]) -> Packer:
    pairs = [(one.key, one.right is not None) for one in columns if one.sources]
    return Packer(pairs, newest_key())


def keeping(log: ExportLog, wanted: AttendeeList, facts: ListFacts) -> Iterator[list[object]]:
    """The rows of a list; once the last has been taken, what they were is kept with the record.

    A file that breaks off is no version that somebody has.
    """
    language = get_language() or ""
    packer = _packer(wanted.columns)
    places = [place for place, one in enumerate(wanted.columns) if one.sources]
    is_whole = len(places) == len(wanted.columns)
    for person, cells in wanted.keyed_rows(facts):
        packer.add(person, cells if is_whole else [cells[place] for place in places])
        yield cells
    store_version(
        log=log, language=language, columns=kept_keys(wanted.columns), rows=packer.packed()
    )


def changed_since(
    version: ListVersion, wanted: AttendeeList, make_facts: Callable[[], ListFacts]
) -> Comparison:
    """What differs between `version` and the list as it is now, in the language of the version.

    Columns are compared that both have; who is gone stands last, with what may be kept of them.
    """
    with override(version.language):
        found, packed = _compared(_Old(version, wanted.columns), wanted, make_facts())
    headings = {one.key: str(one.heading) for one in wanted.columns}
    rows = [
        [str(state.label), "; ".join(_in_words(headings, *one) for one in changes), *cells]
        for state, changes, cells in found
    ]
    return Comparison(rows, version.language, packed)


# The key of a column, what stood there if that may be kept, and what stands there now.
Difference = tuple[str, str | None, str]


class _Old:
    """The rows of a version, and how a row of now compares with them."""

    def __init__(self, version: ListVersion, columns: Sequence[ListColumn]) -> None:
        self.lines = lines_of(bytes(version.rows))
        self.key = key_named(version.key_name)
        places = {key: place for place, key in enumerate(version.columns)}
        self.columns = columns
        self.shared = [
            (place, places[one.key], one)
            for place, one in enumerate(columns)
            if one.key in places and (one.right is None or self.key is not None)
        ]

    def differences(self, person: int, line: str, words: Mapping[int, str]) -> Iterator[Difference]:
        """Each column that differs; `words` are the cells of now, by their places."""
        old = cells_of(line)
        for place, before, column in self.shared:
            now = words[place]
            if column.right is not None and self.key is not None:
                now = digest(self.key, person, column.key, now)
            if now != old[before] and on_one_line(now) != old[before]:
                yield column.key, None if column.right else old[before], words[place]

    def gone(self, line: str) -> list[object]:
        """The row of somebody who is not there any more, without what only some may see."""
        old = cells_of(line)
        cells: list[object] = [""] * len(self.columns)
        for place, before, column in self.shared:
            if column.right is None:
                cells[place] = old[before]
        return cells


def _compared(
    old: _Old, wanted: AttendeeList, facts: ListFacts
) -> tuple[list[tuple[RowState, list[Difference], list[object]]], bytes]:
    packer = _packer(wanted.columns)
    places = [place for place, one in enumerate(wanted.columns) if one.sources]
    found: list[tuple[RowState, list[Difference], list[object]]] = []
    for person, cells in wanted.keyed_rows(facts):
        packer.add(person, [cells[place] for place in places])
        line = old.lines.pop(person, None)
        if line is None:
            found.append((RowState.NEW, [], cells))
            continue
        words = {place: as_words(cells[place]) for place in places}
        if changes := list(old.differences(person, line, words)):
            found.append((RowState.CHANGED, changes, cells))
    found += [(RowState.GONE, [], old.gone(line)) for line in old.lines.values()]
    return found, packer.packed()


def _in_words(headings: Mapping[str, str], key: str, before: str | None, now: str) -> str:
    if before is None:
        return _("%(field)s: changed") % {"field": headings[key]}
    values = {"field": headings[key], "old": before or "–", "new": now or "–"}
    return _("%(field)s: %(old)s → %(new)s") % values
