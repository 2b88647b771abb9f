"""Pages of planned releases and their approval, and of links to the draft for outsiders."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.http import user_of
from accounts.models import User
from accounts.roles import Right
from core.text.translated import fallback_order
from events.admin_base.admin_links import link
from events.admin_base.scoped_admin import ScopedAdmin
from events.models import Event
from events.permissions import has_right
from programme.choices import PlanState
from programme.models import PreviewLink, ReleasePlan
from programme.releases import approvals, preview_links
from programme.releases.forms import PreviewLinkForm

_PROPOSED = {
    PlanState.WAITING: _(
        "Proposed. Everybody else who can publish has received an e-mail with a link to this page."
    ),
    PlanState.PLANNED: _("Scheduled. Nobody needs to do anything: the portal publishes it."),
}


def show_proposed(request: HttpRequest, plan: ReleasePlan) -> HttpResponse:
    """Lead to the page of a release that waits, and say what it waits for."""
    messages.success(request, _PROPOSED[PlanState(plan.state)])
    return redirect("admin:programme_plan", plan.pk)


@admin.register(ReleasePlan)
class ReleasePlanAdmin(ScopedAdmin):
    """The record of planned releases, and the page on which one is approved or withdrawn."""

    view_right = Right.VIEW_DRAFT
    edit_right = Right.RELEASE
    list_display = ("event", "page", "due_at", "proposed_by", "proposed_at", "settled_by")
    list_display_links = None
    list_filter = ("event", "state")
    list_select_related = ("event", "proposed_by", "settled_by")
    fields = readonly_fields = ("event", "page", "comment", "due_at", "proposed_by", "settled_by")

    @admin.display(description=_("state"))
    def page(self, plan: ReleasePlan) -> str:
        """The state, and the way to the plan."""
        return link(reverse("admin:programme_plan", args=[plan.pk]), plan.get_state_display())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Made on the page that publishes."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Settled on its own page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: it is a record."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The plan's own page, beside the admin's."""
        wrap = self.admin_site.admin_view
        own = path("<int:pk>/plan/", wrap(self.plan), name="programme_plan")
        return [own, *super().get_urls()]

    def plan(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what would become public and who proposed it; approve or withdraw it."""
        user = user_of(request)
        plan = get_object_or_404(
            ReleasePlan.objects.visible_to(user).select_related("event", "proposed_by"), pk=pk
        )
        may_settle = has_right(user, plan.event, Right.RELEASE)
        if request.method == "POST":
            if not may_settle:
                raise PermissionDenied
            self._settle(request, plan, user)
            return redirect("admin:programme_plan", plan.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Planned release"),
            "opts": self.opts,
            "plan": plan,
            "changes": plan.changes,
            "may_approve": plan.state == PlanState.WAITING and approvals.may_approve(plan, user),
            "may_withdraw": may_settle and plan.is_active,
        }
        with fallback_order(plan.event.languages):
            return TemplateResponse(request, "admin/programme/releases/plan.html", context).render()

    def _settle(self, request: HttpRequest, plan: ReleasePlan, user: User) -> None:
        act = approvals.approve_plan if "approve" in request.POST else approvals.withdraw_plan
        try:
            done = act(plan=plan, by=user)
        except approvals.NotAllowedToApprove:
            messages.error(request, _("You cannot approve your own proposal."))
        except approvals.PlanAlreadySettled:
            messages.warning(request, _("This has already been decided."))
        else:
            messages.success(request, done.get_state_display())


@admin.register(PreviewLink)
class PreviewLinkAdmin(ScopedAdmin):
    """Links to the draft for people outside. The link itself is shown once, when it is made."""

    view_right = edit_right = Right.RELEASE
    list_display = ("label", "event", "expires_at", "revoked_at", "used_at", "created_by")
    list_filter = ("event",)
    list_select_related = ("event", "created_by")
    form = PreviewLinkForm
    actions = ("revoke",)

    def get_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        """A new one is chosen; one that is there is looked at."""
        if obj is None:
            return ("event", "label", "days")
        return ("event", "label", "expires_at", "revoked_at", "used_at", "created_by")

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """One that is there is revoked, not changed."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """It stays as a record."""
        return False

    def save_model(self, request: HttpRequest, obj: PreviewLink, form: Any, change: bool) -> None:
        """Make the link, and show it this once."""
        event: Event = form.cleaned_data["event"]
        made, token = preview_links.create_link(
            event=event,
            by=user_of(request),
            label=form.cleaned_data["label"],
            days=form.cleaned_data["days"],
        )
        obj.pk = made.pk
        address = f"{settings.PUBLIC_ORIGIN}{reverse('preview-link', args=[token])}"
        messages.info(request, _("Copy this link now. It will not be shown again: %s") % address)

    @admin.action(description=_("Revoke selected links"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[PreviewLink]) -> None:
        """End the chosen links, also where somebody has the draft open."""
        for preview_link in queryset:
            preview_links.revoke_link(link=preview_link)
        messages.success(request, _("Revoked."))
