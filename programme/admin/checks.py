"""The checks of an event's draft: what is open, what was accepted and why."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.http import user_of
from accounts.roles import Right
from core.text.dates import moment_in
from core.text.translated import fallback_order
from events.admin_base.scoped_admin import ScopedAdmin
from events.models import Event
from events.permissions import has_right
from programme.checks.acceptance import AlreadyAccepted, accept_finding, withdraw_acceptance
from programme.checks.finding_rows import load_rows
from programme.checks.forms import AcceptForm, FindingFilterForm, WithdrawAcceptanceForm
from programme.checks.review import Review, review_for
from programme.models import AcceptedFinding

_ON_A_PAGE = 50


@admin.register(AcceptedFinding)
class AcceptedFindingAdmin(ScopedAdmin):
    """The record of accepted findings, and the page of the checks on which they are accepted."""

    view_right = Right.RELEASE
    list_display = ("sentence", "reason", "accepted_by", "accepted", "withdrawn")
    list_filter = ("event",)
    search_fields = ("sentence", "reason")
    list_select_related = ("event", "accepted_by")
    fields = readonly_fields = (
        "event",
        "sentence",
        "reason",
        "accepted_by",
        "accepted",
        "withdrawn_by",
        "withdrawn",
    )

    @admin.display(description=_("accepted at"), ordering="accepted_at")
    def accepted(self, row: AcceptedFinding) -> str:
        """When, in the event's zone."""
        return moment_in(row.accepted_at, row.event.zone)

    @admin.display(description=_("withdrawn at"), ordering="withdrawn_at")
    def withdrawn(self, row: AcceptedFinding) -> str:
        """When, in the event's zone; a dash if it has not been withdrawn."""
        at = row.withdrawn_at
        return moment_in(at, row.event.zone) if at else "–"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: findings are accepted on the page of the checks."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: it is a record."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: it is a record."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the page of the checks of an event."""
        wrap = self.admin_site.admin_view
        own = [path("checks/<int:event_pk>/", wrap(self.checks), name="programme_checks")]
        return [*own, *super().get_urls()]

    def checks(self, request: HttpRequest, event_pk: int) -> HttpResponse:
        """Show the findings that the user may see, to accept or reopen by those who can publish."""
        user = user_of(request)
        events = Event.objects.with_right(user, Right.VIEW_DRAFT)
        event = get_object_or_404(events, pk=event_pk)
        may_accept = has_right(user, event, Right.RELEASE)
        if request.method == "POST" and not may_accept:
            raise PermissionDenied
        with fallback_order(event.languages):
            review = review_for(user, event)
            if request.method == "POST":
                self._settle(request, event, review)
                return redirect(request.get_full_path())
            return self._page(request, event, review, may_accept=may_accept)

    def _page(
        self, request: HttpRequest, event: Event, review: Review, *, may_accept: bool
    ) -> HttpResponse:
        form = FindingFilterForm(request.GET, review=review)
        rows = load_rows(user_of(request), event, form.narrow(review))
        page = Paginator(rows.open, _ON_A_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Checks"),
            "subtitle": str(event),
            "opts": self.opts,
            "event": event,
            "form": form,
            "rows": rows,
            "page": page,
            "is_empty": not review.open and not review.accepted,
            "may_accept": may_accept,
        }
        return TemplateResponse(request, "admin/programme/checks.html", context).render()

    def _settle(self, request: HttpRequest, event: Event, review: Review) -> None:
        """Accept or reopen the posted finding, unless it has changed since the user saw it."""
        user = user_of(request)
        withdraw = WithdrawAcceptanceForm(request.POST)
        if withdraw.is_valid():
            pk = withdraw.cleaned_data["withdraw"]
            for _finding, accepted in review.accepted:
                if accepted.pk == pk:
                    withdraw_acceptance(accepted=accepted, by=user)
                    messages.success(request, _("The finding is open again."))
                    return
        self._accept(request, event, review)

    def _accept(self, request: HttpRequest, event: Event, review: Review) -> None:
        form = AcceptForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Give a short reason for accepting it."))
            return
        identity = form.cleaned_data["check"], form.cleaned_data["fingerprint"]
        finding = next((finding for finding in review.open if finding.identity == identity), None)
        try:
            if finding is None:
                raise AlreadyAccepted
            accept_finding(
                event=event,
                finding=finding,
                by=user_of(request),
                reason=form.cleaned_data["reason"],
            )
        except AlreadyAccepted:
            messages.warning(
                request, _("This finding has changed or has been resolved. Check it again.")
            )
        else:
            messages.success(request, _("Accepted. The finding returns if the facts change."))
