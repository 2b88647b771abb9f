"""The agenda. Shown as "Sessions": an app labelled so would clash with Django's own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Rows with texts of an edition, and the way to their event (`events.editions.hidden_texts`).
TEXTS_OF_THE_PROGRAMME = {
    "programme.subforum": "event",
    "programme.session": "event",
    "programme.appearance": "session__event",
    "programme.profile": "attendee__delegation__event",
}


class ProgrammeConfig(AppConfig):
    name = "programme"
    verbose_name = _("Sessions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks of the agenda, as the apps above register theirs."""
        from delegations.erasure import ERASERS  # noqa: PLC0415
        from delegations.merging import add_rules  # noqa: PLC0415
        from delegations.privacy.places import PLACES  # noqa: PLC0415
        from events import import_kinds, visitors  # noqa: PLC0415
        from events.editions import hidden_texts, wall_times  # noqa: PLC0415
        from events.former_addresses import FINDERS as ADDRESS_FINDERS  # noqa: PLC0415
        from programme import checks  # noqa: PLC0415  (needs the apps to be loaded)
        from programme.checks import (  # noqa: PLC0415
            characters,
            completeness,
            dates,
            embargo,
            gone,
            heads,
            languages,
            people,
            rooms,
        )
        from programme.drafts import published_agenda  # noqa: PLC0415
        from programme.erasure import PROGRAMME_PLACES, erase_from_programme  # noqa: PLC0415
        from programme.former_addresses import FINDERS  # noqa: PLC0415
        from programme.imports.kinds import KINDS  # noqa: PLC0415
        from programme.services.merging import MERGE_RULES, MERGE_WORDS  # noqa: PLC0415
        from programme.wall_times import WALL_TIMES  # noqa: PLC0415

        import_kinds.register(KINDS)
        hidden_texts.TEXTS_OF_AN_EDITION.update(TEXTS_OF_THE_PROGRAMME)
        wall_times.register(WALL_TIMES)
        visitors.ZONES_OF_RELEASES.append(lambda event: published_agenda(event).zone)
        ADDRESS_FINDERS.update(FINDERS)
        ERASERS.append(erase_from_programme)
        PLACES.extend(PROGRAMME_PLACES)
        add_rules(MERGE_RULES, MERGE_WORDS)
        of_the_agenda = (rooms, people, heads, languages, completeness, characters, dates)
        for subject in (*of_the_agenda, gone, embargo):
            checks.register(subject.CHECKS)
