"""Set function, VIP, rank class, hotel or liaison officer of many people."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.form_fields import form_field
from core.json_types import JsonValue
from delegations.bulk.actions import (
    ALREADY_SO,
    ActionForm,
    Applied,
    BulkAction,
    Effect,
    PeopleAction,
    Values,
)
from delegations.bulk.fields import LIAISON_OFFICER, RANK_CLASS, VIP, FieldOf, SetField
from delegations.choices import AttendeeFunction, RankClass
from delegations.models import Attendee, Travel
from delegations.people.hotels import RIGHTS_TO_MOVE, save_hotels
from events.models import Event, Venue


class FunctionForm(ActionForm):
    """A function. Heads are named one by one, on a page that asks what depends on them."""

    function = forms.ChoiceField(
        label=gettext_lazy("Function"),
        choices=[choice for choice in AttendeeFunction.choices if choice[0] != "head"],
    )


class _Function(FieldOf):
    def derived(self, value: object) -> dict[str, object]:
        """The place of the function in lists."""
        return {"function_order": AttendeeFunction.values.index(str(value))}

    def restorable(self, rows: Sequence[Any], value: object) -> Sequence[Attendee]:
        """Nobody becomes head again where another has been entered since."""
        if value != AttendeeFunction.HEAD:
            return rows
        taken = Attendee.objects.filter(delegation__in=[row.delegation_id for row in rows])
        heads = set(taken.entered_heads().values_list("delegation_id", flat=True))
        return [row for row in rows if row.delegation_id not in heads]


class SetFunction(SetField[Attendee]):
    """Set the function; heads of delegation keep theirs."""

    key, label = "function", gettext_lazy("Set function")
    field = _Function(Attendee, "function")
    form_class = FunctionForm

    def obstacle(self, row: Attendee) -> str | Promise:
        """A head is not demoted before another is named."""
        return _("Name another head of delegation first.") if row.is_head else ""


class SetVip(SetField[Attendee]):
    """Mark people as VIP."""

    key, label = "vip", gettext_lazy("Mark as VIP")
    field, value = VIP, True


class UnsetVip(SetField[Attendee]):
    """Remove the mark."""

    key, label = "not-vip", gettext_lazy("Remove VIP mark")
    field, value = VIP, False


class RankForm(ActionForm):
    """A class, or none."""

    rank_class = forms.ChoiceField(
        label=gettext_lazy("Rank class"), required=False, choices=[("", "–"), *RankClass.choices]
    )


class SetRank(SetField[Attendee]):
    """Set the rank class. That of a head decides the place of the delegation."""

    key, label = "rank", gettext_lazy("Set rank class")
    field = RANK_CLASS
    form_class = RankForm


class LiaisonForm(ActionForm):
    """A member of the team, or nobody."""

    liaison_officer = forms.ModelChoiceField(
        label=gettext_lazy("Liaison officer"),
        queryset=User.objects.none(),
        required=False,
    )

    def __init__(self, data: QueryDict | None, *, event: Event, user: User) -> None:
        super().__init__(data, event=event, user=user)
        team = User.objects.filter(memberships__event=event, is_active=True).order_by("name", "pk")
        form_field(self, "liaison_officer", forms.ModelChoiceField).queryset = team


class SetLiaison(BulkAction[Attendee]):
    """Set the liaison officer of the delegations of these people."""

    key, label = "liaison", gettext_lazy("Set liaison officer")
    form_class = LiaisonForm
    note = gettext_lazy(
        "A liaison officer belongs to the delegation: everyone in it will have the same one."
    )

    def effects(
        self, event: Event, rows: Sequence[Attendee], values: Values
    ) -> list[Effect[Attendee]]:
        """The officer of each person's delegation before and after."""
        officer = values["liaison_officer"]
        effects = []
        for row in rows:
            now = row.delegation.liaison_officer
            obstacle = ALREADY_SO if now == officer else ""
            effects.append(Effect(row, str(now or ""), str(officer or ""), obstacle))
        return effects

    def apply(
        self, event: Event, rows: Sequence[Attendee], values: Values, by: User
    ) -> Applied[Attendee]:
        """Save each delegation once."""
        delegations = list({row.delegation_id: row.delegation for row in rows}.values())
        officer = values["liaison_officer"]
        return Applied(LIAISON_OFFICER.write(delegations, getattr(officer, "pk", None), by))

    def undo(self, event: Event, steps: Sequence[JsonValue], by: User) -> int:
        """Bring back the former officers."""
        return LIAISON_OFFICER.undo(steps, by)


class HotelForm(ActionForm):
    """One of the venues of the event, or none."""

    hotel = forms.ModelChoiceField(
        label=capfirst(gettext_lazy("hotel")),
        queryset=Venue.objects.none(),
        required=False,
    )

    def __init__(self, data: QueryDict | None, *, event: Event, user: User) -> None:
        super().__init__(data, event=event, user=user)
        venues = Venue.objects.filter(event=event)
        form_field(self, "hotel", forms.ModelChoiceField).queryset = venues


class SetHotel(BulkAction[Attendee]):
    """Set the hotel. Where people stay is sensitive: each change is logged."""

    key, label = "hotel", gettext_lazy("Set hotel")
    rights = RIGHTS_TO_MOVE
    form_class = HotelForm

    def effects(
        self, event: Event, rows: Sequence[Attendee], values: Values
    ) -> list[Effect[Attendee]]:
        """The hotel of each person before and after."""
        hotel = values["hotel"]
        journeys = Travel.objects.filter(attendee__in=rows).select_related("hotel")
        now = {journey.pk: journey.hotel for journey in journeys}
        effects = []
        for row in rows:
            before = now.get(row.pk)
            obstacle = ALREADY_SO if before == hotel else ""
            effects.append(Effect(row, str(before or ""), str(hotel or ""), obstacle))
        return effects

    def apply(
        self, event: Event, rows: Sequence[Attendee], values: Values, by: User
    ) -> Applied[Attendee]:
        """Save each journey, and log it."""
        new = getattr(values["hotel"], "pk", None)
        keys = [row.pk for row in rows]
        before = dict(Travel.objects.filter(pk__in=keys).values_list("pk", "hotel_id"))
        save_hotels(event=event, hotels=dict.fromkeys(keys, new), by=by)
        return Applied([{"pk": pk, "before": before.get(pk), "after": new} for pk in keys])

    def undo(self, event: Event, steps: Sequence[JsonValue], by: User) -> int:
        """Bring back the former hotels, except where somebody has chosen another since."""
        left = {step["pk"]: step for step in steps if isinstance(step, dict)}
        journeys = Travel.objects.filter(attendee__delegation__event=event, pk__in=left)
        now = dict(journeys.values_list("pk", "hotel_id"))
        rooms = {None, *Venue.objects.filter(event=event).values_list("pk", flat=True)}
        former = {
            pk: left[pk]["before"]
            for pk, hotel in now.items()
            if hotel == left[pk]["after"] and left[pk]["before"] in rooms
        }
        save_hotels(event=event, hotels=former, by=by)
        return len(former)


FIELD_ACTIONS: tuple[PeopleAction, ...] = (
    SetFunction(),
    SetVip(),
    UnsetVip(),
    SetRank(),
    SetLiaison(),
    SetHotel(),
)
