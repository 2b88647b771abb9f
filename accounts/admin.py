"""Accounts of the team. Only a superuser makes or changes them here."""

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sessions import end_other_sessions
from core.lists.admin_lists import DeclaredLists


class NewUserForm(forms.ModelForm):
    """A new account: address and name. Its owner sets the password, by a mail to the address."""

    class Meta:
        model = User
        fields = ("email", "name")

    def save(self, commit: bool = True) -> User:
        """Without a password: what a superuser typed would be known to two."""
        self.instance.set_unusable_password()
        return super().save(commit)


class PasswordForm(AdminPasswordChangeForm):
    """A password that a superuser sets. Its owner is told, and logged out everywhere else."""

    def save(self, commit: bool = True) -> User:
        """Save, tell, log out."""
        user: User = super().save(commit)
        get_adapter().send_notification_mail("account/email/password_changed", user)
        return user


@admin.register(User)
class TeamUserAdmin(DeclaredLists, UserAdmin):
    """An account; what it may do is decided by the team of each event."""

    has_people = True
    add_form = NewUserForm
    add_form_template = None
    change_password_form = PasswordForm
    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("email", "name")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    peek_fields = ("email", "name", "is_active", "is_superuser", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Access"), {"fields": ("is_active", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name")}),)

    def save_model(
        self, request: HttpRequest, obj: User, form: "forms.ModelForm[User]", change: bool
    ) -> None:
        """Save, and log out at once anyone who may no longer log in or has lost rights.

        A new address is told to the old one, and confirmed by its owner at the next log-in.
        """
        before = form.initial.get("email")
        super().save_model(request, obj, form, change)
        if change and before != obj.email:
            get_adapter().send_notification_mail(
                "account/email/email_changed",
                obj,
                {"from_email": before, "to_email": obj.email},
                email=before,
            )
        elif change and {"is_active", "is_superuser"} & set(form.changed_data):
            end_other_sessions(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Superusers only."""
        return self._is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Superusers only."""
        return self._is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Superusers only."""
        return self._is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Superusers only."""
        return self._is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: an account is closed, so that history keeps its author."""
        return False

    @staticmethod
    def _is_superuser(request: HttpRequest) -> bool:
        user = request.user
        return bool(user.is_active and user.is_superuser)
