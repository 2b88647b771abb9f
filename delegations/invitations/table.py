"""A table of organisations to invite, as somebody keeps it: read, compared with what is there.

Nothing is changed until every cell can be understood; then all of it is entered, or none.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from accounts.models import User
from core.files.spreadsheets import guard
from core.tables import Field, Grid, Mapping, address, find_mapping, normalised
from core.tables.mapping import in_every_language
from core.text.languages import language_codes, own_name
from core.text.translated import TranslatedText
from delegations.choices import OrganisationKind
from delegations.invitations.candidates import taken_codes
from delegations.invitations.enlisting import Contact, Invitee, NotEnlisted, enlist
from delegations.models import Delegation, Organisation
from delegations.people.order import lock_order
from delegations.protocol.codes import propose_code
from events.models import Event

MOST_LINES = 500
MOST_PLACES = 1000

FIELDS = (
    Field(
        "name", gettext_lazy("Organization"), gettext_lazy("Its name, in any language."),
        "Bogotá", ("name", "city", "organisation", "城市", "单位", "ville", "ciudad", "المدينة"),
        is_required=True,
    ),
    Field("kind", gettext_lazy("Kind"), gettext_lazy("Leave empty for a city."), "city",
          ("type", "类型")),
    Field("country", gettext_lazy("Country"),
          gettext_lazy("Name or code. Leave empty for an international organization."), "CO",
          ("pays", "国家")),
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


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, or with the table (`where` empty)."""

    where: str
    why: str | Promise


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What the table would do: whom it enters, whom it leaves out, what is wrong with it."""

    invitees: Sequence[Invitee] = ()
    rows: Sequence[int] = ()
    left_out: Sequence[tuple[int, Delegation]] = ()
    unknown: Sequence[str] = ()
    faults: Sequence[Fault] = field(default_factory=tuple)

    @property
    def lines(self) -> list[tuple[int, Invitee]]:
        """Each row of the table that is entered."""
        return list(zip(self.rows, self.invitees, strict=True))


def as_text(grid: Grid) -> str:
    """The table as text that is read the same way: every row keeps its number."""
    out, at = io.StringIO(), 1
    writer = csv.writer(out, lineterminator="\n")
    for row in grid.rows:
        out.write("\n" * (row.number - at))
        writer.writerow([guard(cell) for cell in row.cells])
        at = row.number + 1
    return out.getvalue()


def plan_table(event: Event, grid: Grid, by: User) -> TablePlan:
    """Compare the table with what `by` sees of the organisations. Changes nothing."""
    mapping = find_mapping(grid, FIELDS)
    flaws = [Fault(where, flaw.label) for where, flaw in grid.flaws.items()]
    lines = [row for row in grid.rows if row.number > mapping.header_row]
    if mapping.missing:
        names = ", ".join(str(one.label) for one in mapping.missing)
        why = _("The first row must name the columns. Missing: %s.") % names
        return TablePlan(faults=[*flaws, Fault("", why)])
    if len(lines) > MOST_LINES:
        why = _("The table has more than %d organizations. Split it into several.") % MOST_LINES
        return TablePlan(faults=[*flaws, Fault("", why)])
    return _Reader(event, mapping, by, flaws).plan(lines)


@transaction.atomic
def enlist_table(*, event: Event, grid: Grid, by: User) -> TablePlan:
    """Enter everybody, or nobody if a cell is wrong: the plan says so."""
    lock_order(pk=event.pk)
    plan = plan_table(event, grid, by)
    if plan.faults or not plan.invitees:
        return plan
    try:
        enlist(event=event, invitees=plan.invitees, by=by)
    except NotEnlisted as error:
        faults = [Fault(str(plan.rows[place]), why) for place, why in error.faults.items()]
        return TablePlan(faults=faults)
    return plan


class _Reader:
    """Reads row by row, and remembers what the rows before have taken."""

    def __init__(self, event: Event, mapping: Mapping, by: User, flaws: list[Fault]) -> None:
        self.event, self.mapping, self.faults = event, mapping, flaws
        self.columns = {key: column for column, key in mapping.columns.items()}
        rows = Delegation.objects.filter(event=event)
        self.here = {row.organisation_id: row for row in rows.select_related("organisation")}
        self.codes = taken_codes(event)
        self.known: dict[str, list[Organisation]] = {}
        for one in Organisation.objects.visible_to(by):
            for name in {normalised(text) for text in _names(one)} - {""}:
                self.known.setdefault(name, []).append(one)
        self.seen: dict[Any, int] = {}

    def plan(self, lines: Sequence[Any]) -> TablePlan:
        found, rows, left_out = [], [], []
        for row in lines:
            cells = {key: row.cells[at].strip() if at < len(row.cells) else ""
                     for key, at in self.columns.items()}  # fmt: skip
            organisation = self._organisation(row.number, cells)
            if organisation is not None and organisation.pk in self.here:
                left_out.append((row.number, self.here[organisation.pk]))
                continue
            contact = self._contact(row.number, cells)
            quota = self._quota(row.number, cells.get("quota", ""))
            code = self._code(row.number, cells.get("code", ""), organisation)
            if organisation is None:
                continue
            found.append(Invitee(organisation, code, quota, contact))
            rows.append(row.number)
        unknown = tuple(self.mapping.unknown.values())
        return TablePlan(found, rows, left_out, unknown, self.faults)

    def _blame(self, row: int, key: str, why: str) -> None:
        column = self.columns.get(key, self.columns["name"])
        self.faults.append(Fault(address(column, row), why))

    def _organisation(self, row: int, cells: dict[str, str]) -> Organisation | None:
        name = " ".join(cells["name"].split())
        country = self._country(row, cells.get("country", ""))
        kind = self._kind(row, cells.get("kind", ""))
        if not name:
            self._blame(row, "name", _("Enter the name of the organization."))
        elif len(name) > 200:
            self._blame(row, "name", _("A name may have at most 200 characters."))
        if not name or len(name) > 200 or country is None or kind is None:
            return None
        same = self.known.get(normalised(name), [])
        same = [one for one in same if not country or one.country.code == country]
        if len(same) > 1:
            self._blame(row, "name", _("Several organizations have this name. Enter the country."))
            return None
        key = same[0].pk if same else (normalised(name), country)
        if key in self.seen:
            self._blame(row, "name", _("It is already in row %d.") % self.seen[key])
            return None
        self.seen[key] = row
        return same[0] if same else self._new(row, name, country, kind)

    def _new(self, row: int, name: str, country: str, kind: str) -> Organisation | None:
        if not country and kind != OrganisationKind.INTERNATIONAL:
            self._blame(row, "country", _("Enter the country of the new organization."))
            return None
        return Organisation(
            kind=kind, name=TranslatedText({_written_in(name): name}), country=country
        )

    def _country(self, row: int, said: str) -> str | None:
        code = _country_codes().get(normalised(said), "" if not said else None)
        if code is None:
            self._blame(row, "country", _("No country is called “%s”.") % said[:80])
        return code

    def _kind(self, row: int, said: str) -> str | None:
        if not said:
            return OrganisationKind.CITY
        found = _kinds().get(normalised(said))
        if found is None:
            kinds = ", ".join(str(one) for one in OrganisationKind.labels)
            self._blame(row, "kind", _("Enter one of: %s.") % kinds)
        return found

    def _code(self, row: int, said: str, organisation: Organisation | None) -> str:
        if organisation is None and not said:
            return ""
        code = said or _proposed(organisation, self.codes)
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}", code):
            why = _("A code may have at most 20 Latin letters, digits and hyphens.")
            self._blame(row, "code", why)
        elif code.upper() in self.codes:
            self._blame(row, "code", _("Another delegation already has this code."))
        self.codes.add(code.upper())
        return code

    def _quota(self, row: int, said: str) -> int | None:
        if not said:
            return None
        if not re.fullmatch(r"[0-9]{1,4}", said) or int(said) > MOST_PLACES:
            self._blame(row, "quota", _("Enter a number from 0 to %d.") % MOST_PLACES)
            return None
        return int(said)

    def _contact(self, row: int, cells: dict[str, str]) -> Contact | None:
        name, email = cells.get("contact", ""), cells.get("email", "")
        said = cells.get("language", "")
        language = _languages().get(normalised(said)) if said else self.event.source_language
        if language is None:
            self._blame(
                row,
                "language",
                _("Not a language of this portal: %(codes)s.") % {"codes": said[:80]},
            )
        if not name and not email:
            return None
        if not name or len(name) > 200:
            self._blame(row, "contact", _("Enter the name of the focal point."))
        try:
            validate_email(email)
        except ValidationError:
            self._blame(row, "email", _("Enter an e-mail address."))
        return Contact(name, email, language or "")


def _proposed(organisation: Any, taken: set[str]) -> str:
    name = organisation.name.best("en").text
    return propose_code(organisation.country.code or "", name, taken)


def _names(organisation: Organisation) -> Iterator[str]:
    yield from (*organisation.name.values(), organisation.local_name, organisation.acronym)


def _written_in(name: str) -> str:
    """The language under which a name in one script is kept: Chinese, Arabic, else English."""
    if re.search(r"[\u3400-\u9fff]", name):
        return "zh-hans"
    return "ar" if re.search(r"[\u0600-\u06ff]", name) else "en"


@cache
def _country_codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in language_codes():
        with translation.override(language):
            found |= {normalised(str(name)): code for code, name in countries}
    return found | {normalised(code): code for code, _name in countries}


@cache
def _kinds() -> dict[str, str]:
    return {
        normalised(word): kind.value
        for kind in OrganisationKind
        for word in (kind.value, *in_every_language(kind.label))
    }


@cache
def _languages() -> dict[str, str]:
    return {
        normalised(word): code
        for code, name in settings.LANGUAGES
        for word in (code, own_name(code), *in_every_language(name))
    }
