"""Encrypt everything that stands encrypted with the first key of DATA_KEYS."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction

from core.encrypted import SealedTextField


class Command(BaseCommand):
    help = "Encrypts all encrypted fields anew, with the first key of DATA_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Row by row, each read with whatever key it has."""
        for model in apps.get_models():
            names = [one.name for one in model._meta.fields if isinstance(one, SealedTextField)]
            if names:
                self.stdout.write(f"{model._meta.label}: {self._rows(model, names)}")

    def _rows(self, model: Any, names: list[str]) -> int:
        count = 0
        for pk in model._base_manager.values_list("pk", flat=True).iterator():
            with transaction.atomic():
                row = model._base_manager.select_for_update().filter(pk=pk).first()
                if row is not None:
                    row.save(update_fields=names)
                    count += 1
        return count
