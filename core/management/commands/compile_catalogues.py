"""manage.py compile_catalogues"""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from core.text.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compile the message catalogues that changed. Needs no gettext."
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, *args: object, **options: object) -> None:
        """Compile, and say what was compiled."""
        for path in compile_catalogues(Path(folder) for folder in settings.LOCALE_PATHS):
            self.stdout.write(f"compiled {path.relative_to(settings.BASE_DIR)}")
