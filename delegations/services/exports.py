"""The record of what leaves the portal."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from accounts.models import User
from delegations.models import ApiToken, ExportLog
from events.models import Event


def log_export(
    *,
    event: Event,
    by: User,
    list_name: str,
    file_format: str,
    filters: Mapping[str, Any],
    order: str,
    columns: Sequence[str],
    row_count: int,
    has_sensitive_columns: bool,
    reason: str = "",
    token: ApiToken | None = None,
    once: str | None = None,
) -> ExportLog:
    """Write down who takes which list out of the portal. Call it before the first byte leaves.

    Its version follows that of the last export of the same list. It takes no lock of the event:
    whoever is overtaken counts again, so that no export waits for an import of the programme. What
    was written down under the key `once` before is not written down again.
    """
    return _written(event, list_name, {
        "by": by,
        "file_format": file_format,
        "filters": dict(filters),
        "order": order,
        "columns": list(columns),
        "row_count": row_count,
        "has_sensitive_columns": has_sensitive_columns,
        "reason": reason,
        "token": token,
        "once": once,
    })  # fmt: skip


def _written(event: Event, list_name: str, values: dict[str, Any]) -> ExportLog:
    same = ExportLog.objects.filter(event=event, list_name=list_name)
    while True:
        earlier = ExportLog.objects.filter(once=values["once"]).first() if values["once"] else None
        if earlier is not None:
            return earlier
        version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                return ExportLog.objects.create(
                    event=event, list_name=list_name, version=version, **values
                )
        except IntegrityError:
            # Not overtaken by somebody else: then the row itself is refused, now and for ever.
            taken = Q(event=event, list_name=list_name, version=version)
            if values["once"]:
                taken |= Q(once=values["once"])
            if not ExportLog.objects.filter(taken).exists():
                raise
