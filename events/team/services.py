"""The team of an event: invitations, roles, and the record of both.

Each change locks the row of the event, so that what it counts and reads stays true until it is
written: a link is used once, and an event keeps an administrator.
"""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.addresses import canonical
from accounts.models import User
from accounts.roles import Role
from accounts.services import confirm_address, end_sessions
from core.protection.tokens import new_token, token_digest
from core.text.languages import in_language
from core.text.translated import fallback_order
from events.choices import TeamChangeKind
from events.editions.mails import write_event_mail
from events.models import Event, Invitation, TeamChange, TeamMember
from events.models.team import invitation_end
from mail.services import forget_recipient, post


class InvitationUnknown(Exception):
    """The link was used, was withdrawn, has expired or never was ours: nobody is told which."""


class InTeamAlready(Exception):
    """The owner of this address is already in the team."""


class AccountExists(Exception):
    """People with an account must log in before they join."""


class LastAdministrator(Exception):
    """The event would have no administrator."""


@transaction.atomic
def invite(
    *,
    event: Event,
    email: str,
    role: Role,
    language: str,
    by: User,
    sub_forums: Sequence[str] = (),
    note: str = "",
) -> Invitation:
    """E-mail a link to join the team; an earlier link for the address stops working.

    Raises InTeamAlready.
    """
    _lock(event)
    address = canonical(email)
    if TeamMember.objects.filter(event=event, user__email=address).exists():
        raise InTeamAlready
    for older in Invitation.objects.waiting().filter(event=event, email=address):
        _withdraw(older)
    token = new_token()
    invitation = Invitation.objects.create(
        event=event,
        email=address,
        role=role,
        sub_forums=list(sub_forums),
        language=language,
        note=note,
        token_hash=token_digest(token),
        invited_by=by,
    )
    _post(invitation, token)
    record(event=event, by=by, kind=TeamChangeKind.INVITED, about=address, after=role)
    return invitation


@transaction.atomic
def invite_again(*, invitation: Invitation, by: User) -> None:
    """Send a new link for another week; the old one stops working. Raises InvitationUnknown."""
    _lock(invitation.event)
    current = _waiting(invitation)
    token = new_token()
    current.token_hash, current.expires_at = token_digest(token), invitation_end()
    current.save(update_fields=["token_hash", "expires_at"])
    forget_recipient(recipient=current.guid.hex)
    _post(current, token)
    record(event=current.event, by=by, kind=TeamChangeKind.INVITED_AGAIN, about=current.email)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> None:
    """Make the link of an invitation stop working. Raises InvitationUnknown."""
    _lock(invitation.event)
    current = _waiting(invitation)
    _withdraw(current)
    record(event=current.event, by=by, kind=TeamChangeKind.REVOKED, about=current.email)


def read_invitation(token_hash: str) -> Invitation:
    """The invitation behind a link that still works. Raises InvitationUnknown."""
    invitations = Invitation.objects.good(timezone.now()).filter(token_hash=token_hash)
    invitation = invitations.select_related("event").first()
    if invitation is None:
        raise InvitationUnknown
    return invitation


