"""Forms for inviting to a team, changing it and joining it."""

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from core.text.languages import interface_languages, own_name
from events.models import Event
from programme.models import SubForum


class RoleForm(forms.Form):
    """A role in an event, and for a sub-forum editor the sub-forums."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.VIEWER)
    sub_forums = forms.MultipleChoiceField(
        label=_("Sub-forums"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For a sub-forum editor: the sub-forums they edit."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        event: Event,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        own = SubForum.objects.filter(event=event)
        self.fields["sub_forums"].choices = [  # type: ignore[attr-defined]
            (str(sub_forum.guid), str(sub_forum)) for sub_forum in own
        ]

    def clean(self) -> dict[str, object]:
        """Require sub-forums for a sub-forum editor; ignore them for other roles."""
        values = super().clean() or {}
        if values.get("role") != Role.SUB_FORUM_EDITOR:
            values["sub_forums"] = []
        elif not values.get("sub_forums") and "sub_forums" not in self.errors:
            self.add_error("sub_forums", _("Choose at least one sub-forum."))
        return values


class InviteForm(RoleForm):
    """An invitation."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the e-mail"))
    note = forms.CharField(
        label=_("Personal message"),
        max_length=300,
        required=False,
        help_text=_("The e-mail contains it exactly as you write it."),
    )
    field_order = ("email", "role", "sub_forums", "language", "note")

    def __init__(self, data: QueryDict | None = None, *, event: Event, host_of: str = "") -> None:
        """`host_of`: the guid of the sub-forum whose host is to be invited, if any."""
        initial: dict[str, object] = {}
        if host_of:
            initial = {"role": Role.SUB_FORUM_EDITOR, "sub_forums": [host_of]}
        super().__init__(data, event=event, initial=initial)
        known = interface_languages()
        codes = [code for code in event.languages if code in known] or [known[0]]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, own_name(code)) for code in codes
        ]
        here = get_language()
        self.fields["language"].initial = here if here in codes else codes[0]


class SecondFactorForm(forms.Form):
    """The roles that need a second factor at the event."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class NewPasswordForm(SetPasswordMixin, forms.Form):
    """A password for the account that joins, replacing any earlier one."""

    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=_("Password"), label2=_("Repeat the password")
    )
    password1.help_text = _("At least 15 characters; a sentence is easy to remember.")
    password2.help_text = ""

    def __init__(self, data: QueryDict | None = None, *, email: str) -> None:
        super().__init__(data)
        self.user = User(email=email)

    def clean(self) -> dict[str, object]:
        """Refuse two different passwords, and a short, common or guessable one."""
        self.validate_passwords("password1", "password2")
        self.user.name = self.cleaned_data.get("name", "")
        self.validate_password_for_user(self.user, "password2")
        return super().clean() or {}


class NewAccountForm(NewPasswordForm):
    """The account of somebody who joins. The address is that of the invitation."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text=_("The name that your colleagues know."),
    )
    field_order = ("name", "password1", "password2")
