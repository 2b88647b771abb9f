"""Who is told what of the findings, and how one is accepted, withdrawn and comes back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import RIGHTS, Right, Role
from delegations.choices import AttendeeStatus
from delegations.models import Travel
from programme.checks.acceptance import (
    AcceptanceNeedsReason,
    AlreadyAccepted,
    NotAllowedToAccept,
    accept_finding,
    withdraw_acceptance,
)
from programme.checks.review import Review, review, review_for
from programme.choices import SessionKind
from programme.models import AcceptedFinding, ScheduleRelease, Session
from programme.releases.services import (
    OpenErrors,
    errors_fingerprint,
    fingerprint,
    pending_changes,
    release_agenda,
)
from tests.factories import (
    NOON,
    make_appearance,
    make_attendee,
    make_award,
    make_delegation,
    make_entry,
    make_event,
    make_member,
    make_room,
    make_session,
    make_sub_forum,
    make_user,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Office:
    """An edition in which much is wrong, and a person for each role."""

    def __init__(self) -> None:
        self.event = make_event()
        self.people: dict[str, User] = {role.value: make_member(self.event, role) for role in Role}
        self.people["outsider"] = make_member(make_event(), Role.ADMINISTRATOR)
        self.people["nobody"] = make_user()
        self.own, self.other = make_sub_forum(self.event), make_sub_forum(self.event)
        self.own.editors.add(self.people[Role.SUB_FORUM_EDITOR])
        self.room = make_room(self.event)
        self.mine = self._session("Mine", sub_forum=self.own, room=self.room)
        self.theirs = self._session("Theirs", sub_forum=self.other, room=self.room)
        self.lost = self._session("Lost", room=None)
        person = make_attendee(make_delegation(self.event), status=AttendeeStatus.APPROVED)
        Travel.objects.create(attendee=person, arrives_at=NOON + 7 * MINUTE)
        make_appearance(self.mine, attendee=person)
        award = make_award(self.event)
        make_entry(award, city=text("Nice"), is_winner=True)
        self.ceremony = self._session("The winner is Nice", sub_forum=self.own)

    def _session(self, title: str, **values: Any) -> Session:
        room = {} if "room" in values else {"room": make_room(self.event)}
        values = {"kind": SessionKind.PLENARY, **room, **values}
        return make_session(self.event, title=text(title), **values)

    @property
    def editor(self) -> User:
        return self.people[Role.EDITOR]

    def finding(self, key: str) -> Any:
        (finding,) = (one for one in review(self.event).open if one.check.key == key)
        return finding

    def accept(self, key: str = "room-taken-twice", **values: Any) -> AcceptedFinding:
        finding = values.pop("finding", None) or self.finding(key)
        defaults = {"by": self.editor, "reason": "A wall is drawn between them."}
        return accept_finding(event=self.event, finding=finding, **{**defaults, **values})


@pytest.fixture
def office() -> Office:
    return Office()


def _keys(found: Review) -> set[str]:
    return {finding.check.key for finding in found.open}


# --- Who is told what -----------------------------------------------------------------------------

TOUCHING_OWN = {"room-taken-twice", "person-not-there-yet"}
EVERYTHING = {*TOUCHING_OWN, "room-missing", "embargo-broken"}
# An embargoed winner is told only to those who may open the award.
TOLD: dict[str, set[str]] = {
    Role.ADMINISTRATOR: EVERYTHING,
    Role.EDITOR: EVERYTHING,
    Role.SUB_FORUM_EDITOR: TOUCHING_OWN,
    Role.DELEGATIONS_OFFICER: EVERYTHING - {"embargo-broken"},
    Role.DESK: EVERYTHING - {"embargo-broken"},
    Role.VIEWER: EVERYTHING,
    "outsider": set(),
    "nobody": set(),
}


@pytest.mark.parametrize("who", TOLD)
def test_each_role_is_told_what_it_may_know(who: str, office: Office) -> None:
    found = review_for(office.people[who], office.event)

    assert _keys(review(office.event)) == EVERYTHING
    assert _keys(found) == TOLD[who]


@pytest.mark.parametrize("who", TOLD)
def test_when_somebody_arrives_is_told_to_those_who_may_see_sensitive_data(
    who: str, office: Office
) -> None:
    found = review_for(office.people[who], office.event)
    private = {str(finding.hit.private) for finding in found.open} - {""}
    everything_said = " ".join(str(finding.hit.sentence) for finding in found.open)

    may_know = who in Role.values and Right.VIEW_SENSITIVE in RIGHTS[Role(who)]
    assert private == ({"Arrival: 2 May, 20:07."} if may_know else set())
    assert "20:07" not in everything_said


@pytest.mark.parametrize("who", TOLD)
def test_what_is_accepted_is_told_to_nobody_else(who: str, office: Office) -> None:
    for key in EVERYTHING:
        office.accept(key)

    found = review_for(office.people[who], office.event)

    assert found.open == ()
    assert {finding.check.key for finding, _row in found.accepted} == TOLD[who]
    assert who in (Role.ADMINISTRATOR, Role.DELEGATIONS_OFFICER) or not any(
        finding.hit.private for finding, _row in found.accepted
    )


def test_a_sub_forum_editor_is_told_nothing_of_others_even_with_no_sub_forum(
    office: Office,
) -> None:
    stranger = make_member(office.event, Role.SUB_FORUM_EDITOR)

    assert review_for(stranger, office.event).open == ()


# --- Accepting ------------------------------------------------------------------------------------


def test_what_is_accepted_stands_apart_with_who_and_why(office: Office) -> None:
    row = office.accept()

    found = review(office.event)

    assert "room-taken-twice" not in _keys(found)
    ((finding, accepted),) = found.accepted
    assert finding.check.key == "room-taken-twice"
    assert accepted == row
    assert (row.accepted_by, row.reason) == (office.editor, "A wall is drawn between them.")
    assert row.sentence == str(finding.hit.sentence)


@pytest.mark.parametrize("who", [*Role.values, "outsider", "nobody"])
def test_only_who_may_publish_accepts_and_withdraws(who: str, office: Office) -> None:
    user = office.people[who]
    row = office.accept("room-missing")

    if who in Role.values and Right.RELEASE in RIGHTS[Role(who)]:
        assert office.accept(by=user).accepted_by == user
        assert withdraw_acceptance(accepted=row, by=user)
    else:
        with pytest.raises(NotAllowedToAccept):
            office.accept(by=user)
        with pytest.raises(NotAllowedToAccept):
            withdraw_acceptance(accepted=row, by=user)
        assert AcceptedFinding.objects.get().withdrawn_at is None


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_nothing_is_accepted_without_a_reason(reason: str, office: Office) -> None:
    with pytest.raises(AcceptanceNeedsReason):
        office.accept(reason=reason)

    assert not AcceptedFinding.objects.exists()


def test_one_finding_is_accepted_once(office: Office) -> None:
    finding = office.finding("room-taken-twice")
    office.accept(finding=finding)

    with pytest.raises(AlreadyAccepted):
        office.accept(finding=finding)

    assert AcceptedFinding.objects.count() == 1


def test_a_withdrawn_acceptance_comes_back_and_leaves_its_record(office: Office) -> None:
    row = office.accept()
    before = timezone.now()

    withdraw_acceptance(accepted=row, by=office.people[Role.ADMINISTRATOR])

    assert "room-taken-twice" in _keys(review(office.event))
    row.refresh_from_db()
    assert row.withdrawn_by == office.people[Role.ADMINISTRATOR]
    assert row.withdrawn_at is not None
    assert row.withdrawn_at >= before
    # It can be accepted again: another record beside the first.
    office.accept(reason="Checked once more.")
    assert AcceptedFinding.objects.count() == 2


def test_an_acceptance_is_withdrawn_once(office: Office) -> None:
    row = office.accept()
    assert withdraw_acceptance(accepted=row, by=office.editor)

    again = withdraw_acceptance(accepted=row, by=office.people[Role.ADMINISTRATOR])

    row.refresh_from_db()
    assert (again, row.withdrawn_by) == (False, office.editor)


def test_a_finding_comes_back_by_itself_when_its_facts_change(office: Office) -> None:
    office.accept()

    office.theirs.end += 30 * MINUTE
    office.theirs.save()

    found = review(office.event)
    assert "room-taken-twice" in _keys(found)
    assert found.accepted == ()


def test_a_corrected_title_does_not_bring_it_back(office: Office) -> None:
    office.accept()

    office.theirs.title = text("Theirs, corrected")
    office.theirs.save()

    assert "room-taken-twice" not in _keys(review(office.event))


def test_what_is_accepted_in_one_event_is_not_in_another(office: Office) -> None:
    row = office.accept()
    AcceptedFinding.objects.filter(pk=row.pk).update(event=make_event())

    assert "room-taken-twice" in _keys(review(office.event))


# --- Publishing -----------------------------------------------------------------------------------


def _publish(office: Office, despite: str = "") -> ScheduleRelease:
    changes = pending_changes(office.event)
    return release_agenda(
        event=office.event,
        by=office.editor,
        reviewed=fingerprint(changes),
        despite=despite,
    )


def test_with_open_errors_nothing_is_published_unless_somebody_says_so(office: Office) -> None:
    with pytest.raises(OpenErrors):
        _publish(office)

    errors = review(office.event).open_errors
    release = _publish(office, errors_fingerprint(errors))

    assert {one["check"] for one in release.open_errors} == {
        "room-taken-twice",
        "person-not-there-yet",
        "embargo-broken",
    }
    assert sorted(one["fingerprint"] for one in release.open_errors) == sorted(
        one.fingerprint for one in errors
    )


def test_another_error_since_then_is_asked_for_again(office: Office) -> None:
    despite = errors_fingerprint(review(office.event).open_errors)
    make_appearance(
        office.theirs,
        attendee=make_attendee(make_delegation(office.event), status=AttendeeStatus.WITHDRAWN),
    )

    with pytest.raises(OpenErrors):
        _publish(office, despite)

    assert not ScheduleRelease.objects.exists()


def test_accepted_errors_and_mere_warnings_hold_nothing_up(office: Office) -> None:
    for finding in review(office.event).open_errors:
        office.accept(finding=finding)

    release = _publish(office)

    assert release.open_errors == []


# --- How much it costs ----------------------------------------------------------------------------


def test_a_review_takes_as_many_queries_for_many_findings_as_for_few(office: Office) -> None:
    office.accept()
    few = count_queries(lambda: review(office.event))
    office.accept("person-not-there-yet")
    for _ in range(3):
        office._session("Lost too", room=None)

    assert count_queries(lambda: review(office.event)) == few == 12
