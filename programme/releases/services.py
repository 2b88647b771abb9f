"""Releasing the draft: what would change, what was reviewed, and the release itself."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from core.protection.fingerprint import fingerprint as fingerprint_of
from events.models import Event
from programme.agenda import values as agenda
from programme.agenda.load_agenda import draft_agenda, published_agenda
from programme.agenda.payload_types import OpenErrorPayload
from programme.checks import Finding
from programme.checks.review import Review, review
from programme.choices import SessionStatus, Visibility
from programme.models import ScheduleRelease, Session
from programme.releases import changes, next_agenda
from programme.releases.publishing import PreparedRelease, freeze_release, publish_release


class NothingToRelease(Exception):
    """Visitors already see exactly the draft."""


class DraftMoved(Exception):
    """The changes are no longer those that were reviewed; they have to be reviewed again."""


class OpenErrors(Exception):
    """Some findings are errors that nobody has accepted or chosen to publish anyway."""


class NeedsApproval(Exception):
    """A second person has to approve the releases of this event; propose one instead."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A published session that is no longer public in the draft, and what is proposed for it.

    If it was made visible to fewer people, it is withdrawn, because nobody else was meant to read
    it. If it was deleted or cancelled, it is called off.
    """

    session: agenda.Session
    is_withdrawn: bool


def pending_changes(event: Event) -> list[changes.Change]:
    """Return exactly what a release would change now, with the proposals of `TakenBack`."""
    return changes_between(event, published_agenda(event), draft_agenda(event, public_only=True))


def changes_between(
    event: Event, before: agenda.Agenda, draft: agenda.Agenda
) -> list[changes.Change]:
    """Return what a release of `draft`, the public part of the draft, would change in `before`."""
    return changes.differences(before, _unasked(event, before, draft))


def sessions_taken_back(event: Event) -> list[TakenBack]:
    """Return the published sessions that a release would call off or withdraw."""
    return _taken_back(event, published_agenda(event), draft_agenda(event, public_only=True))


def _unasked(event: Event, before: agenda.Agenda, draft: agenda.Agenda) -> agenda.Agenda:
    """Return the draft as it would be released with the proposals of `TakenBack`."""
    gone = _taken_back(event, before, draft)
    return next_agenda.follow_with(
        before, draft, [taken.session.guid for taken in gone if taken.is_withdrawn]
    )


def _taken_back(event: Event, before: agenda.Agenda, draft: agenda.Agenda) -> list[TakenBack]:
    gone = next_agenda.missing_sessions(before, draft)
    rows = Session.objects.filter(event=event, guid__in=[session.guid for session in gone])
    narrowed = rows.exclude(visibility=Visibility.PUBLIC).exclude(status=SessionStatus.CANCELLED)
    guids = {str(guid) for guid in narrowed.values_list("guid", flat=True)}
    return [
        TakenBack(session, session.guid in guids and not session.is_cancelled) for session in gone
    ]


def fingerprint(differences: list[changes.Change]) -> str:
    """Return a digest of a list of changes."""
    return fingerprint_of(changes.as_json(differences))


@transaction.atomic
def release_agenda(
    *,
    event: Event,
    by: User,
    comment: str = "",
    reviewed: str | None = None,
    despite: str = "",
    withdraw: Collection[str] | None = None,
) -> ScheduleRelease:
    """Publish the draft: visitors see it from the next request on.

    Numbers the release, stores the agenda and the exact differences, and raises the SEQUENCE of
    each session that moved. Two releases at once queue on the event's row. With `reviewed` (a
    `fingerprint`) nothing is released but what somebody has reviewed; with open errors only if
    `despite` (an `errors_fingerprint`) names exactly these. The release records which errors were
    open. `withdraw` holds the guids of the sessions to withdraw among those taken back; the others
    are called off. Without it each is treated as `TakenBack` proposes.

    Raises NothingToRelease, DraftMoved, OpenErrors, NeedsApproval.
    """
    prepared = prepare_release(event=event, reviewed=reviewed, despite=despite, withdraw=withdraw)
    if needs_approval(event):
        raise NeedsApproval
    return publish_release(prepared, event=event, by=by, comment=comment)


def needs_approval(event: Event) -> bool:
    """Whether a second person has to approve each release: as stored, not as `event` was loaded."""
    return Event.objects.filter(pk=event.pk, needs_second_eyes=True).exists()


def prepare_release(
    *,
    event: Event,
    reviewed: str | None,
    despite: str = "",
    withdraw: Collection[str] | None = None,
) -> PreparedRelease:
    """Lock the event and prepare its next release, provided it is what somebody has reviewed.

    What they have reviewed is the list before they chose which sessions to withdraw.
    Within a transaction. Raises NothingToRelease, DraftMoved, OpenErrors.
    """
    Event.objects.select_for_update().get(pk=event.pk)
    before, draft = published_agenda(event), draft_agenda(event, public_only=True)
    usual = _unasked(event, before, draft)
    after = usual if withdraw is None else next_agenda.follow_with(before, draft, withdraw)
    differences = changes.differences(before, after)
    if not differences and before.version and changes.has_same_frame(before, after):
        raise NothingToRelease
    return prepare_reviewed(
        before,
        after,
        looked_at=changes.differences(before, usual),
        review=lambda: review(event),
        reviewed=reviewed,
        despite=despite,
    )


def prepare_reviewed(
    before: agenda.Agenda,
    after: agenda.Agenda,
    *,
    looked_at: list[changes.Change],
    review: Callable[[], Review],
    reviewed: str | None,
    despite: str,
) -> PreparedRelease:
    """Prepare the release `after`, provided its changes and open errors have been reviewed.

    Raises DraftMoved, OpenErrors.
    """
    if reviewed is not None and reviewed != fingerprint(looked_at):
        raise DraftMoved
    errors = review().open_errors
    if reviewed is not None and errors and despite != errors_fingerprint(errors):
        raise OpenErrors
    kept: list[OpenErrorPayload] = [
        {"check": finding.check.key, "fingerprint": finding.fingerprint} for finding in errors
    ]
    return freeze_release(before, after, kept)


def errors_fingerprint(errors: Iterable[Finding]) -> str:
    """Return a digest of open errors; empty if there are none."""
    identities = sorted(finding.identity for finding in errors)
    return fingerprint_of(identities) if identities else ""
