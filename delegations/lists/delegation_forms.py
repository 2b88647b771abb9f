"""The form of the list of delegations, for staff and programs."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from delegations.choices import Actor, InvitationStatus
from delegations.lists.forms import USUAL_ORDERS
from delegations.models import Delegation
from delegations.querysets import ALPHABETICAL, FUNCTION, PRECEDENCE, DelegationQuerySet
from events.models import Event

WITHOUT_HEAD, RETURNED = "none", "returned"


class DelegationFilterForm(forms.Form):
    """Order and filters of the list of delegations."""

    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[order for order in USUAL_ORDERS if order[0] != FUNCTION],
    )
    head = forms.ChoiceField(
        label=_("Head"), required=False, choices=[(WITHOUT_HEAD, _("nobody yet"))]
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=InvitationStatus.choices)
    waits = forms.ChoiceField(label=_("Waiting for"), required=False, choices=Actor.choices)
    mail = forms.ChoiceField(label=_("E-mail"), required=False, choices=[(RETURNED, _("bounces"))])

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data)
        # What a page does not understand it leaves out; a program is told.
        self.is_valid()

    @property
    def chosen_order(self) -> str:
        """The order chosen."""
        return self.cleaned_data.get("order") or ALPHABETICAL

    def rows(self, event: Event) -> DelegationQuerySet:
        """The delegations with their heads and the number of their people."""
        own = Delegation.objects.filter(event=event)
        rows: DelegationQuerySet = own.with_headcount()
        if self.cleaned_data.get("head"):
            rows = rows.coming().without_head()
        if self.cleaned_data.get("mail"):
            rows = rows.filter(pk__in=own.with_returned_mail().values("pk"))
        if status := self.cleaned_data.get("status"):
            rows = rows.filter(status=status)
        if waiting := self.cleaned_data.get("waits"):
            rows = rows.waiting_for(waiting)
        return rows.by_precedence() if self.chosen_order == PRECEDENCE else rows.alphabetical()

    def in_words(self) -> dict[str, str]:
        """The filters in words, by label, for the log."""
        chosen = {name: self.cleaned_data.get(name) for name in ("head", "status", "waits", "mail")}
        return {
            str(self.fields[name].label): str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]
            for name, value in chosen.items()
            if value
        }
