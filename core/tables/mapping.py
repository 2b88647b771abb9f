"""Which column holds which field: by its header, or by what somebody chose."""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass

from core.tables.grid import Grid
from core.text.folding import fold_solid
from core.text.languages import in_language, interface_languages

# Titles and remarks may stand above the header.
_HEADER_WITHIN = 20
# A column that somebody chose to leave out.
LEFT_OUT = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a column can hold. `label` and `help` may be lazy; `synonyms` are other headers.

    A required field may be missing where a column holds one of the fields `instead`. `language` is
    that of the text of a field, "" where it holds something else.
    """

    key: str
    label: object
    help: object
    example: str = ""
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    instead: tuple[str, ...] = ()
    width: int = 16
    kind: str = "text"
    language: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The header row, and the key of the field in each of its columns.

    `unknown` are headers of columns that no field was found for, by column; `missing` are required
    fields that no column holds.
    """

    header_row: int
    header: tuple[str, ...]
    columns: AnyMapping[int, str]
    unknown: AnyMapping[int, str]
    missing: tuple[Field, ...]

    @property
    def needs_a_choice(self) -> bool:
        """Whether a person should look at it before anything is read."""
        return bool(self.unknown or self.missing)


def normalise_header(header: str) -> str:
    """A header for comparing: the letters of its folded words alone."""
    return fold_solid(header)


def in_every_language(text: object) -> list[str]:
    """A lazy text in each language of the interface."""
    texts = []
    for code in interface_languages():
        with in_language(code):
            texts.append(str(text))
    return texts


def headers_of(fields: Sequence[Field]) -> dict[str, str]:
    """Each normalised header that is understood, and the key of its field. Labels come first."""
    known: dict[str, str] = {}
    for field in fields:
        for name in (field.key, *in_every_language(field.label)):
            known.setdefault(normalise_header(name), field.key)
    for field in fields:
        for name in field.synonyms:
            known.setdefault(normalise_header(name), field.key)
    return known


def find_mapping(
    grid: Grid, fields: Sequence[Field], remembered: AnyMapping[str, str] | None = None
) -> ColumnMap:
    """The mapping of a grid. `remembered` holds earlier choices, by normalised header."""
    # What was remembered before headers were folded further is folded now.
    chosen = {normalise_header(name): key for name, key in (remembered or {}).items()}
    known = headers_of(fields) | chosen
    index = _header_row(grid, known)
    header = tuple(grid.rows[index].cells)
    columns: dict[int, str] = {}
    unknown: dict[int, str] = {}
    for column, text in enumerate(header):
        key = known.get(normalise_header(text))
        if not normalise_header(text):
            continue
        if key is None or (key != LEFT_OUT and key in columns.values()):
            unknown[column] = text
        else:
            columns[column] = key
    return complete_map(grid.rows[index].number, header, columns, unknown, fields)


def complete_map(
    header_row: int,
    header: tuple[str, ...],
    columns: AnyMapping[int, str],
    unknown: AnyMapping[int, str],
    fields: Sequence[Field],
) -> ColumnMap:
    """A mapping with what it lacks worked out."""
    held = set(columns.values())
    missing = tuple(
        field for field in fields if field.is_required and not held & {field.key, *field.instead}
    )
    return ColumnMap(header_row, header, columns, unknown, missing)


def _header_row(grid: Grid, known: AnyMapping[str, str]) -> int:
    def recognised(cells: Iterable[str]) -> int:
        return len({known[name] for cell in cells if (name := normalise_header(cell)) in known})

    scores = [recognised(row.cells) for row in grid.rows[:_HEADER_WITHIN]]
    best = max(range(len(scores)), key=scores.__getitem__)
    return best if scores[best] > 1 else 0
