"""Private data on the page of a person: only for people who may see it."""

from typing import Any, ClassVar

from django.db import models
from django.forms import Field
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.http import user_of
from accounts.roles import Right
from core.forms import DayAndTimeInput, DayOrMomentField
from delegations.models import Travel
from events.admin_base.scoped_admin import ScopedInline
from events.permissions import has_right


class PrivateInline(ScopedInline):
    """Sensitive data. More people see the page than may see these, so the right is checked here."""

    view_right = edit_right = Right.VIEW_SENSITIVE

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the user may see, and so change, the sensitive data of this person."""
        if obj is None:
            return self._has(request, Right.VIEW_SENSITIVE)
        return has_right(user_of(request), obj.delegation.event, Right.VIEW_SENSITIVE)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission

    def formfield_for_dbfield(
        self, db_field: "models.Field[object, object]", request: HttpRequest, **kwargs: object
    ) -> Field | None:
        """Mark the inputs as private, so that scripts do not store what is typed on the device."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            for widget in getattr(field.widget, "widgets", [field.widget]):
                widget.attrs["data-private"] = ""
        return field


class TravelInline(PrivateInline):
    model = Travel
    add_text = _("Add a journey")
    # The time of a journey may not be known yet.
    formfield_overrides: ClassVar = {
        **PrivateInline.formfield_overrides,
        models.DateTimeField: {"form_class": DayOrMomentField, "widget": DayAndTimeInput},
    }
