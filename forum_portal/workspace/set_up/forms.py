"""The form of the first account."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.addresses import canonical
from forum_portal.workspace.team.forms import NewAccountForm


class FirstAccountForm(NewAccountForm):
    """The account of the first administrator. The person who has the link names its address."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("You will use it to log in."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, email="")
        self.order_fields(("name", "email"))

    def clean_email(self) -> str:
        """The form in which accounts store it."""
        return canonical(self.cleaned_data["email"])

    def clean(self) -> dict[str, object]:
        """Refuse a password that resembles the address, too."""
        self.user.email = self.cleaned_data.get("email", "")
        return super().clean()
