"""The log of exports: who took which list out of the portal, and when."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from accounts.models import User
from core.text.dates import moment_in_figures
from delegations.models import ApiToken, ExportLog
from events.models import Event


def log_export(
    *,
    event: Event,
    by: User,
    list_name: str,
    file_format: str,
    filters: Mapping[str, object],
    order: str,
    columns: Sequence[str],
    row_count: int,
    has_sensitive_columns: bool,
    reason: str = "",
    token: ApiToken | None = None,
    once: str | None = None,
) -> ExportLog:
    """Log who takes which list out of the portal. Call it before the first byte is sent.

    The version follows that of the last export of the same list. The event is not locked: an
    export that is overtaken takes the next number, so that none waits for an import of the
    programme. If an export was already logged under the key `once`, that record is returned.
    """
    return _create_log(
        event,
        list_name,
        {
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
        },
    )


def describe_export(log: ExportLog, zone: tzinfo) -> str:
    """Which version an export is, when it was taken out and by whom."""
    version = _("version %(number)d") % {"number": log.version}
    moment = moment_in_figures(log.at.astimezone(zone))
    return f"{version} · {moment} · {log.by.get_full_name()}"


def _create_log(event: Event, list_name: str, values: Mapping[str, object]) -> ExportLog:
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
            # If no other export took the number, the row itself is invalid: do not retry.
            taken = Q(event=event, list_name=list_name, version=version)
            if values["once"]:
                taken |= Q(once=values["once"])
            if not ExportLog.objects.filter(taken).exists():
                raise
