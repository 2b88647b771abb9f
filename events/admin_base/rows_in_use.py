"""Deleting rows that others use: what uses them is named, and can be moved elsewhere."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:  # Django's own class takes no type arguments at run time
    _ModelAdmin = admin.ModelAdmin


class RowsInUse(_ModelAdmin):
    """Before a ModelAdmin."""

    def get_deleted_objects(
        self, objs: "Sequence[Any] | models.QuerySet[models.Model]", request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """What would go. Of rows in use Django says that a right is missing: they are in use."""
        gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return gone, dict(counts), set() if protected else lacking, protected

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Deleting, or what uses the row and the way to give that another place."""
        row = self.get_object(request, object_id)
        move_url = self.move_url(row) if row is not None else ""
        context = {**(extra_context or {}), "move_url": move_url}
        return super().delete_view(request, object_id, context)

    def move_url(self, row: Any) -> str:
        """Where what uses `row` is moved elsewhere, all at once; empty where there is no such page.

        Nothing is moved unseen: the page shows a preview.
        """
        return ""
