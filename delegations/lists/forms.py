"""The form of the attendee list. Its state is in the URL."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.roles import Right
from core.forms import DayField
from core.widgets import AnyOfField, LongCheckboxes
from delegations.choices import AttendeeFunction, AttendeeStatus, RankClass
from delegations.lists.added_columns import ADDED
from delegations.lists.attendee_list import ATTENDEES, AttendeeList
from delegations.lists.columns import ListColumn
from delegations.lists.consent_columns import columns_for_sharing, consent_choices
from delegations.lists.filters.choices import NOT_APPROVED, delegation_choices, load_countries
from delegations.lists.filters.conditions import EMPTY, conditions_of
from delegations.lists.filters.form import Choices, FilterForm, TickedField
from delegations.lists.filters.words import ANY, as_sentence, filter_names, filters_in_words
from delegations.lists.needed_columns import (
    CONTACT_COLUMNS,
    FILTER_COLUMNS,
    FILTERS_NAMED,
    columns_of,
    hidden_fields,
    may_use,
)
from delegations.lists.paper.book_pdf import A5
from delegations.lists.ready_lists import BOOK, READY_LISTS, ReadyList
from delegations.lists.versions import version_choices
from delegations.protocol.contact_search import parse_search
from delegations.querysets import (
    ALPHABETICAL,
    ARRIVAL,
    DEPARTURE,
    FUNCTION,
    HOTEL,
    PRECEDENCE,
)
from events.models import Event

# Times narrow what the filter of the day finds.
TIME_FILTERS = ("arrives_from", "arrives_until", "departs_from", "departs_until")
USUAL_ORDERS = [
    (ALPHABETICAL, _("Alphabetical by country")),
    (PRECEDENCE, _("Precedence")),
    (FUNCTION, _("Function")),
]
ORDERS = [
    *USUAL_ORDERS,
    (ARRIVAL, _("Arrival")),
    (DEPARTURE, _("Departure")),
    (HOTEL, _("Hotel")),
]


class AttendeeFilterForm(FilterForm):
    """Search, filters, order and columns of the attendee list."""

    never_not = ("counted", *TIME_FILTERS)

    q = forms.CharField(label=_("Name, office title or city"), required=False, max_length=100)
    person = TickedField(label=_("Ticked people"), required=False, widget=forms.MultipleHiddenInput)
    match = forms.ChoiceField(
        label=_("Show people who meet"),
        required=False,
        choices=[("", _("every filter")), (ANY, _("at least one filter"))],
    )
    delegation = AnyOfField(label=_("Delegation"), required=False)
    country = AnyOfField(label=_("Country"), required=False)
    function = AnyOfField(label=_("Function"), required=False, choices=AttendeeFunction.choices)
    rank = AnyOfField(label=_("Rank class"), required=False, choices=RankClass.choices)
    status = AnyOfField(
        label=_("Status"),
        required=False,
        choices=[(NOT_APPROVED, _("not approved")), *AttendeeStatus.choices],
    )
    counted = forms.ChoiceField(
        label=_("Counted"),
        required=False,
        choices=[("", _("all")), ("yes", _("counted")), ("no", _("not counted"))],
    )
    vip = AnyOfField(label=_("VIP"), required=False, choices=[("yes", _("VIP only"))])
    arrives_on = DayField(
        label=_("Arrives on"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    arrives_from = forms.TimeField(label=_("Earliest arrival"), required=False)
    arrives_until = forms.TimeField(label=_("Latest arrival"), required=False)
    departs_on = DayField(
        label=_("Departs on"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    departs_from = forms.TimeField(label=_("Earliest departure"), required=False)
    departs_until = forms.TimeField(label=_("Latest departure"), required=False)
    consent = AnyOfField(label=_("Consent"), required=False)
    is_not = AnyOfField(label=_("Filters turned round: is not"), required=False)
    is_empty = AnyOfField(label=_("Filters that find what is empty"), required=False)
    order = forms.ChoiceField(label=_("Order"), required=False)
    then = forms.ChoiceField(label=_("Then by"), required=False)
    ready = forms.ChoiceField(
        required=False,
        choices=[(ready_list.key, ready_list.label) for ready_list in READY_LISTS],
        widget=forms.HiddenInput,
    )
    columns = forms.MultipleChoiceField(label=_("Columns"), required=False, widget=LongCheckboxes)
    # Whether the columns are shown in the order in which they are asked for.
    in_order = forms.BooleanField(required=False, widget=forms.HiddenInput)
    paper = forms.ChoiceField(label=_("Paper of the book"), required=False)
    since = forms.ChoiceField(label=_("Changed since"), required=False)
    reason = forms.CharField(
        label=_("Reason for sensitive columns"), required=False, max_length=300
    )

    def __init__(
        self,
        data: QueryDict,
        *,
        event: Event,
        columns: Mapping[str, ListColumn],
        ready_lists: Sequence[ReadyList] = READY_LISTS,
        compares: bool = False,
        is_whole: bool = True,
    ) -> None:
        """`columns` are those that the reader may see; `compares` is for those with versions.

        Unless the form `is_whole`, it has the filters that `data` names and no others: the choices
        of the others are not read.
        """
        super().__init__(data)
        named = {*data, *(name for sense in FILTERS_NAMED for name in data.getlist(sense))}
        dropped = set() if is_whole else {*filter_names(), "paper", "since"} - named
        fields = filter_fields(self.fields)
        self.fields = {name: field for name, field in fields.items() if name not in dropped}
        self.event, self.seen, self.compares = event, columns, compares
        self.ready_list = self._chosen_list(ready_lists)
        self.available = columns
        if self.ready_list and self.ready_list.purpose:
            self.available = columns_for_sharing(columns, self.ready_list.contacts)
        for name in FILTER_COLUMNS:
            if name in self.fields and not may_use(name, columns):
                del self.fields[name]
        self._offer_choices()
        self.offer_senses(EMPTY)
        if self._searches_contacts() and "q" in self.fields:
            self.fields["q"].widget.attrs["placeholder"] = _("also e-mail address or phone number")

    def _offer_choices(self) -> None:
        orders = [order for order in ORDERS if may_use("order", self.seen, order[0])]
        self.choose("order", orders)
        self.choose("then", [("", "–"), *orders])
        self.choose("columns", [(key, column.heading) for key, column in self.available.items()])
        for name, load_choices in self._choices().items():
            if name in self.fields:
                self.choose(name, load_choices())
        for name in ("consent", "paper", "since"):
            if not self.choices_of(name):
                self.fields.pop(name, None)

    def _choices(self) -> dict[str, Callable[[], Choices]]:
        """How to read the choices of each field whose choices depend on the event or the list."""
        return {
            "delegation": partial(delegation_choices, self.event),
            "country": partial(load_countries, self.event),
            **{added.filter_name: partial(added.choices, self.event) for added in ADDED},
            "consent": partial(consent_choices, self.seen),
            "paper": self._papers,
            "since": self._versions,
        }

    def _papers(self) -> Choices:
        is_book = self.ready_list is not None and self.ready_list.paper == BOOK
        return [("", "A4"), (A5, "A5")] if is_book else []

    def _versions(self) -> Choices:
        name = self.ready_list.key if self.ready_list else ATTENDEES
        versions = version_choices(self.event, name) if self.compares else []
        return [("", _("show everything")), *versions] if versions else []

    def clean(self) -> dict[str, object]:
        """Refuse times in the wrong order, which nobody meets."""
        chosen = self.cleaned_data
        for journey in ("arrives", "departs"):
            first, last = chosen.get(f"{journey}_from"), chosen.get(f"{journey}_until")
            if first and last and first > last:
                self.add_error(f"{journey}_until", _("The latest time must be after the earliest."))
        return chosen

    def _chosen_list(self, ready_lists: Sequence[ReadyList]) -> ReadyList | None:
        self.choose("ready", [(ready_list.key, ready_list.label) for ready_list in ready_lists])
        return {ready_list.key: ready_list for ready_list in ready_lists}.get(
            self.data.get("ready", "")
        )

    def _searches_contacts(self) -> bool:
        return set(self.seen) >= CONTACT_COLUMNS

    def lacks_reason(self) -> bool:
        """Whether a sensitive column is selected without a reason."""
        sensitive = any(column.is_sensitive for column in self.chosen_columns())
        return sensitive and not self.cleaned_data["reason"]

    def needed_rights(self) -> set[Right]:
        """The rights that the list needs beyond those to see and export people."""
        told = {column.key for column in self.chosen_columns()}
        for name, value in self.cleaned_data.items():
            values = value if isinstance(value, list) else [str(value or "")]
            told |= columns_of(name, values)
        rights = {right for key in told if key in self.seen for right in self.seen[key].rights}
        if self.ready_list and self.ready_list.right:
            rights.add(self.ready_list.right)
        if (
            self._searches_contacts()
            and parse_search(self.cleaned_data.get("q", "")).names_contacts
        ):
            rights.add(Right.VIEW_CONTACTS)
        return rights

    def chosen_columns(self) -> list[ListColumn]:
        """The selected columns in the order of the list; the default ones if none is selected.

        A ready list has an order of its own; what is added to it stands behind. With `in_order` the
        order is that of the URL.
        """
        asked = self.cleaned_data.get("columns") or ()
        if asked and self.cleaned_data.get("in_order"):
            return [self.available[key] for key in dict.fromkeys(asked)]
        keys = set(asked)
        own = self.ready_list.columns if self.ready_list else ()
        chosen = [
            column
            for key, column in self.available.items()
            if (key in keys if keys else column.is_default)
        ]
        return sorted(
            chosen, key=lambda column: own.index(column.key) if column.key in own else len(own)
        )

    def attendee_list(self) -> AttendeeList:
        """The list that the form describes. Only for a valid form."""
        chosen = self.cleaned_data
        return AttendeeList(
            event=self.event,
            columns=self.chosen_columns(),
            order=chosen["order"] or ALPHABETICAL,
            then=chosen["then"],
            name=self.ready_list.key if self.ready_list else ATTENDEES,
            title=str(self.ready_list.label) if self.ready_list else "",
            text=chosen.get("q", ""),
            ticked=chosen["person"],
            in_contacts=self._searches_contacts(),
            unseen=hidden_fields(self.seen),
            purpose=self.ready_list.purpose or "" if self.ready_list else "",
            conditions=list(self.conditions().values()),
            any_of=chosen["match"] == ANY,
        )

    def filter_names(self) -> list[str]:
        """Every filter by its parameter, in the order in which people read them."""
        return filter_names()

    def conditions(self) -> dict[str, Q]:
        """The condition of each filter that is set, by parameter. Only for a valid form."""
        chosen = self.cleaned_data
        return conditions_of(self.event, chosen, chosen["is_not"], chosen["is_empty"])

    @property
    def of_the_menu(self) -> list[forms.BoundField]:
        """The fields that the menu of filters shows below them."""
        names = ("match", "order", "then", "paper", "since")
        return [self[name] for name in names if name in self.fields]

    def in_words(self) -> dict[str, str]:
        """The filters in words, by label, for the page and the log."""
        return filters_in_words(self)

    def as_sentence(self) -> str:
        """The filters as one line, for a file: with “and” or “or” between them."""
        return as_sentence(self)


def filter_fields(declared: Mapping[str, forms.Field] | None = None) -> dict[str, forms.Field]:
    """The fields of the form by parameter; filters of added columns follow the VIP filter."""
    fields: dict[str, forms.Field] = {}
    for name, field in (declared or AttendeeFilterForm.base_fields).items():
        fields[name] = field
        if name == "vip":
            for added in ADDED:
                label = str(added.filter_label)
                fields[added.filter_name] = AnyOfField(label=label, required=False)
    return fields
