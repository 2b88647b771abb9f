"""The form of an edition: its languages are ticked, its time zone is chosen by city."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from core.files.picture_form import PictureForm
from core.files.pictures import plain_wide_photograph
from core.forms import ZoneField
from core.text.languages import both_names, content_languages, interface_languages
from core.text.translated import edition_languages, fallback_order
from core.widgets import HiddenValue, OrderedChoicesField, SearchedSelect
from events.choices import KeptTimes
from events.editions.hidden_texts import hidden_texts
from events.editions.time_zone import OpensAtOnce, check_correction, count_wall_times
from events.models import Event

WOULD_OPEN = _(
    "If the clock times are kept, “%(what)s” becomes public at once. Set another date and time "
    "for it first."
)


class EventForm(PictureForm):
    """An edition. `keep_times` counts where the time zone of one that is there changes."""

    rewrite = staticmethod(plain_wide_photograph)

    time_zone = ZoneField(
        help_text=Event._meta.get_field("time_zone").help_text, widget=SearchedSelect
    )
    keep_times = forms.ChoiceField(
        label=_("If the time zone changes"),
        choices=KeptTimes.choices,
        initial=KeptTimes.CLOCK,
        required=False,
        widget=forms.RadioSelect,
    )

    languages = OrderedChoicesField(
        [(code, lazy(both_names, str)(code)) for code in content_languages()],
        first=len(interface_languages()),
        label=capfirst(_("languages")),
        help_text=_(
            "Tick the languages and number them. The first is the source language. A missing text "
            "is shown in the next language of the list. Where the interface does not exist in a "
            "language, it is shown in the first language of the list that it has, or in English."
        ),
        error_messages={"required": _("Choose at least one language.")},
    )
    hide_texts = forms.BooleanField(
        label=_("Hide texts that have no other language"),
        required=False,
        # Shown where something would be hidden.
        widget=HiddenValue,
    )

    class Meta:
        model = Event
        exclude: ClassVar[tuple[str, ...]] = ()
        widgets: ClassVar[dict[str, type[forms.Widget]]] = {"country": SearchedSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A new edition is named in the languages that are ticked.
        with fallback_order(self._ticked(*args, **kwargs) or edition_languages()):
            super().__init__(*args, **kwargs)
        field = self.fields.get("keep_times")
        if field is None:
            return
        counts = count_wall_times(self.instance) if self.instance.pk else []
        if not counts:
            field.widget = HiddenValue()
        field.help_text = _(
            "This affects: %(counts)s. Visitors see the change with the next release."
        ) % {"counts": counted(counts)}

    @classmethod
    def _ticked(
        cls,
        data: Mapping[str, Any] | None = None,
        *_args: object,
        instance: Event | None = None,
        prefix: str | None = None,
        **_kwargs: object,
    ) -> list[str]:
        """The languages sent for an edition that is not there yet."""
        if data is None or (instance and instance.pk):
            return []
        field = cast("OrderedChoicesField", cls.base_fields["languages"])
        name = f"{prefix}-languages" if prefix else "languages"
        return field.compress(field.widget.value_from_datadict(data, MultiValueDict(), name))

    def clean_keep_times(self) -> str:
        """The clock times, where nothing was said."""
        return self.cleaned_data["keep_times"] or KeptTimes.CLOCK

    def clean(self) -> dict[str, Any]:
        """A correction must not make public what waits, nor hide what nobody meant to hide."""
        cleaned = super().clean()
        self._ask_before_hiding(cleaned)
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

    def _ask_before_hiding(self, cleaned: Mapping[str, Any]) -> None:
        """Say what visitors could no longer read; a tick confirms it."""
        languages = cleaned.get("languages")
        before = self.initial.get("languages") or []
        if not (self.instance.pk and languages) or set(before) <= set(languages):
            return
        hidden = list(hidden_texts(self.instance, languages))
        if hidden and not cleaned.get("hide_texts"):
            self.fields["hide_texts"].widget = forms.CheckboxInput()
            self.add_error(
                "hide_texts",
                _(
                    "Visitors could no longer read these texts, which have no other language: "
                    "%(counts)s."
                )
                % {"counts": counted(hidden)},
            )


def counted(counts: Iterable[tuple[object, int]]) -> str:
    """Kinds of rows with their numbers: Sessions (28), Pages (2)."""
    comma = pgettext("in a list", ", ")
    return comma.join(f"{label} ({count})" for label, count in counts)
