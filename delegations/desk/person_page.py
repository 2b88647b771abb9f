"""What the office sees of one person: the cells of the attendee list under headings, and warnings.

Each fact is a column of the list, so that a right decides in one place what a reader sees.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.roles import Right
from core.history import FieldChange
from core.lists.peek import Fact, Peek, Remark, Tool
from core.text.dates import day_without_time, short_moment
from delegations.choices import AttendeeFunction, ConsentPurpose, DeadlineKind, NameOrder
from delegations.duplicates.suspects import load_suspected_pairs, load_suspicions
from delegations.lists.added_columns import ADDED
from delegations.lists.attendee_list import AttendeeList
from delegations.lists.columns import columns_for, mask_sealed
from delegations.lists.consent_columns import CONSENT_COLUMNS
from delegations.lists.list_request import load_list_facts
from delegations.lists.needed_columns import consent_column
from delegations.models import Attendee, Deadline, Photograph, StatusChange
from delegations.people.completeness import missing_of
from delegations.registration.entries import describe_amendment

# Columns of the list by heading; each person sees those that the rights allow. The first are
# asked for by the form of people who may correct them.
_Headings: TypeAlias = tuple[tuple[str | Promise, tuple[str, ...]], ...]
_ASKED: _Headings = (
    (
        gettext_lazy("Office"),
        (
            "office_title_en",
            "office_title",
            "institution",
            "function",
            "rank_class",
            "is_incumbent",
            "vip",
        ),
    ),
    (
        pgettext_lazy("of a person", "Name"),
        ("courtesy", "honorific", "given", "family", "display_name", "badge_name", "pronunciation"),
    ),
    (gettext_lazy("Contact"), ("email", "phone")),
)
_SECTIONS: _Headings = (
    (
        gettext_lazy("Delegation"),
        (
            "organisation", "country", "code", "precedence", "liaison", "liaison_phone",
            "interpretation",
        ),
    ),
    (
        gettext_lazy("Journey and hotel"),
        (
            "arrives_at", "arrival_mode", "arrival_from", "arrival_point", "arrival_number", "bags",
            "departs_at", "departure_point", "departure_number", "hotel", "room_type",
            "shares_with", "room_payer", "confirmation_number",
        ),
    ),
)  # fmt: skip
# Under the heading of consents the purpose alone.
_LABELS = {consent_column(purpose): purpose.label for purpose in ConsentPurpose}
_IN_SHORT = ("office_title_en", "function", "status", "organisation", "rank_class", "vip")


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under one heading."""

    title: str
    facts: list[Fact]


def _in_words(cell: object) -> str:
    if isinstance(cell, datetime):
        return short_moment(localtime(cell))
    if isinstance(cell, date):
        return day_without_time(cell)
    return "" if cell is None else str(cell)


