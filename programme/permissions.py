"""May this person do this to the programme? Rows have their `editable_by` in `querysets.py`."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import User
from accounts.roles import Right
from events.models import Event
from events.querysets import EventQuerySet
from programme.choices import ImportKind


def import_rights(kind: str) -> frozenset[Right]:
    """The rights of which one is enough to import tables of this kind.

    Sessions and people on stage: anyone who edits the draft, also of own sub-forums only; which
    rows that reaches is decided for each. Venues and rooms are content of the event; which
    sub-forums there are is the whole draft's business.
    """
    if kind in (ImportKind.VENUES, ImportKind.ROOMS):
        return frozenset({Right.EDIT_CONTENT})
    if kind == ImportKind.SUB_FORUMS:
        return frozenset({Right.EDIT_DRAFT})
    return frozenset({Right.EDIT_DRAFT, Right.EDIT_OWN_SUB_FORUM})


def importable_events(user: User | AnonymousUser, kind: str) -> EventQuerySet:
    """The events into which `user` may import tables of this kind."""
    allowed = Q(pk__in=[])
    for right in sorted(import_rights(kind)):
        allowed |= Q(pk__in=Event.objects.with_right(user, right).values("pk"))
    return Event.objects.filter(allowed)
