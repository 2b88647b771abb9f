"""Compare a list with an earlier version: people who are new, changed or gone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import get_language, gettext_lazy, override, pgettext_lazy
from django.utils.translation import gettext as _

from delegations.lists.attendee_list import AttendeeList
from delegations.lists.list_column import ListColumn, ListFacts, MakeCell
from delegations.lists.packed_rows import (
    Packer,
    cell_text,
    digest,
    find_key,
    newest_key,
    on_one_line,
    split_cells,
    unpack_lines,
)
from delegations.lists.versions import store_version
from delegations.models import ExportLog, ListVersion


class RowState(models.TextChoices):
    """The state of a row in a comparison."""

    NEW = "new", pgettext_lazy("of a row", "new")
    CHANGED = "changed", pgettext_lazy("of a row", "changed")
    GONE = "gone", pgettext_lazy("of a row", "removed")


def _blank(facts: ListFacts) -> MakeCell:
    return str


# The columns before those of the list.
CHANGE_COLUMNS = (
    ListColumn("change", pgettext_lazy("of a row", "Change"), (), _blank, width=10),
    ListColumn("changes", gettext_lazy("What changed"), (), _blank, width=40),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows that differ, as cells, and all present rows, packed."""

    rows: Sequence[list[object]]
    language: str
    packed: bytes

    def keep(self, log: ExportLog, columns: Sequence[ListColumn]) -> None:
        """Store the present rows as a version, so that later exports can be compared with it."""
        store_version(
            log=log, language=self.language, columns=compared_keys(columns), rows=self.packed
        )


def compared_keys(columns: Iterable[ListColumn]) -> list[str]:
    """The keys of columns that a version stores: those with facts about the person."""
    return [column.key for column in columns if column.sources]


def _packer(columns: Iterable[ListColumn]) -> Packer:
    pairs = [(column.key, column.right is not None) for column in columns if column.sources]
    return Packer(pairs, newest_key())


def stream_and_store(
    log: ExportLog, wanted: AttendeeList, facts: ListFacts
) -> Iterator[tuple[int, list[object]]]:
    """Yield the rows of a list, each with its person's key; then store them as a version.

    A file that breaks off is not stored: nobody has it.
    """
    language = get_language() or ""
    packer = _packer(wanted.columns)
    places = [place for place, column in enumerate(wanted.columns) if column.sources]
    is_whole = len(places) == len(wanted.columns)
    for person, cells in wanted.keyed_rows(facts):
        packer.add(person, cells if is_whole else [cells[place] for place in places])
        yield person, cells
    store_version(
        log=log, language=language, columns=compared_keys(wanted.columns), rows=packer.packed()
    )


def compare_with_version(
    version: ListVersion, wanted: AttendeeList, make_facts: Callable[[], ListFacts]
) -> Comparison:
    """Compare `version` with the present list, in the language of the version.

    Only columns in both are compared. People who are gone come last, with their stored cells.
    """
    with override(version.language):
        entries, packed = _compare_rows(_Old(version, wanted.columns), wanted, make_facts())
    headings = {column.key: str(column.heading) for column in wanted.columns}
    rows = [
        [str(state.label), "; ".join(_describe(headings, *change) for change in changes), *cells]
        for state, changes, cells in entries
    ]
    return Comparison(rows, version.language, packed)


# The key of a column, its former text (None if secret), and its present text.
Difference = tuple[str, str | None, str]


class _Old:
    """The rows of a version, and the comparison of one present row with them."""

    def __init__(self, version: ListVersion, columns: Sequence[ListColumn]) -> None:
        self.lines = unpack_lines(bytes(version.rows))
        self.key = find_key(version.key_name)
        places = {key: place for place, key in enumerate(version.columns)}
        self.columns = columns
        self.shared = [
            (place, places[column.key], column)
            for place, column in enumerate(columns)
            if column.key in places and (column.right is None or self.key is not None)
        ]

    def differences(self, person: int, line: str, texts: Mapping[int, str]) -> Iterator[Difference]:
        """Yield each column that differs; `texts` maps the index of a column to its new text."""
        old = split_cells(line)
        for place, before, column in self.shared:
            now = texts[place]
            if column.right is not None and self.key is not None:
                now = digest(self.key, person, column.key, now)
            if now != old[before] and on_one_line(now) != old[before]:
                yield column.key, None if column.right else old[before], texts[place]

    def gone(self, line: str) -> list[object]:
        """The row of a person who is gone, without cells that need a right."""
        old = split_cells(line)
        cells: list[object] = [""] * len(self.columns)
        for place, before, column in self.shared:
            if column.right is None:
                cells[place] = old[before]
        return cells


def _compare_rows(
    old: _Old, wanted: AttendeeList, facts: ListFacts
) -> tuple[list[tuple[RowState, list[Difference], list[object]]], bytes]:
    packer = _packer(wanted.columns)
    places = [place for place, column in enumerate(wanted.columns) if column.sources]
    entries: list[tuple[RowState, list[Difference], list[object]]] = []
    for person, cells in wanted.keyed_rows(facts):
        packer.add(person, [cells[place] for place in places])
        line = old.lines.pop(person, None)
        if line is None:
            entries.append((RowState.NEW, [], cells))
            continue
        texts = {place: cell_text(cells[place]) for place in places}
        if changes := list(old.differences(person, line, texts)):
            entries.append((RowState.CHANGED, changes, cells))
    entries += [(RowState.GONE, [], old.gone(line)) for line in old.lines.values()]
    return entries, packer.packed()


def _describe(headings: Mapping[str, str], key: str, before: str | None, now: str) -> str:
    if before is None:
        return _("%(field)s: changed") % {"field": headings[key]}
    values = {"field": headings[key], "old": before or "–", "new": now or "–"}
    return _("%(field)s: %(old)s → %(new)s") % values