class PersonPage:
    """Everything about `person` that somebody with `rights` may see."""

    def __init__(self, person: Attendee, rights: frozenset[Right]) -> None:
        self.person, self.rights = person, rights
        self.event = person.delegation.event
        self.facts = self._load_facts()

    def _load_facts(self) -> dict[str, Fact]:
        """The cells of the attendee list that are not empty, by column."""
        columns = [column for column in columns_for(self.rights).values() if column.sources]
        of_person = AttendeeList(self.event, columns, conditions=[Q(pk=self.person.pk)])
        facts = load_list_facts(self.event, columns, {self.person.pk: self.person.delegation_id})
        (cells,) = mask_sealed(columns, of_person.rows(facts))
        return {
            column.key: Fact(str(_LABELS.get(column.key, column.heading)), text)
            for column, cell in zip(columns, cells, strict=True)
            if (text := _in_words(cell))
        }

    def sections(self) -> list[Section]:
        """The facts under their headings; columns of higher apps have one of their own.

        What the form asks for is not said twice.
        """
        may_correct = Right.EDIT_PEOPLE in self.rights
        groups = (
            *(() if may_correct else _ASKED),
            *_SECTIONS,
            (_("At the forum"), tuple(added.column.key for added in ADDED)),
            (_("Consents"), tuple(column.key for column in CONSENT_COLUMNS)),
        )
        sections = [
            Section(str(title), [self.facts[key] for key in keys if key in self.facts])
            for title, keys in groups
        ]
        return [section for section in sections if section.facts]

    def steps(self) -> list[StatusChange]:
        """The changes of status, the newest first."""
        return list(self.person.status_changes.select_related("by", "by_focal_point"))

    @cached_property
    def photograph(self) -> Photograph | None:
        """The photograph, if there is one."""
        return Photograph.objects.filter(attendee=self.person).first()

    def wanted_changes(self) -> list[FieldChange]:
        """The changes that the delegation asks for, for people who decide on them."""
        if Right.EDIT_PEOPLE not in self.rights:
            return []
        waiting = self.person.amendments.waiting().first()
        return describe_amendment(waiting) if waiting else []

    def missing(self) -> list[str]:
        """What the person lacks, a photograph included if the event asks for one."""
        deadlines = Deadline.objects.filter(event=self.event)
        lacks_photograph = deadlines.asking(DeadlineKind.PHOTOGRAPHS) and self.photograph is None
        return [*missing_of(self.person), *([_("a photograph")] if lacks_photograph else [])]

    def remarks(self) -> Iterator[Remark]:
        """What the office should look at."""
        person = self.person
        if person.name_order != NameOrder.SINGLE and not person.family:
            yield Remark(
                "warning",
                _("Family name unknown."),
                _("Lists cannot sort by it or print it in capitals."),
            )
        for other, reasons in self._alike:
            yield Remark("warning", _("The same person as %s?") % other, reasons)

    @cached_property
    def _alike(self) -> list[tuple[Attendee, str]]:
        """Likely duplicates, for people who may merge them: what is alike hints at contacts."""
        if Right.EDIT_PEOPLE not in self.rights:
            return []
        pairs = load_suspected_pairs(self.event, may_be_old=True)
        own = [pair for pair in pairs if self.person.pk in (pair.first, pair.second)]
        return [
            (
                suspicion.other if suspicion.keep == self.person else suspicion.keep,
                ", ".join(map(str, suspicion.reasons)),
            )
            for suspicion in load_suspicions(own)
        ]

    def tools(self) -> Iterator[Tool]:
        """The pages about the person that the reader may open."""
        event, person = self.event.slug, self.person
        pages = (
            (Right.VIEW_PEOPLE, _("Delegation"), "delegation", person.delegation.code),
            (Right.EDIT_PEOPLE, _("Link to their own entry"), "person-link", person.guid),
            (Right.VIEW_SENSITIVE, _("Sensitive data"), "sensitive", person.guid),
            (Right.EDIT_TEAM, _("Personal data"), "person-data", person.guid),
        )
        for right, label, name, key in pages:
            if right in self.rights:
                yield Tool(label, reverse(f"staff:{name}", args=[event, key]))
        if Right.EDIT_PEOPLE in self.rights:
            yield from self._office_tools()
        record = reverse("admin:delegations_attendee_change", args=[person.pk])
        yield Tool(_("Full record"), record)
        history = reverse("admin:delegations_attendee_history", args=[person.pk])
        yield Tool(_("History"), history)

    def _office_tools(self) -> Iterator[Tool]:
        event, person = self.event.slug, self.person
        if person.function == AttendeeFunction.HEAD:
            url = reverse("staff:head", args=[event, person.delegation.code])
            yield Tool(_("Change head of delegation"), url)
            if letter := person.delegation.letters.newest_first().first():
                url = reverse("staff:letter", args=[event, letter.guid])
                yield Tool(_("Invitation letter"), url)
        for other, _reasons in self._alike:
            url = reverse("staff:merge", args=[event, person.guid])
            yield Tool(_("Compare with %s") % other, f"{url}?other={other.guid}")

    def peek(self) -> Peek:
        """The person in short, beside the list."""
        page = reverse("staff:person", args=[self.event.slug, self.person.guid])
        return Peek(
            kind=str(self.person.delegation.organisation.name),
            title=self.person.listed_name,
            facts=tuple(self.facts[key] for key in _IN_SHORT if key in self.facts),
            missing=tuple(self.missing()),
            remarks=tuple(self.remarks()),
            tools=(Tool(_("Open"), page),),
        )
