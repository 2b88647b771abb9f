"""Titles of people as tables have them, put into the fields where they belong."""

from delegations.models import Attendee
from delegations.protocol.titles import split_titles
from events.imports.rows import RowReader


def read_titles(cells: RowReader, old: Attendee | None, row: Attendee) -> None:
    """Divide “HE Mr” into courtesy title and honorific, whichever column it is in, as a proposal.

    What the table or the office has in the other field stays. Titles with an unknown word are left
    as they are.
    """
    _split_honorific(cells, old, row)
    _split_courtesy(cells, row)


def _split_honorific(cells: RowReader, old: Attendee | None, row: Attendee) -> None:
    if not cells.has("honorific") or (old and row.honorific == old.honorific):
        return
    titles = split_titles(row.honorific)
    if titles is None or (titles.courtesy, titles.honorific) == ("", row.honorific):
        return
    row.honorific = titles.honorific
    cells.proposed.add("honorific")
    if titles.courtesy and not cells.text("courtesy") and not row.courtesy:
        row.courtesy = titles.courtesy
        cells.proposed.add("courtesy")


def _split_courtesy(cells: RowReader, row: Attendee) -> None:
    titles = split_titles(cells.text("courtesy"))
    if titles is None:
        return
    # Anything but a courtesy title belongs beside it, and is no value of this field.
    cells.leave_empty("courtesy")
    if titles.courtesy:
        row.courtesy = titles.courtesy
    if titles.honorific and not row.honorific:
        row.honorific = titles.honorific
        cells.proposed |= {"courtesy", "honorific"}
