"""A file that somebody uploaded, as a `Grid`. Its name decides nothing: its first bytes do."""

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from core.tables.grid import Grid, TableRefused
from core.tables.separated import read_separated
from core.tables.workbook import read_workbook

# In bytes, as it comes. A programme of 300 sessions is 60 kB.
MOST_BYTES = 5 * 1024 * 1024

_ZIP = b"PK\x03\x04"
# What Excel wrote until 2003, and what it still wraps a workbook in that has a password.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"Rar!", b"7z\xbc")

__all__ = ["MOST_BYTES", "TableRefused", "read_table"]


def read_table(upload: "File[bytes]", *, sheet: str = "", encoding: str = "") -> Grid:
    """The table in `upload`, a file with a size: XLSX or CSV. Raises TableRefused, or Doubtful.

    `sheet` names a sheet of a workbook; empty takes the first that is shown. `encoding` is one of
    ENCODINGS for a CSV file; empty finds it out.
    """
    if upload.size > MOST_BYTES:
        raise TableRefused(_("This file is larger than 5 MB. Remove pictures, or split it."))
    if not upload.size:
        raise TableRefused(_("This file is empty."))
    upload.seek(0)
    start = upload.read(8)
    upload.seek(0)
    if start == _COMPOUND:
        raise TableRefused(
            _(
                "This file is in an old format or has a password. Save it as XLSX without a "
                "password."
            )
        )
    if start.startswith(_OTHER):
        raise TableRefused(_("This file is not a table. Save it as XLSX or as CSV."))
    if start.startswith(_ZIP):
        grid = read_workbook(getattr(upload, "file", upload), sheet)
    else:
        grid = read_separated(upload.read(), encoding)
    if not grid.rows:
        raise TableRefused(_("This table is empty."))
    return grid
