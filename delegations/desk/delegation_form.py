"""The form of the list of delegations on the staff pages. Its state is in the URL."""

from collections.abc import Sequence
from datetime import timedelta
from functools import reduce
from operator import or_

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.widgets import AnyOfField, LongCheckboxes
from delegations.choices import AWAITING_REPLY, Actor, InvitationStatus, OrganisationKind, RankClass
from delegations.desk.delegation_columns import (
    COLUMNS,
    MANUAL,
    STATUS,
    TITLE,
    TITLE_HEADING,
    DelegationColumn,
)
from delegations.desk.delegation_search import find_delegations
from delegations.lists.delegation_forms import RETURNED, WITHOUT_HEAD
from delegations.lists.filters.form import FilterForm
from delegations.lists.list_request import load_countries
from delegations.models import Attendee, Delegation
from delegations.querysets import ALPHABETICAL, PRECEDENCE, DelegationQuerySet
from events.models import Event

NOBODY, WAITING = "none", "waiting"
OWN_DATE, THIS_WEEK, OVERDUE = "own", "week", "overdue"
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

    def __init__(self, data: QueryDict, event: Event) -> None:
        super().__init__(data)
        self.event = event
        self.choose("country", load_countries(event))
        officers = User.objects.filter(liaised_delegations__event=event).distinct()
        names = sorted((officer.get_full_name(), str(officer.pk)) for officer in officers)
        self.choose("liaison", [(NOBODY, _NOBODY_YET), *((pk, name) for name, pk in names)])
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

    def matching(self) -> DelegationQuerySet:
        """The delegations of a valid form."""
        rows: DelegationQuerySet = self.event.delegations.all()
        conditions = self._conditions()
        for name in self.filters_set():
            is_not = name in self.cleaned_data["is_not"] and name not in self.never_not
            rows = rows.filter(~conditions[name] if is_not else conditions[name])
        if text := self.cleaned_data["q"]:
            rows = rows.filter(pk__in=find_delegations(self.event, text))
        return rows

    def _conditions(self) -> dict[str, Q]:
        """What each filter asks for, with its chosen values."""
        own = Delegation.objects.filter(event=self.event)
        heads = Attendee.objects.of_event(self.event).filter(is_head=True)
        chosen = self.cleaned_data
        ranked = heads.filter(rank_class__in=chosen["rank"])
        conditions = {
            "status": Q(status__in=chosen["status"]),
            "waits": Q(pk__in=own.waiting_for(*chosen["waits"]).values("pk")),
            "reply": Q(pk__in=self._replies_due(chosen["reply"]).values("pk")),
            "entries": Q(pk__in=own.with_waiting_entries().values("pk")),
            "country": Q(organisation__country__in=chosen["country"]),
            "kind": Q(organisation__kind__in=chosen["kind"]),
            "head": Q(pk__in=own.coming().without_head().values("pk")),
            "rank": Q(pk__in=ranked.values("delegation_id")),
            "liaison": Q(liaison_officer__in=[key for key in chosen["liaison"] if key != NOBODY]),
            "mail": Q(pk__in=own.with_returned_mail().values("pk")),
        }
        if NOBODY in chosen["liaison"]:
            conditions["liaison"] |= Q(liaison_officer=None)
        if "country" in chosen["is_empty"]:
            conditions["country"] |= Q(organisation__country="")
        if "rank" in chosen["is_empty"]:
            classed = heads.exclude(rank_class="")
            conditions["rank"] |= ~Q(pk__in=classed.values("delegation_id"))
        return conditions

    def _replies_due(self, chosen: Sequence[str]) -> DelegationQuerySet:
        """The delegations with a date of their own, or whose reply is overdue or due soon."""
        rows = Delegation.objects.filter(event=self.event).with_reply_deadline()
        today = timezone.localdate(timezone=self.event.zone)
        waiting = Q(status__in=AWAITING_REPLY)
        conditions = {
            OWN_DATE: Q(reply_by__isnull=False),
            OVERDUE: waiting & Q(reply_due_on__lt=today),
            THIS_WEEK: waiting & Q(reply_due_on__range=(today, today + timedelta(days=7))),
        }
        return rows.filter(reduce(or_, [conditions[value] for value in chosen], Q(pk__in=[])))
