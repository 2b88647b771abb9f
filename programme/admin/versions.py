"""Pages of published releases: compare, roll back, withdraw a session, inform people."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.http import user_of
from accounts.roles import Right
from core.text.translated import fallback_order
from events.admin_base.scoped_admin import ScopedAdmin
from events.models import Event
from events.permissions import has_right
from programme.admin.plans import show_proposed
from programme.agenda.load_agenda import draft_agenda, published_agenda
from programme.checks.finding_rows import load_rows
from programme.checks.review import review_for
from programme.models import ReleasePlan, ScheduleRelease
from programme.releases import approvals, changes, release_mails, roll_back, versions
from programme.releases.forms import ReviewedForm, WithdrawSessionForm
from programme.releases.services import DraftMoved, NeedsApproval, NothingToRelease, OpenErrors
from programme.releases.withdrawals import NotPublished, withdraw_session

DRAFT = "draft"
# What to say if an agenda cannot be published.
REFUSALS: dict[type[BaseException], tuple[int, Any]] = {
    approvals.AnotherPlanWaits: (
        messages.ERROR,
        _("Another release is waiting. Approve or withdraw it first."),
    ),
    NothingToRelease: (
        messages.WARNING,
        _("Visitors already see this agenda: nothing to publish."),
    ),
    roll_back.AlreadyPublic: (messages.WARNING, _("Visitors already see this agenda.")),
    DraftMoved: (
        messages.WARNING,
        _("The changes are no longer those that you saw. Review the list again."),
    ),
    NeedsApproval: (
        messages.WARNING,
        _("A second person now has to approve each release. Review the list and propose it."),
    ),
    OpenErrors: (
        messages.ERROR,
        _("Some errors are open. Correct them, accept them, or tick “Publish anyway”."),
    ),
}


class VersionPages(ScopedAdmin):
    """Mixed into the admin of releases."""

    def get_urls(self) -> list[URLPattern]:
        """Compare, go back, tell; beside the admin's own."""
        wrap = self.admin_site.admin_view
        own = [
            path("compare/<int:event_pk>/", wrap(self.compare), name="programme_compare"),
            path("<int:pk>/roll-back/", wrap(self.roll_back), name="programme_roll_back"),
            path("<int:pk>/tell/", wrap(self.tell), name="programme_tell"),
            path("withdraw/<int:event_pk>/", wrap(self.withdraw), name="programme_withdraw"),
        ]
        return [*own, *super().get_urls()]

    def compare(self, request: HttpRequest, event_pk: int) -> HttpResponse:
        """Show the differences between two versions, or between a version and the draft."""
        events = Event.objects.with_right(user_of(request), Right.VIEW_DRAFT)
        event = get_object_or_404(events, pk=event_pk)
        releases = {
            str(release.version): release
            for release in event.releases.defer("payload").order_by("-version")
        }
        old, new = request.GET.get("from", ""), request.GET.get("to", DRAFT)
        context = {"event": event, "releases": releases.values(), "old": old, "new": new}
        if old in releases and (new in releases or new == DRAFT):
            after = (
                draft_agenda(event, public_only=True)
                if new == DRAFT
                else versions.agenda_of(event.releases.get(version=new))
            )
            earlier = versions.agenda_of(event.releases.get(version=old))
            with fallback_order(event.languages):
                differences = changes.as_json(changes.differences(earlier, after), for_office=True)
                return self._page(request, "compare", event, context | {"changes": differences})
        return self._page(request, "compare", event, context)

    def roll_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show findings and changes for visitors, then publish an earlier agenda again."""
        release = self._release_of(request, pk)
        event = release.event
        form = ReviewedForm(request.POST or None)
        again = roll_back.agenda_after_roll_back(release)
        with fallback_order(event.languages), timezone.override(again.zone):
            if request.method == "POST" and form.is_valid():
                answer = self._back(request, release, form)
                if answer:
                    return answer
            user = user_of(request)
            differences = changes.differences(published_agenda(event), again)
            review = review_for(user, event, again=again)
            context = {
                "release": release,
                "form": form.shown_with(differences, review),
                "changes": changes.as_json(differences, for_office=True),
                "rows": load_rows(user, event, review),
                "plan": ReleasePlan.objects.filter(event=event).active().first(),
            }
            return self._page(request, "roll_back", event, context)

    def _back(
        self, request: HttpRequest, release: ScheduleRelease, form: ReviewedForm
    ) -> HttpResponse | None:
        reviewed = {
            "by": user_of(request),
            "comment": form.cleaned_data["comment"],
            "reviewed": form.cleaned_data["reviewed"],
            "despite": form.despite,
        }
        try:
            if release.event.needs_second_eyes:
                plan = approvals.propose_release(event=release.event, back_to=release, **reviewed)
                return show_proposed(request, plan)
            made = roll_back.roll_back(to=release, **reviewed)
        except tuple(REFUSALS) as refused:
            messages.add_message(request, *REFUSALS[type(refused)])
            return None
        text = _("Version %(old)d is public again, as version %(new)d.")
        messages.success(request, text % {"old": release.version, "new": made.version})
        return redirect("admin:programme_schedulerelease_changelist")

    def tell(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show whom the release concerns and their e-mails, then send those that are ticked."""
        release = self._release_of(request, pk)
        if request.method == "POST":
            count = release_mails.send_notices(release=release, keys=request.POST.getlist("key"))
            text = ngettext("%d e-mail is being sent.", "%d e-mails are being sent.", count) % count
            messages.success(request, text)
            return redirect("admin:programme_tell", release.pk)
        notices = release_mails.load_notices(release)
        # People who were left out of what was sent stay left out.
        is_first = not any(notice.is_written for notice in notices)
        ticks_all = {"all": True, "none": False}.get(request.GET.get("tick", ""), is_first)
        context = {"release": release, "notices": notices, "ticks_all": ticks_all}
        return self._page(request, "tell", release.event, context)

    def withdraw(self, request: HttpRequest, event_pk: int) -> HttpResponse:
        """Withdraw one session that was published by mistake, at once and without other changes."""
        user = user_of(request)
        events = Event.objects.with_right(user, Right.VIEW_DRAFT)
        event = get_object_or_404(events, pk=event_pk)
        if not has_right(user, event, Right.RELEASE):
            raise PermissionDenied
        with fallback_order(event.languages), timezone.override(event.zone):
            published, chosen = published_agenda(event), request.GET.get("session", "")
            form = WithdrawSessionForm(request.POST or None, agenda=published, chosen=chosen)
            if request.method == "POST" and form.is_valid():
                guid, comment = form.cleaned_data["session"], form.cleaned_data["comment"]
                try:
                    made = withdraw_session(event=event, guid=guid, by=user, comment=comment)
                except NotPublished:
                    messages.warning(request, _("Visitors no longer see this session."))
                    return redirect("admin:programme_withdraw", event.pk)
                messages.success(
                    request, _("The session has been withdrawn. Inform the people affected.")
                )
                return redirect("admin:programme_tell", made.pk)
            context = {"form": form, "published": published}
            return self._page(request, "withdraw", event, context)

    def _release_of(self, request: HttpRequest, pk: int) -> ScheduleRelease:
        releases = self.narrowed(request, ScheduleRelease.objects.select_related("event"))
        release = get_object_or_404(releases, pk=pk)
        if not has_right(user_of(request), release.event, Right.RELEASE):
            raise PermissionDenied
        return release

    def _page(
        self, request: HttpRequest, name: str, event: Event, context: dict[str, object]
    ) -> HttpResponse:
        titles = {
            "compare": _("Compare two versions"),
            "roll_back": _("Restore an earlier version"),
            "tell": _("Inform the people affected"),
            "withdraw": _("Withdraw a published session"),
        }
        own = {"title": titles[name], "opts": self.opts, "event": event}
        page = self.admin_site.each_context(request) | own | context
        return TemplateResponse(request, f"admin/programme/releases/{name}.html", page).render()
