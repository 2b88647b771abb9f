"""The rows of an import of people that cannot be undone, and why."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from delegations.choices import JOURNEY
from delegations.imports.services import load_journeys
from delegations.models import Attendee, StatusChange, Travel
from events.imports.undo import rows_made_by
from events.models import ImportBatch


def find_undo_obstacles(
    batch: ImportBatch, _by: User, rows: Mapping[int, models.Model]
) -> dict[int, str]:
    """The reason for each row: decided on since, journey changed since, or a new person in use.

    Other changes are found in the history of the people.
    """
    made = [row.pk for row in rows_made_by(batch, rows)]
    obstacles = _find_in_use(made)
    entries = {entry["pk"]: entry for entry in batch.done}
    now = load_journeys(rows)
    for pk in rows:
        journey = entries[pk].get(JOURNEY, {})
        is_made = entries[pk]["before"] is None
        if (journey or is_made) and now.get(pk) != journey.get("after"):
            obstacles[pk] = _("changed since")
    decided = StatusChange.objects.filter(attendee__in=rows, at__gt=batch.applied_at)
    return obstacles | dict.fromkeys(
        (pk for pk in decided.values_list("attendee_id", flat=True) if pk), _("decided on since")
    )


def _find_in_use(made: list[int]) -> dict[int, str]:
    """New people to whom rows of any app refer: sessions, seats, consents."""
    obstacles: dict[int, str] = {}
    for relation in Attendee._meta.related_objects:
        model, field = relation.related_model, relation.field
        if model in (StatusChange, Travel):
            continue
        keys = model._base_manager.filter(**{f"{field.name}__in": made})
        reason = _("in use: %s") % model._meta.verbose_name_plural
        obstacles |= dict.fromkeys(keys.values_list(field.attname, flat=True), reason)
    return obstacles
