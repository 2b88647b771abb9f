"""Subscribing to the newsletter."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.text.languages import own_name
from events.models import Event


class SubscribeForm(forms.Form):
    """A request to subscribe to the newsletter. Nothing is stored until it is confirmed."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    language = forms.ChoiceField(label=_("Language of the newsletter"))

    def __init__(self, event: Event, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(code, own_name(code)) for code in event.languages]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]
        self.helper = FormHelper()
        # The page has no cookie, so no token: the link in the mail is what counts.
        self.helper.disable_csrf = True
        self.helper.form_action = reverse("events:subscribe", args=[event.slug])
        self.helper.add_input(Submit("subscribe", _("Subscribe"), css_id="subscribe"))
