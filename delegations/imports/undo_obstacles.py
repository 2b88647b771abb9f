"""What undoing an import of people leaves as it is, and why."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from delegations.choices import JOURNEY
from delegations.imports.services import journeys_of
from delegations.models import Attendee, StatusChange, Travel
from events.imports.undo import rows_made_by
from events.models import ImportBatch


def why_people_stay(
    batch: ImportBatch, _by: User, rows: Mapping[int, models.Model]
) -> dict[int, str]:
    """People decided on since, or with another journey, and new people whom others work with.

    Their history tells every other change.
    """
    made = [one.pk for one in rows_made_by(batch, rows)]
    found = _in_use(made)
    entries = {one["pk"]: one for one in batch.done}
    now = journeys_of(rows)
    for pk in rows:
        journey = entries[pk].get(JOURNEY, {})
        is_made = entries[pk]["before"] is None
        if (journey or is_made) and now.get(pk) != journey.get("after"):
            found[pk] = _("changed since")
    decided = StatusChange.objects.filter(attendee__in=rows, at__gt=batch.applied_at)
    return found | dict.fromkeys(
        (pk for pk in decided.values_list("attendee_id", flat=True) if pk), _("decided on since")
    )


def _in_use(made: list[int]) -> dict[int, str]:
    """Who of the new people stands in rows of any app: on stage, with a seat, with consents."""
    found: dict[int, str] = {}
    for relation in Attendee._meta.related_objects:
        model, field = relation.related_model, relation.field
        if model in (StatusChange, Travel):
            continue
        keys = model._base_manager.filter(**{f"{field.name}__in": made})
        reason = _("in use: %s") % model._meta.verbose_name_plural
        found |= dict.fromkeys(keys.values_list(field.attname, flat=True), reason)
    return found
