"""The forms of focal points. An amendment may change exactly their fields."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.files.pictures import plain_photograph
from core.files.uploads import validate_scan
from delegations.choices import OPEN_TO_DELEGATION, AttendeeFunction, NameOrder
from delegations.models import Attendee
from delegations.people.edit_conflicts import SEEN, SeenField
from delegations.people.merge_edits import read_token, seen_token
from delegations.protocol.whole_names import usual_order
from mail.plain_text import as_name

NAME_FIELDS = (
    "given",
    "family",
    "name_order",
    "display_name",
    "native_name",
    "badge_name",
    "pronunciation",
    "courtesy",
    "honorific",
)
OFFICE_FIELDS = (
    "function",
    "office_title",
    "office_title_en",
    "institution",
    "rank_class",
    "is_incumbent",
)
# What somebody says of their own office: function and rank are for others to say.
OWN_OFFICE_FIELDS = ("office_title", "office_title_en", "institution")
CONTACT_FIELDS = ("email", "phone")


class PersonForm(forms.ModelForm):
    """A person of a delegation, entered by a focal point."""

    seen = SeenField()

    class Meta:
        model = Attendee
        fields = (*NAME_FIELDS, *OFFICE_FIELDS, *CONTACT_FIELDS)

    def __init__(
        self,
        data: Mapping[str, object] | None,
        *,
        instance: Attendee,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, instance=instance, initial=dict(initial or {}))
        if instance._state.adding:
            self.initial["name_order"] = self._usual_order
        own = self._meta.fields or ()
        self.initial[SEEN] = seen_token({name: self.initial.get(name) for name in own})
        self.fields["email"].widget.attrs["autocomplete"] = "off"
        self.fields["phone"].widget = forms.TextInput({"type": "tel", "autocomplete": "off"})

    def clean(self) -> dict[str, object]:
        """Require some form of the name, and refuse a second head."""
        cleaned = super().clean() or {}
        if not any(
            cleaned.get(name) for name in ("given", "family", "display_name", "native_name")
        ):
            self.add_error("family", _("Enter the name in at least one form."))
        if cleaned.get("function") == AttendeeFunction.HEAD:
            self._refuse_second_head()
        return cleaned

    @property
    def _usual_order(self) -> str:
        country = str(self.instance.delegation.organisation.country)
        return usual_order(country, get_language() or "")

    @property
    def name_fields(self) -> tuple[str, ...]:
        """The fields of the name, in the order in which the country or the reader writes them."""
        if self._usual_order == NameOrder.FAMILY_FIRST:
            return ("family", "given", *NAME_FIELDS[2:])
        return NAME_FIELDS

    @property
    def values(self) -> dict[str, object]:
        """The values that can be saved: fields with errors are left out."""
        faulty = {SEEN, *self.errors}
        return {name: value for name, value in self.cleaned_data.items() if name not in faulty}

    @property
    def seen_values(self) -> dict[str, str] | None:
        """The digests of the values that the form showed."""
        return read_token(self.cleaned_data.get(SEEN) or "")

    def _refuse_second_head(self) -> None:
        people = Attendee.objects.filter(delegation=self.instance.delegation_id)
        other = people.other_heads(self.instance.guid).first()
        # A new head of a submitted list is asked of the office.
        if other is not None and self.instance.status in OPEN_TO_DELEGATION:
            message = _(
                "%(person)s is already head of delegation. Change or withdraw that entry first."
            )
            self.add_error("function", message % {"person": other})


class OwnForm(PersonForm):
    """A person of a delegation, entered by themselves."""

    class Meta:
        model = Attendee
        fields = (*NAME_FIELDS, *OWN_OFFICE_FIELDS, *CONTACT_FIELDS)


class PhotographForm(forms.Form):
    """A photograph for the badge. A phone offers its camera."""

    file = forms.FileField(
        label=_("Photograph"),
        widget=forms.FileInput({"accept": "image/jpeg,image/png"}),
        help_text=_("JPEG or PNG. The place and time at which it was taken are removed."),
    )

    def clean_file(self) -> "ContentFile[bytes]":
        """The picture upright, of limited size, without metadata."""
        return plain_photograph(self.cleaned_data["file"])


class LetterForm(forms.Form):
    """A nomination letter, printed, signed and scanned."""

    file = forms.FileField(
        label=_("Nomination letter"),
        validators=[validate_scan],
        widget=forms.FileInput({"accept": "application/pdf,image/jpeg,image/png"}),
        help_text=_("A signed letter on letterhead, as PDF, JPEG or PNG, at most 20 MB."),
    )


class PersonalLinkForm(forms.Form):
    """The address and language of a person's link to their own entry."""

    email = forms.EmailField(label=_("E-mail address of this person"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class RenewForm(forms.Form):
    """The address for a new link."""

    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput({"autocomplete": "email"})
    )


class FocalPointForm(forms.Form):
    """An additional focal point, or a successor."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"))

    def clean_name(self) -> str:
        """A name that is safe in the salutation of a mail."""
        name: str = self.cleaned_data["name"]
        if not as_name(name):
            raise forms.ValidationError(
                _("Enter only the name of a person, without an address or other text.")
            )
        return name


class OfficeFocalPointForm(FocalPointForm):
    """A focal point named by the office, with a phone number and the language of mails."""

    phone = forms.CharField(label=_("Phone number"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
