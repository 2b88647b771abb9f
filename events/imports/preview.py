"""The page of a plan: some of its rows, and tabs for the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.history import FieldChange
from core.tables import encoding_name
from events.choices import Verdict
from events.import_kinds import KINDS
from events.imports.faults import group_faults, group_warnings
from events.imports.plan import Plan, PlannedRow
from events.models import ImportBatch

# So many rows a page shows at once; the tabs lead to the others.
MOST_SHOWN = 1_000
_MOST_UNFOLDED = 20
_WARNED, _TWINS, _PROPOSED = "warned", "twins", "proposed"


@dataclass(frozen=True, slots=True)
class Tab:
    """Rows with something in common, and their number."""

    value: str
    label: str | Promise
    count: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a preview, with what changes in each column of it; None where nothing does."""

    row: PlannedRow
    cells: list[tuple[str, FieldChange | None]]

    @property
    def marked_cells(self) -> list[tuple[str, FieldChange | None, bool]]:
        """The cells, and whether the new value of each is a proposal."""
        return [
            (label, change, change is not None and change.name in self.row.proposed)
            for label, change in self.cells
        ]


def table_of(rows: Sequence[PlannedRow]) -> list[TableRow]:
    """`rows` as a table, with a column for each field that changes in one of them."""
    labels = dict.fromkeys(change.label for row in rows for change in row.changes)
    table = []
    for row in rows:
        changes = {change.label: change for change in row.changes}
        table.append(TableRow(row, [(label, changes.get(label)) for label in labels]))
    return table


def preview_of(batch: ImportBatch, plan: Plan, chosen: str) -> dict[str, object]:
    """The context of a preview: the rows of the tab `chosen`, the worst first."""
    ordered = plan.by_urgency
    rows = [row for row in ordered if _is_in(row, chosen)]
    warned = sum(_is_in(row, _WARNED) for row in ordered)
    twins = sum(_is_in(row, _TWINS) for row in ordered)
    proposed = sum(_is_in(row, _PROPOSED) for row in ordered)
    fields = KINDS[batch.kind].fields_for(batch.event)
    tabs = [Tab(verdict.value, verdict.label, plan.counts[verdict]) for verdict in Verdict]
    tabs += [Tab(_WARNED, _("With a warning"), warned), Tab(_TWINS, _("Duplicate?"), twins)]
    tabs.append(Tab(_PROPOSED, _("With a proposal"), proposed))
    return {
        "plan": plan,
        "rows": rows[:MOST_SHOWN],
        "table": table_of(rows[:MOST_SHOWN]),
        "tabs": [Tab("", _("All"), len(ordered)), *(tab for tab in tabs if tab.count)],
        "more": max(0, len(rows) - MOST_SHOWN),
        "verdict": chosen,
        "good": len(plan.to_write) if plan.has_errors else 0,
        "faulty": plan.counts[Verdict.ERROR],
        "faults": group_faults(plan, fields),
        "warned": group_warnings(plan, fields),
        "proposed": proposed,
        "has_values": KINDS[batch.kind].values is not None,
        # Below many faults all rows at once would bury them.
        "is_folded": not chosen and len(plan.errors) > _MOST_UNFOLDED,
        "encoding": encoding_name(batch.grid.encoding),
    }


def _is_in(row: PlannedRow, tab: str) -> bool:
    if tab == _WARNED:
        return bool(row.warnings)
    if tab == _PROPOSED:
        return bool(row.proposed)
    return row.has_twin if tab == _TWINS else tab in ("", row.verdict)
