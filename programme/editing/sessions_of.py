"""The sessions of a room or sub-forum that is to be deleted: they move to another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from events.admin_base.uses import LIST_CHANGED, CannotMove, Moved
from programme.agenda.load_agenda import draft_agenda
from programme.checks.clashes import clashes_in
from programme.editing.board import without_accepted
from programme.editing.bulk_change import (
    BulkChange,
    SessionRefused,
    change_sessions,
    load_versions,
)
from programme.editing.single_session import SessionMovedOn
from programme.models import Session
from programme.querysets import SessionQuerySet


@dataclass(frozen=True, slots=True)
class SessionsOf:
    """The sessions that name a row in `field`; `change` makes them name another."""

    field: str
    change: Callable[[Any], BulkChange]

    label = gettext_lazy("Move the sessions to")
    note = ""

    def versions(self, rows: Sequence[Any]) -> dict[int, int]:
        """The newest record of each session."""
        return load_versions(self._sessions(rows).values_list("pk", flat=True))

    def move(self, *, rows: Sequence[Any], to: Any, by: User, seen: Mapping[int, int]) -> Moved:
        """Move them as one change of many sessions. Raises CannotMove."""
        sessions = list(self._sessions(rows).order_by("pk"))
        pks = [session.pk for session in sessions]
        if Session.objects.editable_by(by).filter(pk__in=pks).count() != len(pks):
            raise CannotMove(_("You can view some of these sessions but not change them."))
        try:
            change_sessions(sessions=sessions, change=self.change(to), by=by, seen=seen)
        except SessionMovedOn as error:
            raise CannotMove(LIST_CHANGED) from error
        except SessionRefused as error:
            raise CannotMove(": ".join((str(error.session), *error.reasons))) from error
        sentence = ngettext(
            "%(count)d session moved to “%(name)s”.",
            "%(count)d sessions moved to “%(name)s”.",
            len(pks),
        )
        return Moved([sentence % {"count": len(pks), "name": to}], _warning(sessions))

    def _sessions(self, rows: Sequence[Any]) -> SessionQuerySet:
        return Session.objects.filter(**{f"{self.field}__in": rows})


def _warning(sessions: list[Session]) -> str:
    """How many clashes these sessions are part of now; empty for none."""
    if not sessions:
        return ""
    event, guids = sessions[0].event, {str(session.guid) for session in sessions}
    findings = clashes_in(event, draft_agenda(event, public_only=False))
    count = sum(
        finding.is_error and any(session.guid in guids for session in finding.hit.sessions)
        for finding in without_accepted(event, findings)
    )
    warning = ngettext(
        "The checks now find %(count)d clash of these sessions.",
        "The checks now find %(count)d clashes of these sessions.",
        count,
    )
    return warning % {"count": count} if count else ""
