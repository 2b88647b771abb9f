"""A row with a file, which goes with the row or when another takes its place."""

from typing import Unpack

from django.db import models

from core.files.uploads import describe_file, remove_after_commit
from core.models import SaveOptions


class StoredFile(models.Model):
    """Before other abstract models: what they do when saving is done around it."""

    file: models.FileField
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        abstract = True

    def save(self, **options: Unpack[SaveOptions]) -> None:
        """Save, describe a new file, and remove the one that it replaces."""
        replaced = None
        if not self.file._committed:  # type: ignore[attr-defined]  # a new one
            self.describe()
            former = type(self)._default_manager.filter(pk=self.pk).first()
            replaced = former.file.name if former else None
        super().save(**options)
        if replaced:
            remove_after_commit(replaced)

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        """Delete the row and its file."""
        name = self.file.name
        result = super().delete(using, keep_parents)
        if name:
            remove_after_commit(name)
        return result

    def describe(self) -> None:
        """Keep what is known of a new file."""
        self.digest = describe_file(self.file)[2]
