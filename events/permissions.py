"""Who may do what in an event. Each predicate has its queryset in `querysets.py`."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Q

from accounts.models import User
from accounts.roles import RIGHTS, Right, Role
from accounts.second_factor import second_factors_of
from events.import_kinds import KINDS
from events.models import Event, TeamMember
from events.querysets import EventQuerySet


def rights_of(user: User | AnonymousUser, event: Event) -> frozenset[Right]:
    """All rights of `user` in `event`: one query, none for a superuser or a visitor."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset(Right)
    roles = TeamMember.objects.filter(event=event, user=user).values_list("role", flat=True)
    role = roles.order_by("pk").first()
    return RIGHTS[Role(role)] if role else frozenset()


def rights_anywhere(user: User | AnonymousUser) -> frozenset[Right]:
    """The rights of `user` in any event; a superuser has all, even before there is an event."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset(Right)
    roles = TeamMember.objects.filter(user=user).values_list("role", flat=True).distinct()
    return frozenset().union(*(RIGHTS[Role(role)] for role in roles.order_by()))


def has_right(user: User | AnonymousUser, event: Event, right: Right) -> bool:
    """Whether `user` has `right` in `event`."""
    return right in rights_of(user, event)


def events_with_right(user: User | AnonymousUser, right: Right) -> EventQuerySet:
    """The events in which `user` has `right`."""
    return Event.objects.with_right(user, right)


def is_in_any_team(user: User | AnonymousUser) -> bool:
    """Whether `user` belongs to the team of any event; always true for a superuser."""
    if user.is_authenticated and user.is_active and user.is_superuser:
        return True
    return Event.objects.for_member(user).exists()


def demands_second_factor(user: User | AnonymousUser, *, condition: Q | None = None) -> bool:
    """Whether some event requires a second factor of `user`, if `condition` holds: one query.

    A superuser is asked for one wherever an administrator is.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    condition = condition or Q()
    if user.is_superuser:
        events = Event.objects.filter(condition).order_by()
        lists = events.values_list("second_factor_roles", flat=True)
        return any(Role.ADMINISTRATOR in roles for roles in lists)
    memberships = TeamMember.objects.filter(condition, user=user).order_by()
    pairs = memberships.values_list("role", "event__second_factor_roles")
    return any(role in roles for role, roles in pairs)


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Whether `user` has no second factor although some event requires one: one query."""
    return demands_second_factor(user, condition=~Q(Exists(second_factors_of(user.pk))))


def importable_events(user: User | AnonymousUser, kind: str) -> EventQuerySet:
    """The events into which `user` may import tables of this kind."""
    return KINDS[kind].events(user)


def may_import(user: User | AnonymousUser, event: Event, kind: str) -> bool:
    """Whether `user` may import a table of this kind into `event`."""
    return importable_events(user, kind).filter(pk=event.pk).exists()
