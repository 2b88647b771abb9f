"""The form of who is sent a saved list, and when."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Right, roles_with
from core.form_fields import form_field
from core.forms import ClockField, ClockInput
from events.models import SavedList

_USUAL = "08:00"


class Colleagues(forms.ModelMultipleChoiceField):
    """The members of the team who can see people, by name."""

    def label_from_instance(self, obj: User) -> str:
        """The name of a colleague."""
        return obj.get_full_name()


class ScheduleForm(forms.Form):
    """The time, and who is sent the list; nobody stops it."""

    at = ClockField(label=_("Every day at"), widget=ClockInput)
    recipients = Colleagues(
        label=_("To"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Members of the team who can see people. Tick nobody to stop."),
    )

    def __init__(self, data: QueryDict | None, saved_list: SavedList) -> None:
        schedules = list(saved_list.schedules.order_by("pk"))
        initial = {
            "at": schedules[0].at if schedules else _USUAL,
            "recipients": [row.recipient_id for row in schedules],
        }
        super().__init__(data, initial=initial)
        members = saved_list.event.team_members.filter(role__in=roles_with(Right.VIEW_PEOPLE))
        colleagues = User.objects.filter(is_active=True, pk__in=members.values("user"))
        form_field(self, "recipients", Colleagues).queryset = colleagues.order_by("name", "pk")
