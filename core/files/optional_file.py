"""A row that may have a file, which goes with the row or when another takes its place."""

from typing import ClassVar, Unpack

from django.db import models
from django.db.models.fields.files import FieldFile

from core.files.uploads import describe_file, remove_after_commit
from core.models import SaveOptions


class OptionalFile(models.Model):
    """Before other abstract models. `file_field` names the field; its SHA-256 is in a field of
    that name and `_digest`."""

    file_field: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, **options: Unpack[SaveOptions]) -> None:
        """Save the row and delete a file that was replaced or removed."""
        file: FieldFile = getattr(self, self.file_field)
        digest_field, replaced = f"{self.file_field}_digest", None
        fields = options.get("update_fields")
        if fields is not None and self.file_field not in fields:
            super().save(**options)
            return
        is_new = bool(file) and not file._committed  # type: ignore[attr-defined]
        if is_new or (getattr(self, digest_field) and not file):
            former = type(self)._base_manager.filter(pk=self.pk)
            replaced = former.values_list(self.file_field, flat=True).first()
            setattr(self, digest_field, describe_file(file)[2] if is_new else "")
        super().save(**options)
        if replaced:
            remove_after_commit(replaced)

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        """Delete the row and its file."""
        file: FieldFile = getattr(self, self.file_field)
        name = file.name
        result = super().delete(using, keep_parents)
        if name:
            remove_after_commit(name)
        return result
