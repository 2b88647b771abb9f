"""Each rule is written twice, for one row and for many: both must say the same of everybody."""

import inspect
import pickle
import pkgutil
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists

from accounts.models import User
from accounts.roles import RIGHTS, Right, Role
from delegations.models import Attendee, Delegation, Organisation
from events import permissions
from events.models import Event, ImportBatch, TeamMember
from events.permissions import has_right
from programme.models import (
    Appearance,
    Profile,
    ReleasePlan,
    ScheduleRelease,
    Session,
    SessionDocument,
    SubForum,
)
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_import,
    make_member,
    make_organisation,
    make_profile,
    make_session,
    make_session_document,
    make_sub_forum,
    make_user,
)

pytestmark = pytest.mark.both_databases
APPS = ("programme", "delegations", "events", "accounts", "forum_portal")
Anybody = User | AnonymousUser


class World:
    """Two events with rows of each kind, and everybody who may ask for them."""

    def __init__(self) -> None:
        self.theirs = make_event()
        self.ours = make_event(status="draft", second_factor_roles=list(Role.values))
        self.people: dict[str, Anybody] = {
            role.value: make_member(self.ours, role) for role in Role
        }
        everywhere = make_member(self.ours, Role.DELEGATIONS_OFFICER)
        TeamMember.objects.create(event=self.theirs, user=everywhere, role=Role.VIEWER)
        self.people |= {
            "officer here, viewer there": everywhere,
            "administrator of another event": make_member(self.theirs, Role.ADMINISTRATOR),
            "sub-forum editor of another event": make_member(self.theirs, Role.SUB_FORUM_EDITOR),
            "superuser": make_user(is_superuser=True),
            "closed account": make_member(self.ours, Role.ADMINISTRATOR, is_active=False),
            "closed superuser": make_user(is_superuser=True, is_active=False),
            "user of no event": make_user(),
            "visitor": AnonymousUser(),
        }
        shared = make_organisation()
        for event in (self.ours, self.theirs):
            self._fill(event, shared)
        make_organisation()

    def _fill(self, event: Event, shared: Organisation) -> None:
        make_attendee(make_delegation(event, organisation=shared))
        make_attendee(make_delegation(event))
        own, other = make_sub_forum(event), make_sub_forum(event)
        own.editors.add(*[person for person in self.people.values() if isinstance(person, User)])
        for sub_forum in (own, other, None):
            session = make_session(event, sub_forum=sub_forum)
            make_appearance(session)
            make_session_document(session)
            speaker = make_attendee(make_delegation(event))
            make_appearance(session, attendee=speaker)
            make_profile(speaker, portrait="")
        author = make_user()
        release_agenda(event=event, by=author)
        ReleasePlan.objects.create(event=event, base_version=1, payload={}, state="waiting")
        make_import(event, make_user(is_superuser=True))


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[bytes]:
    """Made once: each test looks at it in a transaction that is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield pickle.dumps(World())
        transaction.set_rollback(True)


@pytest.fixture
def world(filled: bytes, db: None) -> World:
    found: World = pickle.loads(filled)
    return found


WHO = (
    *Role.values,
    "officer here, viewer there",
    "administrator of another event",
    "sub-forum editor of another event",
    "superuser",
    "closed account",
    "closed superuser",
    "user of no event",
)


def agree(user: Anybody, model: Any, many: Any, one: Callable[[Anybody, Any], bool]) -> set[bool]:
    """Compare row by row; return which answers there were."""
    chosen = set(many.values_list("pk", flat=True))
    answers = {row.pk: one(user, row) for row in model._default_manager.all()}
    assert {pk for pk, answer in answers.items() if answer} == chosen
    assert many.count() == len(chosen), "no row comes twice"
    return set(answers.values())


# --- What the permissions modules say of events --------------------------------------------------

# Each predicate, and the rows for which it must be true.
PREDICATES: dict[str, tuple[Callable[[Anybody, Event], bool], Callable[[Anybody], Any]]] = {
    "has_right": (
        lambda user, event: has_right(user, event, Right.EDIT_PEOPLE),
        lambda user: Event.objects.with_right(user, Right.EDIT_PEOPLE),
    ),
    "rights_of": (
        lambda user, event: bool(permissions.rights_of(user, event)),
        lambda user: Event.objects.for_member(user),
    ),
    "rights_anywhere": (
        lambda user, event: (
            Right.VIEW_PEOPLE in permissions.rights_anywhere(user)
            and has_right(user, event, Right.VIEW_PEOPLE)
        ),
        lambda user: Event.objects.with_right(user, Right.VIEW_PEOPLE),
    ),
    "events_with_right": (
        lambda user, event: has_right(user, event, Right.EXPORT),
        lambda user: permissions.events_with_right(user, Right.EXPORT),
    ),
    "demands_second_factor": (
        lambda user, event: (
            permissions.demands_second_factor(user) and bool(permissions.rights_of(user, event))
        ),
        lambda user: Event.objects.for_member(user).filter(
            Exists(Event.objects.for_member(user).exclude(second_factor_roles=[]))
        ),
    ),
    "lacks_second_factor": (
        lambda user, event: (
            permissions.lacks_second_factor(user) and bool(permissions.rights_of(user, event))
        ),
        lambda user: Event.objects.for_member(user).filter(
            Exists(Event.objects.for_member(user).exclude(second_factor_roles=[]))
        ),
    ),
    "may_import": (
        lambda user, event: permissions.may_import(user, event, "sessions"),
        lambda user: permissions.importable_events(user, "sessions"),
    ),
    "importable_events": (
        lambda user, event: permissions.may_import(user, event, "rooms"),
        lambda user: permissions.importable_events(user, "rooms"),
    ),
    "is_in_any_team": (
        lambda user, event: (
            permissions.is_in_any_team(user) and bool(permissions.rights_of(user, event))
        ),
        lambda user: Event.objects.for_member(user),
    ),
}


def permission_modules() -> Iterator[ModuleType]:
    for app in APPS:
        for found in pkgutil.walk_packages(import_module(app).__path__, f"{app}."):
            if found.name.endswith(".permissions"):
                yield import_module(found.name)


def test_no_predicate_is_without_its_rows() -> None:
    found = {
        name
        for module in permission_modules()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        # Which rights a kind of table needs is no question about somebody.
        and "user" in inspect.signature(function).parameters
    }

    assert found == set(PREDICATES)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", PREDICATES)
def test_a_predicate_agrees_with_its_rows(name: str, who: str, world: World) -> None:
    one, many = PREDICATES[name]

    agree(world.people[who], Event, many(world.people[who]), one)


def _has_right(right: Right, user: Anybody, event: Event) -> bool:
    return has_right(user, event, right)


@pytest.mark.parametrize("who", WHO)
def test_every_right_is_the_same_for_one_event_and_for_many(who: str, world: World) -> None:
    user = world.people[who]

    for right in Right:
        events = Event.objects.with_right(user, right)
        agree(user, Event, events, partial(_has_right, right))
        if not (user.is_authenticated and user.is_superuser):
            assert (right in permissions.rights_anywhere(user)) == events.exists()
    if who in Role.values:
        assert permissions.rights_of(user, world.ours) == RIGHTS[Role(who)]
        assert permissions.rights_of(user, world.theirs) == frozenset()


def test_being_in_a_team_is_being_in_the_team_of_some_event(world: World) -> None:
    in_team = {who for who, user in world.people.items() if permissions.is_in_any_team(user)}

    assert in_team == set(WHO) - {"closed account", "closed superuser", "user of no event"}


# --- What follows for the rows of an event -------------------------------------------------------


def _by_event(right: Right, path: str = "") -> Callable[[Anybody, Any], bool]:
    def rule(user: Anybody, row: Any) -> bool:
        for name in filter(None, path.split(".")):
            row = getattr(row, name)
        return has_right(user, row.event, right)

    return rule


def _may_see_organisation(user: Anybody, row: Organisation) -> bool:
    events = [one.event for one in row.delegations.all()]
    some = permissions.events_with_right(user, Right.VIEW_PEOPLE).exists()
    return some and (not events or any(has_right(user, one, Right.VIEW_PEOPLE) for one in events))


def _may_edit_organisation(user: Anybody, row: Organisation) -> bool:
    events = [one.event for one in row.delegations.all()]
    some = permissions.events_with_right(user, Right.EDIT_PEOPLE).exists()
    return some and all(has_right(user, one, Right.EDIT_PEOPLE) for one in events)


def _may_edit_sub_forum(user: Anybody, row: SubForum) -> bool:
    if has_right(user, row.event, Right.EDIT_DRAFT):
        return True
    is_editor = user.is_authenticated and row.editors.filter(pk=user.pk).exists()
    return is_editor and has_right(user, row.event, Right.EDIT_OWN_SUB_FORUM)


def _may_edit_session(user: Anybody, row: Session) -> bool:
    if row.sub_forum:
        return _may_edit_sub_forum(user, row.sub_forum)
    return has_right(user, row.event, Right.EDIT_DRAFT)


def _may_edit_profile(user: Anybody, row: Profile) -> bool:
    if has_right(user, row.attendee.delegation.event, Right.EDIT_DRAFT):
        return True
    return any(_may_edit_session(user, one.session) for one in row.attendee.appearances.all())


ROWS: dict[tuple[type[Any], str], Callable[[Anybody, Any], bool]] = {
    (Organisation, "visible_to"): _may_see_organisation,
    (Organisation, "editable_by"): _may_edit_organisation,
    (Delegation, "visible_to"): _by_event(Right.VIEW_PEOPLE),
    (Delegation, "editable_by"): _by_event(Right.EDIT_PEOPLE),
    (Attendee, "visible_to"): _by_event(Right.VIEW_PEOPLE, "delegation"),
    (Attendee, "editable_by"): _by_event(Right.EDIT_PEOPLE, "delegation"),
    (SubForum, "visible_to"): _by_event(Right.VIEW_DRAFT),
    (SubForum, "editable_by"): _may_edit_sub_forum,
    (Session, "visible_to"): _by_event(Right.VIEW_DRAFT),
    (Session, "editable_by"): _may_edit_session,
    (Appearance, "visible_to"): _by_event(Right.VIEW_DRAFT, "session"),
    (SessionDocument, "visible_to"): _by_event(Right.VIEW_DRAFT, "session"),
    (Profile, "visible_to"): _by_event(Right.VIEW_DRAFT, "attendee.delegation"),
    (Profile, "editable_by"): _may_edit_profile,
    (ScheduleRelease, "visible_to"): _by_event(Right.VIEW_DRAFT),
    (ReleasePlan, "visible_to"): _by_event(Right.VIEW_DRAFT),
    (ImportBatch, "visible_to"): _by_event(Right.VIEW_DRAFT),
}


def test_no_way_to_choose_rows_by_person_is_missed() -> None:
    from django.apps import apps  # noqa: PLC0415  (one test needs it)

    found = {
        (model, name)
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for name in dir(model._default_manager.all())
        if name == "visible_to" or name.endswith("able_by")
    }

    assert found == set(ROWS)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(
    ("model", "name"), ROWS, ids=lambda value: getattr(value, "__name__", value)
)
def test_rows_agree_with_the_rule(model: type[Any], name: str, who: str, world: World) -> None:
    user = world.people[who]
    many = getattr(model._default_manager.all(), name)(user)

    answers = agree(user, model, many, ROWS[model, name])

    if who == "superuser":
        assert answers == {True}
    if who in ("closed account", "closed superuser", "user of no event"):
        assert answers == {False}


def test_a_visitor_is_given_no_row(world: World) -> None:
    visitor = world.people["visitor"]

    for (model, name), rule in ROWS.items():
        many = getattr(model._default_manager.all(), name)(visitor)
        assert agree(visitor, model, many, rule) == {False}
