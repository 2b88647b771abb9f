"""A form with a picture that can be replaced, described and removed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.files.pictures import plain_photograph
from core.text.translated import TranslatedText

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
else:  # Django's own class takes no type arguments at run time
    _ModelForm = forms.ModelForm


class PictureForm(_ModelForm):
    """A row with the fields `picture` and `picture_alt`; `rewrite` makes the file to store."""

    rewrite: ClassVar[Callable[..., object]] = staticmethod(plain_photograph)

    remove_picture = forms.BooleanField(label=_("Remove the picture"), required=False)

    def clean_picture(self) -> object:
        """Return a new picture with nothing but its pixels; one already stored is unchanged."""
        chosen = self.cleaned_data["picture"]
        is_new = chosen and "picture" in self.changed_data
        return type(self).rewrite(chosen) if is_new else chosen

    def clean(self) -> dict[str, Any]:
        """Remove the picture if that is ticked; one that stays needs words for what it shows."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("remove_picture") and "picture" not in self.changed_data:
            # False empties a file field; None would leave it as it is.
            cleaned["picture"] = False
        if cleaned.get("picture") and not TranslatedText(cleaned.get("picture_alt")):
            self.add_error("picture_alt", _("Write what the picture shows."))
        return cleaned
