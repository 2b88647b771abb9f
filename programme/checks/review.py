"""The findings in the draft of an event, and which of them a user is shown."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import User
from accounts.roles import Right
from events.models import Event
from events.permissions import rights_of
from programme.agenda.load_agenda import draft_agenda
from programme.agenda.values import Agenda, in_order
from programme.checks import Finding, Known, run_checks
from programme.checks.load_known import load_known
from programme.models import AcceptedFinding, SubForum

# The whole draft, and what the checks know besides.
Loaded = tuple[Agenda, Known]


@dataclass(frozen=True, slots=True)
class Review:
    """The findings of an event: those that are open, and those that have been accepted."""

    open: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, AcceptedFinding], ...]

    @property
    def open_errors(self) -> tuple[Finding, ...]:
        """The open findings that are errors."""
        return tuple(finding for finding in self.open if finding.is_error)

    def of_session(self, guid: str) -> "Review":
        """Return only the findings about the session with this guid."""
        return Review(
            tuple(finding for finding in self.open if _concerns(finding, guid)),
            tuple(pair for pair in self.accepted if _concerns(pair[0], guid)),
        )


def review(
    event: Event,
    *,
    again: Agenda | None = None,
    now: datetime | None = None,
    loaded: Loaded | None = None,
) -> Review:
    """Check the draft and return all findings, with eleven queries at any size.

    With `again`, check instead what would be public if that earlier agenda were published now.
    `loaded` is the draft with what is known of it, where a page has loaded them: one query then.
    """
    if loaded is not None:
        return _sorted_out(event, run_checks(*loaded))
    draft = draft_agenda(event, public_only=False)
    if again is None:
        return _sorted_out(event, run_checks(draft, load_known(event, now=now)))
    known = load_known(event, now=now, on_stage=again.on_stage)
    return _sorted_out(event, run_checks(*_public_again(again, draft, known)))


def _public_again(again: Agenda, draft: Agenda, known: Known) -> tuple[Agenda, Known]:
    """Return the earlier agenda with the sessions of the draft that visitors do not see."""
    back = again.by_guid
    hidden = (
        session
        for session in draft.sessions
        if session.guid in known.not_public and session.guid not in back
    )
    together = again.only(in_order([*again.sessions, *hidden]))
    return together, replace(known, not_public=known.not_public - back.keys())


def review_for(
    user: User,
    event: Event,
    *,
    again: Agenda | None = None,
    now: datetime | None = None,
    loaded: Loaded | None = None,
) -> Review:
    """Return the findings that `user` may see.

    People who cannot see the draft see none. Sub-forum editors see those about their own
    sub-forums. Travel times are only for people who can see sensitive data, and findings that
    exist because of a secret only for people who may know it (`Check.right`).
    """
    rights = rights_of(user, event)
    if Right.VIEW_DRAFT not in rights:
        return Review((), ())
    everything = review(event, again=again, now=now, loaded=loaded)
    own = None if _sees_all(rights) else _own_sub_forums(user, event)

    def may_see(finding: Finding) -> bool:
        right = finding.check.right
        return (right is None or right in rights) and (own is None or _touches(finding, own))

    def shown(finding: Finding) -> Finding:
        return finding if Right.VIEW_SENSITIVE in rights else finding.without_private()

    return Review(
        tuple(shown(finding) for finding in everything.open if may_see(finding)),
        tuple((shown(finding), row) for finding, row in everything.accepted if may_see(finding)),
    )


def _sorted_out(event: Event, findings: Iterable[Finding]) -> Review:
    rows = AcceptedFinding.objects.filter(event=event, withdrawn_at=None)
    accepted = {(row.check_key, row.fingerprint): row for row in rows.select_related("accepted_by")}
    open_, settled = [], []
    for finding in findings:
        if row := accepted.get(finding.identity) if accepted else None:
            settled.append((finding, row))
        else:
            open_.append(finding)
    return Review(tuple(open_), tuple(settled))


def _sees_all(rights: frozenset[Right]) -> bool:
    return Right.EDIT_DRAFT in rights or Right.EDIT_OWN_SUB_FORUM not in rights


def _own_sub_forums(user: User, event: Event) -> frozenset[str]:
    rows = SubForum.objects.editable_by(user).filter(event=event)
    return frozenset(str(guid) for guid in rows.values_list("guid", flat=True))


def _touches(finding: Finding, sub_forums: frozenset[str]) -> bool:
    return any(
        session.sub_forum is not None and session.sub_forum.guid in sub_forums
        for session in finding.hit.sessions
    )


def _concerns(finding: Finding, guid: str) -> bool:
    return any(session.guid == guid for session in finding.hit.sessions)
