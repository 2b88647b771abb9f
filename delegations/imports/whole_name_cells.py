"""Whole names in one cell of a table: their likely parts, as a proposal to be confirmed."""

from delegations.models import Attendee
from delegations.protocol.whole_names import propose_parts
from events.imports.rows import RowReader

_PARTS = ("given", "family", "name_order")


def read_whole_name(cells: RowReader, old: Attendee | None, row: Attendee) -> None:
    """Propose given and family name of a row that has only the whole name.

    Parts that the table has, or that somebody has confirmed, stay as they are.
    """
    if any(cells.text(key) for key in ("given", "family")):
        if old is None or any(getattr(row, name) != getattr(old, name) for name in _PARTS):
            row.parts_known = True
        return
    if not row.display_name:
        return
    if old is not None and old.display_name == row.display_name:
        # An empty column of a table that has the whole name does not take its parts away.
        for name, value in old.parts.items():
            setattr(row, name, value)
        return
    if old is not None and old.parts_known:
        return
    row.parts_known = False
    parts = propose_parts(row.display_name, str(row.delegation.organisation.country))
    if parts is None:
        return
    row.given, row.family = parts.given, parts.family
    cells.proposed |= {"given", "family"}
    if not cells.text("name_order"):
        row.name_order = parts.order
        cells.proposed.add("name_order")