@transaction.atomic
def accept_invitation(
    *, token_hash: str, user: User | None, name: str = "", password: str = ""
) -> tuple[Invitation, User]:
    """Join the team, once. Without `user` the account is made, with a name and a password.

    A `user` has the account of the address; the caller has seen that the person in front of the
    screen, who has the link from the mail, has the account too. A `password` replaces that of the
    account. All sessions of the account end: somebody else may have been in it before.

    Raises InvitationUnknown, also for a `user` who was not invited; AccountExists.
    """
    _lock(read_invitation(token_hash).event)
    invitation = read_invitation(token_hash)
    if user is None:
        if User.objects.with_address(invitation.email).exists():
            raise AccountExists
        user = User.objects.create_user(invitation.email, password, name=name)
    elif user.email != invitation.email:
        raise InvitationUnknown
    else:
        _take_over(user, password)
    TeamMember.objects.get_or_create(
        event=invitation.event,
        user=user,
        defaults={"role": invitation.role, "updated_by": invitation.invited_by},
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record(
        event=invitation.event,
        by=user,
        kind=TeamChangeKind.JOINED,
        about=str(user),
        after=invitation.role,
    )
    return invitation, user


@transaction.atomic
def change_role(*, member: TeamMember, role: Role, by: User) -> None:
    """Change the role of a member and end their sessions. Raises LastAdministrator."""
    _lock(member.event)
    current = TeamMember.objects.get(pk=member.pk)
    before = current.role
    if role == before:
        return
    _keep_an_administrator(current)
    current.role, current.updated_by = role, by
    current.save(update_fields=["role", "updated_by", "updated_at"])
    end_sessions(user=current.user)
    record(
        event=current.event,
        by=by,
        kind=TeamChangeKind.ROLE,
        about=str(current.user),
        before=before,
        after=role,
    )


@transaction.atomic
def remove_member(*, member: TeamMember, by: User) -> None:
    """Remove a member and end their sessions. Raises LastAdministrator."""
    _lock(member.event)
    current = TeamMember.objects.get(pk=member.pk)
    _keep_an_administrator(current)
    current.delete()
    end_sessions(user=current.user)
    record(
        event=current.event,
        by=by,
        kind=TeamChangeKind.REMOVED,
        about=str(current.user),
        before=current.role,
    )


@transaction.atomic
def demand_second_factor(*, event: Event, roles: Iterable[Role], by: User) -> None:
    """Set the roles that need a second factor, from the next request on."""
    locked = _lock(event)
    before, after = locked.second_factor_roles, [role.value for role in Role if role in set(roles)]
    if before == after:
        return
    Event.objects.filter(pk=event.pk).update(second_factor_roles=after)
    record(
        event=event,
        by=by,
        kind=TeamChangeKind.SECOND_FACTOR,
        before=" ".join(before),
        after=" ".join(after),
    )


def record(
    *,
    event: Event,
    by: User,
    kind: TeamChangeKind,
    about: str = "",
    before: str = "",
    after: str = "",
) -> None:
    """Record a change. Roles are stored as words, several separated by spaces."""
    TeamChange.objects.create(
        event=event, by=by, kind=kind, about=about, before=before, after=after
    )


def _lock(event: Event) -> Event:
    return Event.objects.select_for_update().get(pk=event.pk)


def _waiting(invitation: Invitation) -> Invitation:
    current = Invitation.objects.waiting().filter(pk=invitation.pk).first()
    if current is None:
        raise InvitationUnknown
    return current


def _withdraw(invitation: Invitation) -> None:
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    forget_recipient(recipient=invitation.guid.hex)


def _keep_an_administrator(member: TeamMember) -> None:
    others = TeamMember.objects.filter(
        event=member.event_id, role=Role.ADMINISTRATOR, user__is_active=True
    ).exclude(pk=member.pk)
    if member.role == Role.ADMINISTRATOR and not others.exists():
        raise LastAdministrator


def _take_over(user: User, password: str) -> None:
    if password:
        user.set_password(password)
        user.save(update_fields=["password"])
    confirm_address(user=user)
    end_sessions(user=user)


def _post(invitation: Invitation, token: str) -> None:
    event = invitation.event
    link = f"{settings.PUBLIC_ORIGIN}{reverse('join-link', args=[token])}"
    with in_language(invitation.language), fallback_order(event.languages):
        context = {"event": event, "invitation": invitation, "link": link}
        mail = write_event_mail(
            event,
            key=f"invitation/{invitation.token_hash}",
            address=invitation.email,
            subject=_("Invitation to the team of %(event)s") % {"event": event.title},
            body=render_to_string("mail/invitation.txt", context),
            recipient=invitation.guid.hex,
            # The link is kept nowhere but in the mail.
            is_transient=True,
        )
    post(mail)
