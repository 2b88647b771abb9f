"""Changes of the team together with the sub-forums that somebody edits: both or neither."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from events.models import Event, TeamMember
from events.team import services
from programme.editing.sub_forum_editors import entrust_sub_forums


@transaction.atomic
def join(
    *, token_hash: str, user: User | None, name: str = "", password: str = ""
) -> tuple[Event, User]:
    """Accept an invitation. Raises InvitationUnknown, AccountExists."""
    invitation, joined = services.accept_invitation(
        token_hash=token_hash, user=user, name=name, password=password
    )
    entrust_sub_forums(event=invitation.event, to=joined, guids=invitation.sub_forums, by=joined)
    return invitation.event, joined


@transaction.atomic
def change_member(*, member: TeamMember, role: Role, guids: Sequence[str], by: User) -> None:
    """Change the role, and a sub-forum editor's sub-forums. Raises LastAdministrator."""
    services.change_role(member=member, role=role, by=by)
    own = guids if role == Role.SUB_FORUM_EDITOR else ()
    entrust_sub_forums(event=member.event, to=member.user, guids=own, by=by)


@transaction.atomic
def remove_member(*, member: TeamMember, by: User) -> None:
    """Remove a member from the team and all sub-forums. Raises LastAdministrator."""
    services.remove_member(member=member, by=by)
    entrust_sub_forums(event=member.event, to=member.user, guids=(), by=by)
