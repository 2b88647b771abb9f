"""May this person do this to the programme? Rows have their `editable_by` in `querysets.py`."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import User
from accounts.roles import Right
from events.models import Event
from events.querysets import EventQuerySet
from programme.choices import ImportKind


def importable_events(user: User | AnonymousUser, kind: str) -> EventQuerySet:
    """The events into which `user` may import tables of this kind.

    Sessions and people on stage: anyone who edits the draft, also of own sub-forums only; which
    rows that reaches is decided for each. Rooms are content of the event.
    """
    if kind == ImportKind.ROOMS:
        return Event.objects.with_right(user, Right.EDIT_CONTENT)
    whole = Event.objects.with_right(user, Right.EDIT_DRAFT)
    own = Event.objects.with_right(user, Right.EDIT_OWN_SUB_FORUM)
    return Event.objects.filter(Q(pk__in=whole.values("pk")) | Q(pk__in=own.values("pk")))
