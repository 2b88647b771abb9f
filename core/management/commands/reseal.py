"""Encrypt everything that is stored encrypted again, with the first key of DATA_KEYS."""

from django.core.management.base import BaseCommand

from core.protection.sealed_stores import all_stores

# How many rows go by between two signs of life.
_EVERY = 10_000


class Command(BaseCommand):
    help = "Encrypts everything that is stored encrypted again, with the first key of DATA_KEYS."

    def handle(self, *args: object, **options: object) -> None:
        """Place by place, and how many rows of each so far. It may be killed and called again."""
        for store in all_stores():
            count = 0
            for count in store.reseal():
                if count % _EVERY == 0:
                    self.stdout.write(f"{store.name}: {count} …")
            self.stdout.write(f"{store.name}: {count}")
