"""Which sub-forums a member of the team edits."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from events.choices import TeamChangeKind
from events.models import Event
from events.team import services as team
from programme.models import SubForum


@transaction.atomic
def entrust_sub_forums(*, event: Event, to: User, guids: Iterable[str], by: User) -> None:
    """Make `to` an editor of exactly these sub-forums of the event, and record the change.

    Guids of no sub-forum of the event are ignored.
    """
    own = SubForum.objects.filter(event=event, editors=to)
    wanted = SubForum.objects.filter(event=event, guid__in=list(guids))
    before, after = list(own), list(wanted)
    if before == after:
        return
    to.sub_forums.remove(*before)
    to.sub_forums.add(*after)
    team.record(
        event=event,
        by=by,
        kind=TeamChangeKind.SUB_FORUMS,
        about=str(to),
        before=_numbers(before),
        after=_numbers(after),
    )


def _numbers(sub_forums: Iterable[SubForum]) -> str:
    return " ".join(str(sub_forum.number) for sub_forum in sub_forums)
