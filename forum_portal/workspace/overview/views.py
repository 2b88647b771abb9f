"""The first page of an edition."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.http import user_of
from accounts.models import User
from accounts.roles import Right
from core.text.dates import moment_in
from core.text.translated import fallback_order
from events.admin_base.scoped_admin import held_rights
from events.models import Event
from forum_portal.workspace.overview.first_steps import first_steps
from forum_portal.workspace.overview.latest_changes import latest_changes
from forum_portal.workspace.readiness.views import load_standings
from forum_portal.workspace.translations.progress import Catalogue
from programme.agenda.load_agenda import draft_agenda, public_part, published_agenda
from programme.checks.finding_rows import load_rows
from programme.checks.load_known import load_known
from programme.checks.review import review_for
from programme.choices import PlanState, Visibility
from programme.models import ReleasePlan
from programme.releases.services import changes_between

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """A decision that waits for the reader, and its page."""

    sentence: str
    url: str


def overview_context(
    request: HttpRequest, edition: Event, may_see: Callable[[type[Model]], bool]
) -> dict[str, Any]:
    """The context of the page, without what the reader's role may not see.

    `may_see` tells whether the reader may open the rows of a model.
    """
    rights, user = held_rights(request), user_of(request)
    context: dict[str, Any] = {"edition": edition, "title": _("Overview")}
    with fallback_order(edition.languages):
        context["waiting"] = list(_waiting(request, edition, rights))
        if Right.VIEW_DRAFT in rights:
            context |= _of_draft(user, edition, rights, may_see)
    return context | {"days": days_to(edition, timezone.localdate())}


def _of_draft(
    user: User,
    edition: Event,
    rights: frozenset[Right],
    may_see: Callable[[type[Model]], bool],
) -> dict[str, object]:
    """What the draft says: it is loaded once, for the checks, the changes and the standings."""
    draft, known = draft_agenda(edition, public_only=False), load_known(edition)
    review = review_for(user, edition, loaded=(draft, known))
    published, public = published_agenda(edition), public_part(draft, known.not_public)
    context: dict[str, object] = {
        "rows": load_rows(user, edition, review),
        "published": published,
        "can_release": Right.RELEASE in rights,
        "can_invite": Right.EDIT_TEAM in rights,
        "pending": len(changes_between(edition, published, public)),
        "internal": edition.sessions.filter(visibility=Visibility.INTERNAL).count(),
        "standings": load_standings(user, edition, rights, draft, review.open),
        "latest": latest_changes(edition, _SHOWN, may_see),
    }
    if Right.EDIT_DRAFT in rights:
        context["steps"] = [] if published.version else first_steps(edition)
    return context


def days_to(edition: Event, today: date) -> str:
    """The time until the forum, in words."""
    before, day = (edition.start_date - today).days, (today - edition.start_date).days + 1
    if before > 0:
        return ngettext("%d day to go", "%d days to go", before) % before
    if today <= edition.end_date:
        return _("Day %d of the forum") % day
    return _("The forum has ended.")


def _waiting(request: HttpRequest, edition: Event, rights: frozenset[Right]) -> Any:
    plan = ReleasePlan.objects.filter(event=edition).active().first()
    if plan is not None and Right.RELEASE in rights:
        url = reverse("admin:programme_plan", args=[plan.pk])
        is_own = plan.proposed_by_id == user_of(request).pk
        if plan.state == PlanState.WAITING and not is_own:
            yield Waiting(_("A release waits for your approval."), url)
        elif plan.state == PlanState.WAITING:
            yield Waiting(_("Your release waits for the approval of somebody else."), url)
        elif plan.due_at:
            when = moment_in(plan.due_at, edition.zone)
            yield Waiting(_("A release becomes public: %s.") % when, url)
    # Who edits the draft looks at all languages on the page of the translations: it reads them all.
    if Right.TRANSLATE in rights and Right.EDIT_DRAFT not in rights:
        for progress in Catalogue(edition).progress():
            if count := progress.missing + progress.outdated:
                texts = ngettext("%d text to translate", "%d texts to translate", count) % count
                url = reverse("admin:translations", args=[edition.pk])
                yield Waiting(f"{progress.name}: {texts}", f"{url}?language={progress.code}")
