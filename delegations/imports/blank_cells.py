"""Cells that say “n/a”, “none” or “无” are read as empty."""

from delegations.imports.fields import NAME_FIELDS
from delegations.protocol.blank_words import is_blank
from events.imports.rows import RowReader

# A name or a country may be “Na”, and “нет” is an answer to a question.
_WORDS_COUNT = frozenset(
    {field.key for field in NAME_FIELDS if field.key not in ("honorific", "courtesy")}
    | {"guid", "delegation", "country", "is_incumbent", "vip"}
)


def leave_blank_words(cells: RowReader) -> None:
    """Read the cells of a row that say that there is nothing as if they were empty."""
    for key in cells.keys:
        text = cells.text(key)
        if text and is_blank(text, is_name=key in _WORDS_COUNT):
            cells.leave_empty(key)
