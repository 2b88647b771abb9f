"""What staff choose in the attendee list. The state is in the address."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.roles import Right
from core.widgets import LongSelect
from delegations.choices import (
    Actor,
    AttendeeFunction,
    AttendeeStatus,
    RankClass,
)
from delegations.columns import ListColumn
from delegations.lists import AttendeeList
from delegations.models import Delegation
from delegations.querysets import (
    ALPHABETICAL,
    ARRIVAL,
    DEPARTURE,
    FUNCTION,
    HOTEL,
    PRECEDENCE,
    DelegationQuerySet,
)
from delegations.ready_lists import BY_KEY
from events.models import Event

_FILTERS = (
    "q", "delegation", "country", "function", "rank", "status", "counted", "vip", "session",
    "signed_up", "arrives_on", "departs_on",
)  # fmt: skip
_ORDERS = [
    (ALPHABETICAL, _("Alphabetical by country")),
    (PRECEDENCE, _("Precedence")),
    (FUNCTION, _("Function")),
]
# Whereabouts: only who may see them can put people in their order or look for a day.
WHEREABOUTS = [(ARRIVAL, _("Arrival")), (DEPARTURE, _("Departure")), (HOTEL, _("Hotel"))]
ORDERS = [*_ORDERS, *WHEREABOUTS]
NOT_APPROVED = "not-approved"
WITHOUT_HEAD = "none"


class AttendeeFilterForm(forms.Form):
    """Search, filters, order and columns of the attendee list."""

    q = forms.CharField(label=_("Name, office or city"), required=False, max_length=100)
    delegation = forms.TypedChoiceField(
        label=_("Delegation"), required=False, coerce=int, empty_value=None, widget=LongSelect
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    function = forms.ChoiceField(
        label=_("Function"), required=False, choices=[("", _("all")), *AttendeeFunction.choices]
    )
    rank = forms.ChoiceField(
        label=_("Rank class"), required=False, choices=[("", _("all")), *RankClass.choices]
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("all")), (NOT_APPROVED, _("not approved")), *AttendeeStatus.choices],
    )
    counted = forms.ChoiceField(
        label=_("Counted"),
        required=False,
        choices=[("", _("all")), ("yes", _("counted")), ("no", _("not counted"))],
    )
    vip = forms.ChoiceField(
        label=_("VIP"), required=False, choices=[("", _("all")), ("yes", _("VIP only"))]
    )
    session = forms.ChoiceField(label=_("On stage in"), required=False)
    signed_up = forms.ChoiceField(label=_("Seat in"), required=False)
    arrives_on = forms.DateField(
        label=_("Arrives on"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    departs_on = forms.DateField(
        label=_("Departs on"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    order = forms.ChoiceField(label=_("Order"), required=False)
    then = forms.ChoiceField(label=_("Then by"), required=False)
    ready = forms.ChoiceField(
        required=False,
        choices=[(key, one.label) for key, one in BY_KEY.items()],
        widget=forms.HiddenInput,
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Reason for sensitive columns"), required=False, max_length=300
    )

    def __init__(
        self,
        data: Any,
        *,
        event: Event,
        columns: Mapping[str, ListColumn],
        sessions: Sequence[tuple[str, str]],
        sign_ups: Sequence[tuple[str, str]],
        country_names: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.event = event
        self.available = columns
        self._choose("delegation", [("", _("all")), *_delegations(event)])
        self._choose("country", [("", _("all")), *country_names])
        self._choose("signed_up", [("", _("all")), ("any", _("any session")), *sign_ups])
        self._choose("session", [("", _("all")), ("any", _("any session")), *sessions])
        orders = [*_ORDERS, *(WHEREABOUTS if "arrives_at" in columns else ())]
        self._choose("order", orders)
        self._choose("then", [("", "–"), *orders])
        if "arrives_at" not in columns:
            del self.fields["arrives_on"], self.fields["departs_on"]
        self._choose("columns", [(key, one.heading) for key, one in columns.items()])
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def lacks_reason(self) -> bool:
        """Whether a sensitive column is asked for and nobody said what for."""
        sensitive = any(column.is_sensitive for column in self.chosen_columns())
        return sensitive and not self.cleaned_data["reason"]

    def needed_rights(self) -> set[Right]:
        """The rights that the list asked for takes, beyond those to see and take out people."""
        chosen = self.cleaned_data
        orders = {chosen["order"], chosen["then"]} & set(dict(WHEREABOUTS))
        whereabouts = orders or chosen.get("arrives_on") or chosen.get("departs_on")
        needed = {column.right for column in self.chosen_columns() if column.right}
        return needed | ({Right.VIEW_SENSITIVE} if whereabouts else set())

    def chosen_columns(self) -> list[ListColumn]:
        """The columns asked for, in the list's own order; the usual ones where none is.

        A ready list has an order of its own; what is added to it stands behind.
        """
        keys = set(self.cleaned_data.get("columns") or ())
        ready = BY_KEY.get(self.cleaned_data.get("ready", ""))
        own = ready.columns if ready else ()
        chosen = [
            column
            for key, column in self.available.items()
            if (key in keys if keys else column.is_default)
        ]
        return sorted(chosen, key=lambda one: own.index(one.key) if one.key in own else len(own))

    def attendee_list(self) -> AttendeeList:
        """The list asked for. Only for a valid form."""
        chosen = self.cleaned_data
        lookups = {
            "delegation": chosen["delegation"],
            "delegation__organisation__country": chosen["country"],
            "function": chosen["function"],
            "rank_class": chosen["rank"],
            "vip": chosen["vip"] == "yes",
            "travel__arrives_at__range": self._day(chosen.get("arrives_on")),
            "travel__departs_at__range": self._day(chosen.get("departs_on")),
            **_by_status(chosen["status"]),
        }
        return AttendeeList(
            event=self.event,
            columns=self.chosen_columns(),
            order=chosen["order"] or ALPHABETICAL,
            then=chosen["then"],
            name=chosen["ready"] or "attendees",
            title=str(BY_KEY[chosen["ready"]].label) if chosen["ready"] else "",
            text=chosen["q"],
            filters={name: value for name, value in lookups.items() if value},
            counted={"yes": True, "no": False}.get(chosen["counted"]),
        )

    def _day(self, day: date | None) -> tuple[datetime, datetime] | None:
        """From the first to the last moment of `day` in the zone of the event."""
        if day is None:
            return None
        zone = self.event.zone
        return datetime.combine(day, time.min, zone), datetime.combine(day, time.max, zone)

    def in_words(self) -> dict[str, str]:
        """The filters as a person reads them: label to value, for the file and for the log."""
        words = {}
        for name in _FILTERS:
            value = self.cleaned_data.get(name)
            if value:
                field: Any = self.fields[name]
                labels = dict(getattr(field, "choices", ()))
                words[str(field.label)] = str(labels.get(value, value))
        return words


class DelegationFilterForm(forms.Form):
    """Order and filters of the list of delegations."""

    order = forms.ChoiceField(label=_("Order"), required=False, choices=_ORDERS[:2])
    head = forms.ChoiceField(
        label=_("Head"), required=False, choices=[(WITHOUT_HEAD, _("nobody yet"))]
    )
    waits = forms.ChoiceField(label=_("Waits for"), required=False, choices=Actor.choices)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        # What a page does not understand it leaves out; a program is told.
        self.is_valid()

    @property
    def chosen_order(self) -> str:
        """The order chosen."""
        return self.cleaned_data.get("order") or ALPHABETICAL

    def rows(self, event: Event) -> DelegationQuerySet:
        """The delegations, with their heads and how many they are."""
        rows: DelegationQuerySet = Delegation.objects.filter(event=event).with_headcount()
        if self.cleaned_data.get("head"):
            rows = rows.coming().without_head()
        if waiting := self.cleaned_data.get("waits"):
            rows = rows.waiting_for(waiting)
        return rows.by_precedence() if self.chosen_order == PRECEDENCE else rows.alphabetical()

    def in_words(self) -> dict[str, str]:
        """The filters as a person reads them: label to value, for the log."""
        chosen = {name: self.cleaned_data.get(name) for name in ("head", "waits")}
        return {
            str(self.fields[name].label): str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]
            for name, value in chosen.items()
            if value
        }


def _delegations(event: Event) -> list[tuple[int, str]]:
    rows = event.delegations.alphabetical().values_list("pk", "organisation__name", "code")
    return [(pk, f"{name} ({code})") for pk, name, code in rows]


def _by_status(chosen: str) -> dict[str, Any]:
    if chosen == NOT_APPROVED:
        return {"status__in": [one for one in AttendeeStatus if one != AttendeeStatus.APPROVED]}
    return {"status": chosen}
