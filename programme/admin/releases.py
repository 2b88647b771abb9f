"""Pages of releases: preview of the draft, and publishing it."""

from collections import Counter

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.http import user_of
from accounts.roles import Right
from core.text.dates import moment_in
from core.text.translated import fallback_order
from delegations.models import Attendee
from events.admin_base.admin_links import link, links
from events.admin_base.scoped_admin import events_here
from events.models import Event
from events.permissions import has_right
from events.visitors import common_context
from programme.admin.people_search import find_best_people
from programme.admin.plans import show_proposed
from programme.admin.sessions import SessionAdmin
from programme.admin.versions import REFUSALS, VersionPages
from programme.agenda.load_agenda import draft_agenda, published_agenda
from programme.agenda.page_state import read_state
from programme.agenda.views import agenda_context
from programme.checks import registered
from programme.checks.finding_rows import load_rows
from programme.checks.review import review_for
from programme.choices import Visibility
from programme.models import ReleasePlan, ScheduleRelease, Session
from programme.releases import approvals
from programme.releases.change_wording import frame_lines
from programme.releases.forms import ReleaseForm
from programme.releases.plan_mails import other_publishers
from programme.releases.services import pending_changes, release_agenda, sessions_taken_back

# How many people the look-up offers at once.
_FOUND = 20


