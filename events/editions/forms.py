"""The form of an edition: its time zone is chosen by city, and corrected on purpose."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from core.forms import ZoneField
from events.choices import KeptTimes
from events.editions.time_zone import OpensAtOnce, check_correction, count_wall_times
from events.models import Event

WOULD_OPEN = _(
    "With its clock time kept, “%(what)s” would be public at once. Set another moment for it first."
)


class EventForm(forms.ModelForm):
    """An edition. `keep_times` counts where the time zone of one that is there changes."""

    time_zone = ZoneField(help_text=Event._meta.get_field("time_zone").help_text)
    keep_times = forms.ChoiceField(
        label=_("If the time zone changes"),
        choices=KeptTimes.choices,
        initial=KeptTimes.CLOCK,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Event
        exclude: ClassVar[Any] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("keep_times")
        if field is None:
            return
        counts = count_wall_times(self.instance) if self.instance.pk else []
        if not counts:
            field.widget = forms.HiddenInput()
        comma = pgettext("in a list", ", ")
        field.help_text = _(
            "It concerns: %(counts)s. Visitors see the change with the next release."
        ) % {"counts": comma.join(f"{label} ({count})" for label, count in counts)}

    def clean_keep_times(self) -> str:
        """The clock times, where nothing was said."""
        return self.cleaned_data["keep_times"] or KeptTimes.CLOCK

    def clean(self) -> Any:
        """A correction must not make public what waits."""
        cleaned: Any = super().clean()
        zone, keep = cleaned.get("time_zone"), cleaned.get("keep_times")
        if (
            self.instance.pk
            and zone
            and "time_zone" in self.changed_data
            and keep == KeptTimes.CLOCK
        ):
            try:
                check_correction(event=self.instance, was=self.initial["time_zone"], zone=zone)
            except OpensAtOnce as error:
                self.add_error("keep_times", WOULD_OPEN % {"what": error})
        return cleaned
