"""The forms of a person's passport, needs, journey and consents."""

from collections.abc import Collection, Mapping
from typing import ClassVar

from django import forms
from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from core.form_fields import form_field
from core.forms import DayOrMomentField
from core.text.whole_days import earliest
from delegations.choices import ConsentPurpose, DocumentKind, DocumentSex
from delegations.models import SensitiveData, Travel
from delegations.protocol.consents import TEXTS
from events.models import Venue

PASSPORT_FIELDS = (
    "passport_name",
    "passport_number",
    "passport_expires_on",
    "document_kind",
    "issuing_country",
    "document_sex",
    "nationality",
    "born_on",
)
NEED_FIELDS = ("diet", "diet_note", "health_note", "religious_needs")
TRAVEL_FIELDS = (
    "arrival_mode",
    "arrival_number",
    "arrival_from",
    "arrival_point",
    "arrives_at",
    "bags",
    "departure_mode",
    "departure_number",
    "departure_point",
    "departs_at",
    "hotel",
    "room_type",
    "shares_with",
    "room_payer",
    "confirmation_number",
)
# Needs that may be stored only with the consent of the person (PIPL art. 29).
_NEEDS_CONSENT = {
    "diet": ConsentPurpose.DIET_HEALTH,
    "diet_note": ConsentPurpose.DIET_HEALTH,
    "health_note": ConsentPurpose.DIET_HEALTH,
    "religious_needs": ConsentPurpose.RELIGIOUS_NEEDS,
}


_IN_PERSON = _("Stated by the person.")


def _nationalities() -> list[tuple[str, object]]:
    """The countries, in the language of the reader of each form."""
    return [("", "–"), *countries]


class SensitiveForm(forms.ModelForm):
    """Passport, diet, health and religious needs."""

    nationality = forms.ChoiceField(
        label=capfirst(_("nationality")), required=False, choices=_nationalities
    )
    issuing_country = forms.ChoiceField(
        label=capfirst(_("issuing country")), required=False, choices=_nationalities
    )
    document_kind = forms.ChoiceField(
        label=capfirst(_("kind of travel document")),
        required=False,
        choices=[("", "–"), *DocumentKind.choices],
    )
    document_sex = forms.ChoiceField(
        label=capfirst(_("sex as in the document")),
        required=False,
        choices=[("", "–"), *DocumentSex.choices],
    )

    class Meta:
        model = SensitiveData
        fields = (*PASSPORT_FIELDS, *NEED_FIELDS)

    def __init__(self, data: Mapping[str, object] | None, *, instance: SensitiveData) -> None:
        super().__init__(data, instance=instance)
        for name in ("passport_expires_on", "born_on"):
            self.fields[name].widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
        for field in self.fields.values():
            # Neither the browser nor our own scripts keep what is typed here.
            field.widget.attrs |= {"autocomplete": "off", "data-private": ""}


class TravelForm(forms.ModelForm):
    """The journey and hotel. Times are in the time zone of the event."""

    class Meta:
        model = Travel
        fields = TRAVEL_FIELDS
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {
            "arrives_at": DayOrMomentField,
            "departs_at": DayOrMomentField,
        }

    def __init__(self, data: Mapping[str, object] | None, *, instance: Travel) -> None:
        super().__init__(data, instance=instance)
        venues = Venue.objects.filter(event=instance.attendee.delegation.event)
        form_field(self, "hotel", forms.ModelChoiceField).queryset = venues

    def clean(self) -> dict[str, object]:
        """Refuse a departure before the arrival."""
        cleaned = super().clean() or {}
        arrives, departs = cleaned.get("arrives_at"), cleaned.get("departs_at")
        zone = timezone.get_current_timezone()
        if arrives and departs and departs < earliest(arrives, zone):
            self.add_error("departs_at", _("The departure is before the arrival."))
        return cleaned


class ConsentForm(forms.Form):
    """One answer to each purpose, and whether they are given on behalf of the person."""

    on_behalf = forms.BooleanField(
        label=_("I am answering for this person, who has told me what to answer"), required=False
    )

    def __init__(
        self,
        data: Mapping[str, object] | None,
        *,
        known: dict[str, bool],
        own: Collection[str] | None,
    ) -> None:
        """`own` are purposes that the person answered; None if the person fills in the form."""
        super().__init__(data)
        if own is None:
            del self.fields["on_behalf"]
        for purpose in ConsentPurpose:
            answer = known.get(purpose)
            is_own = purpose in (own or ())
            self.fields[purpose.value] = forms.ChoiceField(
                label=purpose.label,
                help_text=format_lazy("{} {}", TEXTS[purpose], _IN_PERSON if is_own else ""),
                required=False,
                choices=[("", _("not asked yet")), ("yes", _("yes")), ("no", _("no"))],
                initial={True: "yes", False: "no", None: ""}[answer],
                # Answered by the person: nobody else changes it.
                disabled=is_own,
            )

    def answers(self) -> dict[str, bool]:
        """The answers by purpose, without purposes that were left open."""
        return {
            purpose.value: self.cleaned_data[purpose.value] == "yes"
            for purpose in ConsentPurpose
            if self.cleaned_data.get(purpose.value)
        }


def refuse_needs_without_consent(needs: SensitiveForm, consents: ConsentForm) -> None:
    """Add an error to the answer for each need that is entered without consent."""
    answers = consents.answers()
    for name, purpose in _NEEDS_CONSENT.items():
        if needs.cleaned_data.get(name) and not answers.get(purpose):
            label = needs.fields[name].label
            text = _("“%(field)s” can only be stored if the answer to this is yes.")
            consents.add_error(purpose.value, text % {"field": label})
