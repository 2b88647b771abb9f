"""Tables that somebody uploaded: read into text cells with addresses, and told apart by headers.

It knows no word of what the rows are about. `reading` takes a workbook or a CSV file and gives a
`Grid`; `mapping` says which column holds which field; `moments` reads dates and times.
"""

from core.tables.encodings import Doubtful, encoding_name, guess_note
from core.tables.grid import Flaw, Grid, Row, address
from core.tables.mapping import ColumnMap, Field, find_mapping, normalise_header
from core.tables.merged import fill_merged
from core.tables.reading import MOST_BYTES, TableRefused, read_table

__all__ = [
    "MOST_BYTES",
    "ColumnMap",
    "Doubtful",
    "Field",
    "Flaw",
    "Grid",
    "Row",
    "TableRefused",
    "address",
    "encoding_name",
    "fill_merged",
    "find_mapping",
    "guess_note",
    "normalise_header",
    "read_table",
]
