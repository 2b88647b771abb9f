"""A focal point's import of people from a table: parsed, previewed and applied, never stored.

Between the two steps the browser holds the table, sealed for this focal point alone.
"""

from dataclasses import dataclass, replace

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from core.protection.sealed import CannotUnseal, seal, unseal
from core.tables import ColumnMap, Field, Grid, TableRefused, find_mapping, read_table
from delegations.choices import OPEN_TO_DELEGATION
from delegations.imports.fields import NAME_FIELDS, OFFICE_FIELDS, PERSON_FIELDS, never_words
from delegations.imports.person_planner import PersonPlanner
from delegations.imports.services import write_people
from delegations.imports.values import person_values
from delegations.models import FocalPoint
from delegations.registration.services import refuse_too_many, take_turn
from events.imports.notes import Note
from events.imports.plan import Plan, PlannedRow
from events.imports.rows import Choices, RowReader
from events.imports.services import HasErrors, PreviewMoved, find_columns_never_kept, plan_grid
from events.imports.values import UnknownValue, collect_unknown

_OFFICE_ALONE, _WHO = frozenset({"list_name", "vip"}), frozenset({"guid", "delegation"})
# The columns of the form for one person.
OWN_FIELDS: tuple[Field, ...] = tuple(
    field for field in (*NAME_FIELDS, *OFFICE_FIELDS) if field.key not in _OFFICE_ALONE
)
# A table may say of which delegation it is, and which of two namesakes it means.
_READ: tuple[Field, ...] = (
    *(replace(field, is_required=False) for field in PERSON_FIELDS if field.key in _WHO),
    *OWN_FIELDS,
)
_MOST_ROWS, _MOST_SEALED = 300, 1_000_000
_GOOD_FOR = 24 * 3600


class OwnPlanner(PersonPlanner):
    """Compares rows with the people of one delegation, and changes only those that are its own
    to change."""

    def plan(self, cells: RowReader) -> PlannedRow:
        """Plan the change that one row makes."""
        planned = super().plan(cells)
        known = self._targets[cells.number].person
        if planned.errors or known is None or known.status in OPEN_TO_DELEGATION:
            return planned
        if not planned.changes:
            return planned
        message = _(
            "%(person)s has already been sent to the host office: %(status)s. The "
            "table cannot change this entry; request a change on the person’s page."
        )
        place = cells.place_of("family")
        values = {"person": known, "status": known.get_status_display()}
        return replace(planned, changes=[], warnings=[Note(place, message % values)])


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A sealed table: its columns, what it does, and its values that were not recognised.

    `choices` says what these mean, as the focal point chose.
    """

    sealed: str
    mapping: ColumnMap
    plan: Plan
    unknown: list[UnknownValue]
    choices: Choices


def read_own(
    *, focal_point: FocalPoint, file: "File[bytes]", sheet: str = "", encoding: str = ""
) -> str:
    """Read the table in a file, and seal it for the next step. Raises TableRefused."""
    grid = read_table(file, sheet=sheet, encoding=encoding)
    mapping = find_mapping(grid, _READ)
    kept = grid.without(find_columns_never_kept(mapping.header, never_words()), mapping.header_row)
    sealed = _seal(focal_point, kept, {})
    if len(grid.rows) > _MOST_ROWS or len(sealed) > _MOST_SEALED:
        raise TableRefused(_("This table contains too much text. Split it into several tables."))
    return sealed


def choose_own(*, focal_point: FocalPoint, sealed: str, choices: Choices) -> str:
    """Seal a table again, with what its unknown values mean. Raises PreviewMoved."""
    grid, _before = _unseal(focal_point, sealed)
    return _seal(focal_point, grid, choices)


def open_own(*, focal_point: FocalPoint, sealed: str) -> OwnTable:
    """Plan what a sealed table does. Raises PreviewMoved if it is too old or somebody else's."""
    grid, choices = _unseal(focal_point, sealed)
    mapping = find_mapping(grid, _READ)
    never = _never(mapping)
    columns = {
        key: field for key, field in mapping.columns.items() if mapping.header[key] not in never
    }
    known = replace(mapping, columns=columns)
    event, delegation = focal_point.delegation.event, focal_point.delegation

    def plan(meant: Choices) -> Plan:
        planner = OwnPlanner(event, None, delegation)
        return plan_grid(grid, known, _READ, planner, never, meant)

    # What was chosen can be chosen again, so the values are those that nobody has explained yet.
    bare = plan({})
    options = person_values(event)
    asked = {field.key: field for field in OWN_FIELDS if options.get(field.key)}
    unknown = collect_unknown(bare, asked, options)
    return OwnTable(sealed, mapping, plan(choices) if choices else bare, unknown, choices)


@transaction.atomic
def enter_own(*, focal_point: FocalPoint, sealed: str, reviewed: str) -> Plan:
    """Apply all rows of the table or none; new people are drafts.

    Sending it twice enters each person once. Raises RegistrationClosed, PreviewMoved, HasErrors or
    QuotaExceeded.
    """
    delegation = take_turn(focal_point)
    plan = open_own(focal_point=focal_point, sealed=sealed).plan
    if plan.has_errors:
        raise HasErrors
    if plan.fingerprint != reviewed:
        raise PreviewMoved
    refuse_too_many(delegation, more=sum(row.is_new for row in plan.to_write))
    for planned_row in plan.to_write:
        # No user made the change: the history names the focal point.
        planned_row.row._change_reason = str(focal_point)[:100]
    write_people(plan.to_write, None)
    return plan


def _never(mapping: ColumnMap) -> list[str]:
    return [
        mapping.header[column] for column in find_columns_never_kept(mapping.header, never_words())
    ]


def _purpose(focal_point: FocalPoint) -> str:
    return f"own people {focal_point.guid.hex}"


def _seal(focal_point: FocalPoint, grid: Grid, choices: Choices) -> str:
    meant = [[*key, value] for key, value in choices.items()]
    return seal({"grid": grid.as_json(), "choices": meant}, _purpose(focal_point))


def _unseal(focal_point: FocalPoint, sealed: str) -> tuple[Grid, dict[tuple[str, str], str]]:
    """The table and what its values mean. Raises PreviewMoved."""
    try:
        data = unseal(sealed, _purpose(focal_point), max_age=_GOOD_FOR)
        choices = {(field, text): value for field, text, value in data["choices"]}
    except (CannotUnseal, KeyError) as error:
        raise PreviewMoved from error
    return Grid.from_json(data["grid"]), choices
