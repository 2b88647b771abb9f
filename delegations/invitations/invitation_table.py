"""A table of organisations to invite: read it, and compare it with stored ones.

Nothing is stored until every cell can be read; then all rows are entered, or none.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from accounts.models import User
from core.files.spreadsheets import guard
from core.tables import ColumnMap, Field, Grid, TableRefused, find_mapping, normalise_header
from core.tables.mapping import in_every_language
from core.text.languages import own_name
from core.text.translated import TranslatedText
from delegations.choices import OrganisationKind
from delegations.invitations.candidates import load_taken_codes
from delegations.invitations.new_delegations import DelegationsRefused, Invitee, add_delegations
from delegations.invitations.similar_names import SimilarNames
from delegations.models import Delegation, FocalPoint, Organisation
from delegations.people.delegation_order import lock_order
from delegations.protocol.delegation_codes import propose_code
from events.imports.countries import country_lookup
from events.imports.lookup import Lookup, choice_words
from events.imports.plan import Plan, PlannedRow
from events.imports.rows import Choices, RowReader
from events.imports.services import plan_grid
from events.imports.values import Options, UnknownValue, collect_unknown
from events.models import Event

MOST_LINES = 500
MOST_PLACES = 1000

FIELDS = (
    Field(
        "name", gettext_lazy("Organization"), gettext_lazy("Its name, in any language."),
        "Bogotá", ("name", "city", "organisation", "城市", "单位", "ville", "ciudad",
                   "город", "المدينة"),
        is_required=True,
    ),
    Field("kind", gettext_lazy("Kind"), gettext_lazy("Leave empty for a city."), "city",
          ("type", "类型")),
    Field("country", gettext_lazy("Country"),
          gettext_lazy("Name or code. Leave empty for an international organization."), "CO",
          ("pays", "страна", "国家")),
    Field("code", gettext_lazy("Code"), gettext_lazy("Leave empty to have one proposed."),
          "CO-BOG"),
    Field("quota", gettext_lazy("Quota"), gettext_lazy("Leave empty for no limit."), "8",
          ("places",)),
    Field("contact", gettext_lazy("Focal point"),
          gettext_lazy("The person who will register the delegation."), "Ana Souza",
          ("contact", "联系人")),
    Field("email", gettext_lazy("E-mail address"), gettext_lazy("The focal point’s address."),
          "ana@example.org", ("email", "e-mail", "mail", "邮箱")),
    Field("language", gettext_lazy("Language"),
          gettext_lazy("The language of e-mails to the focal point."), "es", ("语言",)),
)  # fmt: skip


def as_text(grid: Grid) -> str:
    """The table as text that reads the same; every row keeps its number."""
    out, at = io.StringIO(), 1
    writer = csv.writer(out, lineterminator="\n")
    for row in grid.rows:
        out.write("\n" * (row.number - at))
        writer.writerow([guard(cell) for cell in row.cells])
        at = row.number + 1
    return out.getvalue()


def plan_table(
    event: Event, grid: Grid, by: User, choices: Choices | None = None
) -> tuple[ColumnMap, Plan]:
    """Compare the table with the organisations that `by` sees. Changes nothing.

    `choices` are what unknown values mean, by field and value. Raises TableRefused if the table has
    too many rows or lacks a required column.
    """
    mapping = find_mapping(grid, FIELDS)
    if mapping.missing:
        names = ", ".join(str(field.label) for field in mapping.missing)
        raise TableRefused(_("The first row must name the columns. Missing: %s.") % names)
    if sum(row.number > mapping.header_row for row in grid.rows) > MOST_LINES:
        raise TableRefused(
            _("The table has more than %d organizations. Split it into several.") % MOST_LINES
        )
    # No file to fill in goes out: a row that says what the examples say is meant.
    fields = [replace(field, example="") for field in FIELDS]
    return mapping, plan_grid(grid, mapping, fields, InvitationPlanner(event, by), choices=choices)


def find_unknown_values(event: Event, grid: Grid, by: User) -> list[UnknownValue]:
    """The kinds and countries of the table that are not known, each once. Raises as above."""
    _mapping, plan = plan_table(event, grid, by)
    options: dict[str, Options] = {"kind": OrganisationKind.choices, "country": list(countries)}
    fields = {field.key: field for field in FIELDS if field.key in options}
    return collect_unknown(plan, fields, options)


def add_table(*, event: Event, grid: Grid, by: User, choices: Choices | None = None) -> int:
    """Enter all rows, or none if a cell is wrong; return their number.

    It is planned before anybody has to wait for it. Raises TableRefused as `plan_table` does.
    """
    before = _newest_changes(event)
    _mapping, plan = plan_table(event, grid, by, choices)
    if not plan.can_be_applied:
        return 0
    invitees = [
        Invitee(
            planned_row.row.organisation,
            planned_row.row.code,
            planned_row.row.quota,
            planned_row.beside,
        )
        for planned_row in plan.to_write
    ]
    try:
        with transaction.atomic():
            lock_order(pk=event.pk)
            # Somebody may have entered one of them in the same moment: another plan says so.
            if _newest_changes(event) != before:
                return 0
            return len(add_delegations(event=event, invitees=invitees, by=by))
    except DelegationsRefused:
        return 0


def _newest_changes(event: Event) -> list[dict[str, object]]:
    """What differs whenever a plan could: how many organisations there are, and the last change."""
    newest = {"count": Count("pk"), "changed": Max("updated_at")}
    rows = (Organisation.objects.all(), Delegation.objects.filter(event=event))
    return [row.order_by().aggregate(**newest) for row in rows]


class InvitationPlanner:
    """Compares rows with the organisations that a user sees and the delegations to an event.

    A row that is entered is a delegation not yet saved, with its focal point `beside` it; one whose
    organisation has a delegation leaves that as it is.
    """

    def __init__(self, event: Event, by: User) -> None:
        self._event, self._kinds = event, _kind_words()
        rows = Delegation.objects.filter(event=event)
        self._here = {row.organisation_id: row for row in rows.select_related("organisation")}
        self._codes = load_taken_codes(event)
        known = [
            (name, organisation)
            for organisation in Organisation.objects.visible_to(by)
            for name in _names(organisation)
        ]
        self._known = Lookup(known)
        self._similar = SimilarNames((name, str(row.country)) for name, row in known)
        self._seen: dict[object, int] = {}

    def prepare(self, rows: list[RowReader]) -> None:
        """Nothing to prepare."""

    def plan(self, cells: RowReader) -> PlannedRow:
        """Plan the change that one row makes."""
        organisation = self._organisation(cells)
        name = str(organisation or cells.text("name"))
        if organisation is not None and organisation.pk in self._here:
            here = self._here[organisation.pk]
            return PlannedRow(cells.number, name, here, [], cells.errors, cells.warnings)
        contact, quota = self._contact(cells), self._quota(cells)
        code = self._code(cells, organisation)
        row = None
        if organisation is not None:
            row = Delegation(event=self._event, organisation=organisation, code=code, quota=quota)
        return PlannedRow(cells.number, name, row, [], cells.errors, cells.warnings, contact)

    def _organisation(self, cells: RowReader) -> Organisation | None:
        name = " ".join(cells.text("name").split())
        country, kind = self._country(cells), self._kind(cells)
        if not name:
            cells.error("name", _("Enter the name of the organization."))
        elif len(name) > 200:
            cells.error("name", _("A name may have at most 200 characters."))
        if not name or len(name) > 200 or country is None or kind is None:
            return None
        same = [
            organisation
            for organisation in self._known.find(name)
            if country in ("", organisation.country.code)
        ]
        if len(same) > 1:
            cells.error("name", _("Several organizations have this name. Enter the country."))
            return None
        key = same[0].pk if same else (normalise_header(name), country)
        if key in self._seen:
            cells.error("name", _("It is already in row %d.") % self._seen[key])
            return None
        self._seen[key] = cells.number
        if same:
            return same[0]
        if not country and kind != OrganisationKind.INTERNATIONAL:
            cells.error("country", _("Enter the country of the new organization."))
            return None
        if similar := self._similar.find_and_add(name, country):
            message = _("“%(name)s” is similar. Is it the same organization?")
            cells.warn("name", message, name=similar)
        return Organisation(
            kind=kind, name=TranslatedText({_written_in(name): name}), country=country
        )

    def _country(self, cells: RowReader) -> str | None:
        text = cells.meaning("country", cells.text("country"), country_lookup())
        codes = country_lookup().find(text) if text else [""]
        if not codes:
            cells.unknown("country", text, country_lookup(), is_short=False)
        return codes[0] if codes else None

    def _kind(self, cells: RowReader) -> str | None:
        text = cells.meaning("kind", cells.text("kind"), self._kinds)
        matches = self._kinds.find(text) if text else [OrganisationKind.CITY]
        if not matches:
            cells.unknown("kind", text, self._kinds)
        return matches[0] if matches else None

    def _code(self, cells: RowReader, organisation: Organisation | None) -> str:
        code = cells.text("code")
        if not code:
            if organisation is None:
                return ""
            name = organisation.name.best("en").text
            code = propose_code(organisation.country.code or "", name, self._codes)
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}", code):
            cells.error("code", _("A code may have at most 20 Latin letters, digits and hyphens."))
        elif code.upper() in self._codes:
            cells.error("code", _("Another delegation already has this code."))
        self._codes.add(code.upper())
        return code

    def _quota(self, cells: RowReader) -> int | None:
        text = cells.text("quota")
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) > MOST_PLACES:
            cells.error("quota", _("Enter a number from 0 to %d.") % MOST_PLACES)
            return None
        return int(text)

    def _contact(self, cells: RowReader) -> FocalPoint | None:
        name, email, text = (cells.text(key) for key in ("contact", "email", "language"))
        language = _languages().get(normalise_header(text)) if text else self._event.source_language
        if language is None:
            cells.error(
                "language", _("Not a language of this portal: %(codes)s.") % {"codes": text[:80]}
            )
        if not name and not email:
            return None
        if not name or len(name) > 200:
            cells.error("contact", _("Enter the name of the focal point."))
        try:
            validate_email(email)
        except ValidationError:
            cells.error("email", _("Enter an e-mail address."))
        return FocalPoint(name=name, email=email, language=language or "")


def _names(organisation: Organisation) -> Iterator[str]:
    yield from (*organisation.name.values(), organisation.local_name, organisation.acronym)


def _kind_words() -> Lookup[str]:
    """The kinds by their labels, and by what lists of the United Nations call them."""
    kinds = choice_words(OrganisationKind)
    for name in ("NGO", "NGOs", "Non-governmental organization", "Non-governmental organizations"):
        kinds.add(name, OrganisationKind.NGO)
    return kinds


def _written_in(name: str) -> str:
    """The language under which a name is kept, after its script; English under any other."""
    scripts = (("zh-hans", "\u3400-\u9fff"), ("ar", "\u0600-\u06ff"), ("ru", "\u0400-\u04ff"))
    return next((code for code, script in scripts if re.search(f"[{script}]", name)), "en")


@cache
def _languages() -> dict[str, str]:
    return {
        normalise_header(word): code
        for code, name in settings.LANGUAGES
        for word in (code, own_name(code), *in_every_language(name))
    }
