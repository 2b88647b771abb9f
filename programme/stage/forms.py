"""The form of a profile: biography and photograph of a person on stage."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.files.pictures import plain_photograph


class ProfileForm(forms.ModelForm):
    """Biography and photograph of a person on stage."""

    remove_portrait = forms.BooleanField(label=_("Remove the photograph"), required=False)

    def clean_portrait(self) -> object:
        """Return a new photograph with nothing but its pixels; one already stored is unchanged."""
        chosen = self.cleaned_data["portrait"]
        is_new = chosen and "portrait" in self.changed_data
        return plain_photograph(chosen) if is_new else chosen

    def clean(self) -> dict[str, object]:
        """Remove the photograph if that is ticked and no other has been chosen."""
        cleaned = super().clean() or {}
        if cleaned.get("remove_portrait") and "portrait" not in self.changed_data:
            # False empties a file field; None would leave it as it is.
            cleaned["portrait"] = False
        return cleaned
