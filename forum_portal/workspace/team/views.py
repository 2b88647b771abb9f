"""The team of an event, in the organizers' pages: members, invitations, changes."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest, user_of
from accounts.roles import Right, Role
from accounts.second_factor import with_second_factor
from core.text.translated import fallback_order
from events.models import Event, TeamMember
from events.team import services
from forum_portal.workspace.team import services as team_services
from forum_portal.workspace.team.forms import InviteForm, RoleForm, SecondFactorForm

# How much of the record the page shows.
_CHANGES = 50


def team_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Call the view with an event whose team the person may change; otherwise 404."""

    @wraps(view)
    def wrapped(request: HttpRequest, event_pk: int, **kwargs: object) -> HttpResponse:
        events = Event.objects.with_right(user_of(request), Right.EDIT_TEAM)
        event = get_object_or_404(events, pk=event_pk)
        with fallback_order(event.languages):
            return view(cast("AuthenticatedHttpRequest", request), event, **kwargs)

    return wrapped


@team_page
def team(request: AuthenticatedHttpRequest, event: Event) -> HttpResponse:
    """List members and invitations, with a form to invite: `?sub_forum=` a host of that one."""
    form = InviteForm(request.POST or None, event=event, host_of=request.GET.get("sub_forum", ""))
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(event=event, by=request.user, **form.cleaned_data)
        except services.InTeamAlready:
            form.add_error("email", _("This person is already in the team of the event."))
        else:
            text = _("The invitation is being sent to %s.") % form.cleaned_data["email"]
            messages.success(request, text)
            return redirect("admin:team", event.pk)
    context = {
        "form": form,
        "members": event.team_members.select_related("user")
        .prefetch_related("user__sub_forums")
        .annotate(has_second_factor=with_second_factor("user")),
        "invitations": event.invitations.waiting(),
        "changes": event.team_changes.select_related("by")[:_CHANGES],
        "second_factor_form": SecondFactorForm(initial={"roles": event.second_factor_roles}),
    }
    return _page(request, "team", event, str(_("Team")), context)


@team_page
def team_member(request: AuthenticatedHttpRequest, event: Event, pk: int) -> HttpResponse:
    """Change the role or sub-forums of a member, or remove them."""
    member = get_object_or_404(event.team_members.select_related("user"), pk=pk)
    own = event.sub_forums.filter(editors=member.user)
    initial: dict[str, object] = {
        "role": member.role,
        "sub_forums": [str(sub_forum.guid) for sub_forum in own],
    }
    form = RoleForm(request.POST or None, event=event, initial=initial)
    if request.method == "POST" and ("remove" in request.POST or form.is_valid()):
        try:
            _change(request, member, form)
        except services.LastAdministrator:
            messages.error(
                request, _("An event must have an administrator: appoint another one first.")
            )
        except TeamMember.DoesNotExist:
            messages.warning(request, _("This person is no longer in the team."))
        return redirect("admin:team", event.pk)
    return _page(request, "member", event, str(member.user), {"form": form, "member": member})


def _change(request: AuthenticatedHttpRequest, member: TeamMember, form: RoleForm) -> None:
    if "remove" in request.POST:
        team_services.remove_member(member=member, by=request.user)
        text = _("%s has been removed from the team and logged out everywhere.")
    else:
        role, guids = Role(form.cleaned_data["role"]), form.cleaned_data["sub_forums"]
        team_services.change_member(member=member, role=role, guids=guids, by=request.user)
        text = _("Saved: %s.")
    messages.success(request, text % member.user)


@require_POST
@team_page
def team_invitation(request: AuthenticatedHttpRequest, event: Event, pk: int) -> HttpResponse:
    """Send an invitation again, or withdraw it."""
    invitation = get_object_or_404(event.invitations.all(), pk=pk)
    try:
        if "revoke" in request.POST:
            services.revoke_invitation(invitation=invitation, by=request.user)
            messages.success(
                request, _("The invitation has been withdrawn; its link no longer works.")
            )
        else:
            services.invite_again(invitation=invitation, by=request.user)
            messages.success(request, _("A new link is being sent; the old one no longer works."))
    except services.InvitationUnknown:
        messages.warning(request, _("The invitation was used or withdrawn in the meantime."))
    return redirect("admin:team", event.pk)


@require_POST
@team_page
def team_second_factor(request: AuthenticatedHttpRequest, event: Event) -> HttpResponse:
    """Set the roles that need a second factor at the event."""
    form = SecondFactorForm(request.POST)
    if form.is_valid():
        roles = [Role(role) for role in form.cleaned_data["roles"]]
        services.demand_second_factor(event=event, roles=roles, by=request.user)
        messages.success(
            request, _("Saved. It applies from the next page that each of them opens.")
        )
    return redirect("admin:team", event.pk)


def _page(
    request: HttpRequest, name: str, event: Event, title: str, context: dict[str, object]
) -> HttpResponse:
    everything = {
        **admin.site.each_context(request),
        "title": title,
        "event": event,
        **context,
    }
    return TemplateResponse(request, f"admin/team/{name}.html", everything).render()
