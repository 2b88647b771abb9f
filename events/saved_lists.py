"""Saving what somebody asked of a list under a name, for themselves or for the team."""

from accounts.models import User
from events.models import Event, SavedList

LONGEST_NAME, LONGEST_QUERY = 80, 4000


def tidy_name(name: str) -> str:
    """A typed name as it is stored; empty if nothing was typed."""
    return " ".join(name.split())[:LONGEST_NAME]


def save_list(
    *, event: Event, list_name: str, name: str, query: str, user: User, is_teams: bool
) -> SavedList:
    """Save `query` under a name, replacing what the user or the team saved under the same."""
    saved, _is_new = SavedList.objects.update_or_create(
        event=event,
        list_name=list_name,
        owner=None if is_teams else user,
        name=name,
        defaults={"query": query[:LONGEST_QUERY], "updated_by": user},
    )
    return saved
