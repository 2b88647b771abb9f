"""The form of the list of delegations on the staff pages. Its state is in the URL."""

from collections.abc import Collection, Sequence

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.widgets import AnyOfField, LongCheckboxes
from delegations.choices import Actor, InvitationStatus, OrganisationKind, RankClass
from delegations.desk.delegation_columns import (
    COLUMNS,
    MANUAL,
    STATUS,
    TITLE,
    TITLE_HEADING,
    DelegationColumn,
)
from delegations.desk.delegation_filters import (
    NOBODY,
    OVERDUE,
    OWN_DATE,
    THIS_WEEK,
    WAITING,
    delegation_condition,
    empty_condition,
)
from delegations.desk.delegation_search import find_delegations
from delegations.lists.delegation_forms import RETURNED, WITHOUT_HEAD
from delegations.lists.filters.choices import load_countries
from delegations.lists.filters.form import Choices, FilterForm
from delegations.querysets import ALPHABETICAL, PRECEDENCE, DelegationQuerySet
from events.models import Event

_NOBODY_YET = _("nobody yet")
# Filters whose fact may be missing.
_EMPTY = ("country", "rank")
_FILTERS = (
    "status",
    "waits",
    "reply",
    "entries",
    "country",
    "kind",
    "head",
    "rank",
    "liaison",
    "mail",
)


class DelegationListForm(FilterForm):
    """Search, filters, order and columns of the list of delegations."""

    # A delegation that is not coming needs no head.
    never_not = ("head",)

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    status = AnyOfField(label=_("Status"), required=False, choices=InvitationStatus.choices)
    waits = AnyOfField(label=_("Waiting for"), required=False, choices=Actor.choices)
    reply = AnyOfField(
        label=_("Reply by"),
        required=False,
        choices=[
            (OVERDUE, _("overdue")),
            (THIS_WEEK, _("within seven days")),
            (OWN_DATE, _("own date")),
        ],
    )
    entries = AnyOfField(
        label=_("Entries"), required=False, choices=[(WAITING, _("waiting for a decision"))]
    )
    country = AnyOfField(label=_("Country"), required=False)
    kind = AnyOfField(label=_("Kind"), required=False, choices=OrganisationKind.choices)
    head = AnyOfField(label=_("Head"), required=False, choices=[(WITHOUT_HEAD, _NOBODY_YET)])
    rank = AnyOfField(label=_("Rank class"), required=False, choices=RankClass.choices)
    liaison = AnyOfField(label=_("Liaison officer"), required=False)
    mail = AnyOfField(label=_("E-mail"), required=False, choices=[(RETURNED, _("bounces"))])
    is_not = AnyOfField(required=False)
    is_empty = AnyOfField(required=False)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            (ALPHABETICAL, _("Alphabetical by country")),
            (PRECEDENCE, _("Precedence")),
            (STATUS, _("Status")),
        ],
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        required=False,
        widget=LongCheckboxes,
        choices=[(TITLE, TITLE_HEADING), *((column.key, column.heading) for column in COLUMNS)],
    )
    # Whether the columns are shown in the order in which they are asked for.
    in_order = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, event: Event, *, is_whole: bool = False) -> None:
        """Unless it `is_whole`, only the choices of filters that `data` names are read."""
        super().__init__(data)
        self.event = event
        for name, load_choices in (("country", load_countries), ("liaison", _load_officers)):
            if is_whole or name in data:
                self.choose(name, load_choices(event))
        self.offer_senses(_EMPTY)

    def filter_names(self) -> Sequence[str]:
        """Every filter by its parameter, in the order in which people read them."""
        return _FILTERS

    @property
    def chosen_order(self) -> str:
        """The order that a valid form asks for."""
        return self.cleaned_data["order"] or ALPHABETICAL

    def chosen_columns(self) -> list[DelegationColumn]:
        """The selected columns, else the usual ones. Only for a valid form."""
        asked = self.cleaned_data["columns"]
        if asked and self.cleaned_data["in_order"]:
            by_key = {column.key: column for column in COLUMNS}
            return [by_key[key] for key in dict.fromkeys(asked) if key != TITLE]
        if asked:
            return [column for column in COLUMNS if column.key in asked]
        by_rank = self.chosen_order == PRECEDENCE
        return [
            column for column in COLUMNS if column.is_default or (by_rank and column.key == MANUAL)
        ]

    def rows(self) -> DelegationQuerySet:
        """The delegations with their heads and the number of their people, in their order."""
        own = self.matching().with_headcount().with_reply_deadline()
        if self.chosen_order == PRECEDENCE:
            return own.by_precedence()
        return own.by_status() if self.chosen_order == STATUS else own.alphabetical()

    def matching(self, *, without: str = "") -> DelegationQuerySet:
        """The delegations of a valid form, or of all its filters but one."""
        rows: DelegationQuerySet = self.event.delegations.all()
        for name in self.filters_set():
            if name != without:
                condition = self._condition(name)
                is_not = name in self.cleaned_data["is_not"] and name not in self.never_not
                rows = rows.filter(~condition if is_not else condition)
        if self.cleaned_data["q"]:
            rows = rows.filter(pk__in=self._search_results)
        return rows

    @cached_property
    def _search_results(self) -> Collection[int]:
        return find_delegations(self.event, self.cleaned_data["q"])

    def _condition(self, name: str) -> Q:
        """What a filter asks for: one of its chosen values, or that there is none."""
        chosen = self.cleaned_data
        condition = delegation_condition(self.event, name, chosen[name])
        if name in chosen["is_empty"]:
            condition |= empty_condition(self.event, name)
        return condition


def _load_officers(event: Event) -> Choices:
    officers = User.objects.filter(liaised_delegations__event=event).distinct()
    names = sorted((officer.get_full_name(), str(officer.pk)) for officer in officers)
    return [(NOBODY, _NOBODY_YET), *((pk, name) for name, pk in names)]
