"""Many invitations: a queue, and the background job that sends them one after the other.

A letter and the record of it are one transaction, so that a worker may be killed at any moment.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right
from core.text.languages import in_language
from core.text.translated import fallback_order
from core.work.claims import ClaimLost, claim_or_give_up, while_claimed
from core.work.pace import Pace
from delegations.choices import RoundState
from delegations.invitations.letters import CannotInvite, Languages, send_invitation
from delegations.models import InvitationRound
from events.models import Event
from events.permissions import has_right

logger = logging.getLogger(__name__)

# More invitations are sent by the worker.
MOST_AT_ONCE = 20
_LATE = timedelta(seconds=15)


def start_round(
    *, event: Event, delegations: Sequence[int], choice: Languages, by: User, note: str = ""
) -> InvitationRound:
    """Let the worker invite these delegations."""
    return InvitationRound.objects.create(
        event=event,
        by=by,
        first=choice.first,
        second=choice.second,
        note=note,
        language=get_language() or "en",
        delegations=list(delegations),
    )


def stop_round(invitation_round: InvitationRound) -> None:
    """Write no further letter; those that are written have been sent."""
    rows = InvitationRound.objects.filter(pk=invitation_round.pk).unfinished()
    rows.update(state=RoundState.STOPPED, claim=None)


def is_late(invitation_round: InvitationRound, at: datetime) -> bool:
    """Whether it has waited for so long that there is perhaps no worker."""
    rows = InvitationRound.objects.due(at).filter(seen_at__lte=at - _LATE)
    return rows.filter(pk=invitation_round.pk).exists()


def send_next_round() -> int:
    """Send the next round of invitations; return the number of rounds. A background job."""
    invitation_round = _claim(timezone.now())
    if invitation_round is None:
        return 0
    _send_claimed(invitation_round)
    return 1


def send_now(invitation_round: InvitationRound) -> None:
    """Send a round that no worker takes up, unless somebody is sending it."""
    claimed = _claim(timezone.now(), invitation_round.pk)
    if claimed is not None:
        _send_claimed(claimed)


def _claim(at: datetime, pk: int | None = None) -> InvitationRound | None:
    due = InvitationRound.objects.due(at).select_related("event", "by")
    values = {"state": RoundState.RUNNING, "seen_at": at}
    return claim_or_give_up(due if pk is None else due.filter(pk=pk), values, _skip)


def _skip(invitation_round: InvitationRound) -> None:
    """Leave out the delegation whose letter has killed the workers, and go on with the next."""
    with in_language(invitation_round.language), suppress(ClaimLost):
        for pk in invitation_round.waiting[:1]:
            _record_failure(invitation_round, pk)
    while_claimed(invitation_round).update(state=RoundState.WAITING, claim=None, attempts=0)


def _send_claimed(invitation_round: InvitationRound) -> None:
    event, pace = invitation_round.event, Pace(fewest=1)
    try:
        with in_language(invitation_round.language), fallback_order(event.languages):
            while waiting := invitation_round.waiting:
                # Read again: an account may have been closed since the last piece.
                invitation_round.refresh_from_db(fields=["by"])
                by = invitation_round.by
                if by is None or not has_right(by, event, Right.EDIT_PEOPLE):
                    stop_round(invitation_round)
                    return
                with pace.piece():
                    for pk in waiting[: pace.rows]:
                        _invite(invitation_round, pk, by)
        while_claimed(invitation_round).update(state=RoundState.DONE, claim=None)
    except ClaimLost:
        pass


def _invite(invitation_round: InvitationRound, pk: int, by: User) -> None:
    """Invite one delegation, or record why not. Raises ClaimLost."""
    choice = Languages(invitation_round.first, invitation_round.second)
    try:
        with transaction.atomic():
            letter = send_invitation(
                event=invitation_round.event, pk=pk, choice=choice, by=by,
                note=invitation_round.note,
            )  # fmt: skip
            _record(invitation_round, {"pk": pk, "letter": letter.number, "why": ""})
    except CannotInvite as error:
        _record(invitation_round, {"pk": pk, "letter": "", "why": str(error.why)})
    except (ClaimLost, OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("Round %s cannot invite delegation %s.", invitation_round.pk, pk)
        _record_failure(invitation_round, pk)


def _record_failure(invitation_round: InvitationRound, pk: int) -> None:
    why = _("Something went wrong on the server.")
    _record(invitation_round, {"pk": pk, "letter": "", "why": why})


def _record(invitation_round: InvitationRound, result: dict[str, object]) -> None:
    """Add a result, if nobody has stopped the round or taken it over; otherwise raise ClaimLost."""
    results = [*invitation_round.results, result]
    claimed = while_claimed(invitation_round).filter(state=RoundState.RUNNING)
    if not claimed.update(results=results, seen_at=timezone.now(), attempts=0):
        raise ClaimLost
    invitation_round.results = results