@admin.register(ScheduleRelease)
class ScheduleReleaseAdmin(VersionPages):
    """The releases: a record, with the pages that make the next one."""

    view_right = Right.VIEW_DRAFT
    list_display = ("version", "event", "moment", "released_by", "comment", "published_anyway")
    list_filter = ("event",)
    search_fields = ("comment",)
    list_select_related = ("event", "released_by")
    fields = ("event", "version", "comment", "moment", "released_by", "published_anyway")
    readonly_fields = (*fields, "comparison", "pages")
    change_list_template = "admin/programme/releases/release_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ScheduleRelease]:
        """Without the agendas themselves: the list needs none."""
        return self.narrowed(request, ScheduleRelease.objects.defer("payload", "changes"))

    @admin.display(description=_("released at"), ordering="released_at")
    def moment(self, release: ScheduleRelease) -> str:
        """When, in the event's zone: as visitors read it."""
        return moment_in(release.released_at, release.event.zone)

    def get_fields(
        self, request: HttpRequest, obj: ScheduleRelease | None = None
    ) -> tuple[str, ...]:
        """The pages that publish only for people who may."""
        may_release = obj is not None and has_right(user_of(request), obj.event, Right.RELEASE)
        return (*self.fields, "pages" if may_release else "comparison")

    @admin.display(description=_("pages"))
    def comparison(self, release: ScheduleRelease) -> str:
        """A link to what the draft changes in this version."""
        compare = reverse("admin:programme_compare", args=[release.event_id])
        return link(f"{compare}?from={release.version}", _("Compare with the draft"))

    @admin.display(description=_("pages"))
    def pages(self, release: ScheduleRelease) -> str:
        """Links to compare with the draft, roll back, and inform people."""
        return format_html(
            "{} · {}",
            self.comparison(release),
            links(
                (
                    reverse("admin:programme_roll_back", args=[release.pk]),
                    _("Publish this version again"),
                ),
                (
                    reverse("admin:programme_tell", args=[release.pk]),
                    _("Inform the people affected"),
                ),
            ),
        )

    @admin.display(description=_("errors published anyway"))
    def published_anyway(self, release: ScheduleRelease) -> str:
        """What the checks called an error when it was published, and how often."""
        counts = Counter(error["check"] for error in release.open_errors)
        checks = registered()
        labels = {key: checks[key].label if key in checks else key for key in counts}
        return " · ".join(f"{labels[key]} ({count})" for key, count in counts.items()) or "–"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Made by publishing only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: it is a record."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never: it is a record."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The list, with a way to preview and to publish each event's draft."""
        events = events_here(request, Right.VIEW_DRAFT)
        return super().changelist_view(
            request,
            {
                **(extra_context or {}),
                "draft_events": events,
                "release_events": events_here(request, Right.RELEASE),
            },
        )

    def get_urls(self) -> list[URLPattern]:
        """Preview, publish, and the look-up of people, beside the admin's own."""
        wrap = self.admin_site.admin_view
        own = [
            path("preview/<int:event_pk>/", wrap(self.preview), name="programme_preview"),
            path("publish/<int:event_pk>/", wrap(self.publish), name="programme_publish"),
            path("people/", wrap(self.people), name="programme_people"),
        ]
        return [*own, *super().get_urls()]

    def _event(self, request: HttpRequest, pk: int) -> Event:
        events = Event.objects.with_right(user_of(request), Right.VIEW_DRAFT)
        return get_object_or_404(events.for_pages(), pk=pk)

    def preview(self, request: HttpRequest, event_pk: int) -> HttpResponse:
        """The agenda page as visitors would see it, made from the draft."""
        event = self._event(request, event_pk)
        draft = draft_agenda(event, public_only=True)
        state = read_state(request.GET.dict(), draft, timezone.localdate(timezone=draft.zone))
        path = reverse("programme:agenda", args=[event.slug])
        context = common_context(request, event) | agenda_context(draft, state)
        context |= {"is_preview": True, "languages": [], "public_url": path}
        with fallback_order(event.languages):
            return TemplateResponse(request, "programme/agenda.html", context).render()

    def publish(self, request: HttpRequest, event_pk: int) -> HttpResponse:
        """Show findings, the exact changes and a form for the comment, then publish."""
        event = self._event(request, event_pk)
        if not has_right(user_of(request), event, Right.RELEASE):
            raise PermissionDenied
        with fallback_order(event.languages):
            taken_back = sessions_taken_back(event)
            form = ReleaseForm(request.POST or None, taken_back=taken_back)
            answer = None
            if request.method == "POST" and form.is_valid():
                answer = self._release(request, event, form)
            return answer or self._publish_page(request, event, form)

    def _release(
        self, request: HttpRequest, event: Event, form: ReleaseForm
    ) -> HttpResponse | None:
        reviewed = {
            "event": event,
            "by": user_of(request),
            "comment": form.cleaned_data["comment"],
            "reviewed": form.cleaned_data["reviewed"],
            "despite": form.despite,
            "withdraw": form.withdraw,
        }
        due_at = form.cleaned_data["due_at"]
        try:
            if event.needs_second_eyes or due_at:
                plan = approvals.propose_release(**reviewed, due_at=due_at)
                return show_proposed(request, plan)
            release = release_agenda(**reviewed)
        except tuple(REFUSALS) as refused:
            messages.add_message(request, *REFUSALS[type(refused)])
            return None
        text = _("Version %d of the agenda has been published.")
        messages.success(request, text % release.version)
        return redirect("admin:programme_schedulerelease_changelist")

    def _publish_page(self, request: HttpRequest, event: Event, form: ReleaseForm) -> HttpResponse:
        user = user_of(request)
        changes, review = pending_changes(event), review_for(user, event)
        current, draft = published_agenda(event), draft_agenda(event, public_only=True)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Publish agenda"),
            "opts": self.opts,
            "event": event,
            "form": form.shown_with(changes, review),
            "changes": changes,
            "rows": load_rows(user, event, review),
            "current": current,
            "frame": frame_lines(current, draft) if current.version else [],
            "has_public": bool(draft.sessions),
            "internal": event.sessions.filter(visibility=Visibility.INTERNAL).count(),
            "has_approver": other_publishers(event, user).exists(),
            "plan": ReleasePlan.objects.filter(event=event).active().first(),
        }
        return TemplateResponse(request, "admin/programme/releases/publish.html", context).render()

    def people(self, request: HttpRequest) -> JsonResponse:
        """Return people for the look-up of a session's form: list name and organisation only."""
        events = SessionAdmin(Session, self.admin_site).editable_events(request)
        if not events.exists():
            raise PermissionDenied
        people = Attendee.objects.filter(delegation__event__in=events).alphabetical()
        matches = find_best_people(people, request.GET.get("term", "")[:100], _FOUND)
        results = [
            {
                "id": str(person.pk),
                "text": f"{person.listed_name} ({person.delegation.organisation})",
            }
            for person in matches
        ]
        return JsonResponse({"results": results, "pagination": {"more": False}})
