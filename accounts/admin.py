"""Accounts of the team. Only a superuser makes or changes them here."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import end_sessions
from core.admin_lists import DeclaredLists


class NewUserForm(BaseUserCreationForm):
    """A new account: address, name, password."""

    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: dict[str, Any] = {}


@admin.register(User)
class TeamUserAdmin(DeclaredLists, UserAdmin):
    """An account; what it may do is decided by the team of each event."""

    add_form = NewUserForm
    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("email", "name")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Access"), {"fields": ("is_active", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "password1", "password2")}),)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Who can no longer log in, or is less than before, is logged out at once."""
        super().save_model(request, obj, form, change)
        if change and {"is_active", "is_superuser", "email"} & set(form.changed_data):
            end_sessions(user=obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Superusers only."""
        return self._is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers only."""
        return self._is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers only."""
        return self._is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Superusers only."""
        return self._is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: an account is closed, so that history keeps its author."""
        return False

    @staticmethod
    def _is_superuser(request: HttpRequest) -> bool:
        user = request.user
        return bool(user.is_active and user.is_superuser)
