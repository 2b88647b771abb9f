"""Delegations, their people and the lists that staff work with."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DelegationsConfig(AppConfig):
    name = "delegations"
    verbose_name = _("Delegations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the table of people, what goes with letters, what did not arrive, and merges."""
        from delegations.imports.kinds import KINDS  # noqa: PLC0415  (needs the apps to be loaded)
        from delegations.letter_paper import letter_file  # noqa: PLC0415
        from delegations.merging import add_rules  # noqa: PLC0415
        from delegations.merging.files import MERGE_RULES, MERGE_WORDS  # noqa: PLC0415
        from delegations.services.links import mark_undelivered  # noqa: PLC0415
        from delegations.wall_times import WALL_TIMES  # noqa: PLC0415
        from events import import_kinds  # noqa: PLC0415
        from events.editions import wall_times  # noqa: PLC0415
        from mail.attachments import MAKERS  # noqa: PLC0415
        from mail.services import UNDELIVERED  # noqa: PLC0415

        import_kinds.register(KINDS)
        add_rules(MERGE_RULES, MERGE_WORDS)
        wall_times.register(WALL_TIMES)
        MAKERS["letter"] = letter_file
        UNDELIVERED.append(mark_undelivered)
