"""E-mails to the team about a planned release: please approve; not published."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right, roles_with
from core.text.languages import in_language
from core.text.translated import fallback_order
from events.editions.mails import write_event_mail
from events.models import Event, TeamMember
from mail.services import post
from programme.models import ReleasePlan


def other_publishers(event: Event, by: User) -> QuerySet[TeamMember]:
    """The members of the team who can approve what `by` proposes."""
    members = event.team_members.filter(role__in=roles_with(Right.RELEASE), user__is_active=True)
    return members.exclude(user=by)


def ask_for_approval(plan: ReleasePlan, by: User) -> None:
    """E-mail every member of the team who can publish, except `by`, who proposed the plan."""
    members = other_publishers(plan.event, by)
    with _language_of(plan.event):
        subject = _("Please review: a new agenda of %(event)s") % {"event": plan.event.title}
    for member in members.select_related("user"):
        _post(plan, member.user, "approve", subject)


def tell_overtaken(plan: ReleasePlan) -> None:
    """E-mail the person who proposed the plan that another release came first."""
    with _language_of(plan.event):
        subject = _("Not published: the agenda of %(event)s") % {"event": plan.event.title}
    if plan.proposed_by is not None:
        _post(plan, plan.proposed_by, "overtaken", subject)


def _post(plan: ReleasePlan, user: User, about: str, subject: str) -> None:
    path = reverse("admin:programme_plan", args=[plan.pk])
    context = {"plan": plan, "about": about, "page": f"{settings.PUBLIC_ORIGIN}{path}"}
    with _language_of(plan.event):
        mail = write_event_mail(
            plan.event,
            key=f"plan/{plan.event.guid.hex}/{plan.pk}/{about}/{user.pk}",
            address=user.email,
            subject=subject,
            body=render_to_string("mail/plan.txt", context),
        )
    post(mail)


@contextmanager
def _language_of(event: Event) -> Iterator[None]:
    with in_language(event.source_language), fallback_order(event.languages):
        yield
