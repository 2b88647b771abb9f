"""Who may do what in an event: each predicate for everybody who may ask, and its queryset alike."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import RIGHTS, Right, Role, roles_with
from events import permissions
from events.import_kinds import KINDS
from events.models import Event, ImportBatch
from tests.factories import make_event, make_import, make_member, make_people_import, make_user
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

NOBODY: frozenset[Right] = frozenset()


def _people(event: Event) -> dict[str, tuple[User | AnonymousUser, frozenset[Right]]]:
    """Everybody who may ask, with the rights that they have in `event`."""
    found: dict[str, tuple[User | AnonymousUser, frozenset[Right]]] = {
        role.value: (make_member(event, role), RIGHTS[role]) for role in Role
    }
    inactive = make_member(event, Role.ADMINISTRATOR, is_active=False)
    return {
        **found,
        "a visitor": (AnonymousUser(), NOBODY),
        "somebody of no team": (make_user(), NOBODY),
        "somebody of another team": (make_member(make_event(), Role.ADMINISTRATOR), NOBODY),
        "a closed account": (inactive, NOBODY),
        "a superuser": (make_user(is_superuser=True), frozenset(Right)),
        "a closed superuser": (make_user(is_superuser=True, is_active=False), NOBODY),
    }


def test_everybody_has_the_rights_of_their_role_and_no_other() -> None:
    event = make_event()

    for who, (user, rights) in _people(event).items():
        assert permissions.rights_of(user, event) == rights, who
        for right in Right:
            may = right in rights
            assert permissions.has_right(user, event, right) is may, (who, right)
            own = permissions.events_with_right(user, right).filter(pk=event.pk)
            assert own.exists() is may, (who, right)


def test_rights_anywhere_are_those_of_all_ones_teams() -> None:
    event, other = make_event(), make_event()
    user = make_member(event, Role.DESK)
    other.team_members.create(user=user, role=Role.TRANSLATOR)
    people = _people(event)

    assert permissions.rights_anywhere(user) == RIGHTS[Role.DESK] | RIGHTS[Role.TRANSLATOR]
    assert permissions.rights_anywhere(people["a superuser"][0]) == frozenset(Right)
    assert permissions.rights_anywhere(people["somebody of another team"][0])
    for who in ("a visitor", "somebody of no team", "a closed account", "a closed superuser"):
        assert permissions.rights_anywhere(people[who][0]) == NOBODY, who


def test_a_team_is_entered_by_members_and_by_superusers_even_before_there_is_one() -> None:
    superuser = make_user(is_superuser=True)
    before = permissions.is_in_any_team(superuser)
    people = _people(make_event())

    inside = {who for who, (user, _) in people.items() if permissions.is_in_any_team(user)}

    assert before
    assert inside == {*Role.values, "somebody of another team", "a superuser"}


@pytest.mark.parametrize("demanded", [[], [Role.DESK.value], [Role.ADMINISTRATOR.value]])
def test_a_second_factor_is_demanded_of_the_roles_that_the_event_names(demanded: Any) -> None:
    event = make_event(second_factor_roles=demanded)
    people = _people(event)
    expected = set(demanded)
    if Role.ADMINISTRATOR.value in demanded:
        expected.add("a superuser")

    asked = {who for who, (user, _) in people.items() if permissions.demands_second_factor(user)}
    lacking = {who for who, (user, _) in people.items() if permissions.lacks_second_factor(user)}

    assert asked == lacking == expected


def test_who_has_a_second_factor_lacks_none_and_nobody_elses_counts_for_them() -> None:
    event = make_event(second_factor_roles=[Role.DESK.value, Role.ADMINISTRATOR.value])
    having = [make_member(event, Role.DESK), make_user(is_superuser=True)]
    lacking = [make_member(event, Role.DESK), make_user(is_superuser=True)]
    for user in having:
        TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")

    everybody = [*having, *lacking]
    asked = [user for user in everybody if permissions.demands_second_factor(user)]
    without = [user for user in everybody if permissions.lacks_second_factor(user)]

    assert asked == everybody
    assert without == lacking


def test_asking_for_rights_costs_one_query_and_none_for_who_has_no_team() -> None:
    event = make_event()
    people = _people(event)

    costs = {
        who: count_queries(lambda user=user: permissions.rights_of(user, event))  # type: ignore[misc]
        for who, (user, _) in people.items()
    }

    free = {"a visitor", "a closed account", "a superuser", "a closed superuser"}
    assert costs == {who: 0 if who in free else 1 for who in people}


def test_a_table_is_imported_by_those_who_may_write_what_it_holds() -> None:
    event, other = make_event(), make_event()
    people = _people(event)

    for kind in KINDS:
        may = {
            who for who, (user, _) in people.items() if permissions.may_import(user, event, kind)
        }
        assert {"administrator", "a superuser"} <= may
        assert not may & {"viewer", "desk", "a visitor", "somebody of another team"}
        officer = people["administrator"][0]
        assert not permissions.may_import(officer, other, kind)
        assert [one.pk for one in permissions.importable_events(officer, kind)] == [event.pk]


def test_an_imported_table_is_seen_by_those_who_may_see_tables_of_its_kind() -> None:
    event = make_event()
    people = _people(event)
    by = make_user(is_superuser=True)
    imported = {batch.kind for batch in (make_import(event, by), make_people_import(event, by))}

    seen = {
        who: {batch.kind for batch in ImportBatch.objects.visible_to(user)}
        for who, (user, _) in people.items()
    }

    assert seen == {
        who: {kind for kind in imported if KINDS[kind].right in rights}
        for who, (_, rights) in people.items()
    }
    # Some see one of the two and not the other.
    assert {len(kinds) for kinds in seen.values()} == {0, 1, 2}


def test_roles_are_found_by_a_right() -> None:
    assert roles_with(Right.RELEASE) == {Role.ADMINISTRATOR, Role.EDITOR}
    assert roles_with(Right.EDIT_OWN_SUB_FORUM) == {Role.SUB_FORUM_EDITOR}
