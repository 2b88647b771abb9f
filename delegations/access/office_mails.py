"""E-mails to the office."""

from collections.abc import Mapping

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from accounts.roles import Right, roles_with
from core.text.languages import in_language
from core.text.translated import fallback_order
from delegations.models import Delegation, FocalPoint, InvitationReply
from events.editions.mails import write_event_mail
from events.models import Event
from mail.services import post


def tell_office_of_colleague(*, focal_point: FocalPoint) -> None:
    """Notify the office that a focal point has given somebody else access to the delegation."""
    _tell_office(
        focal_point.delegation,
        key=f"colleague/{focal_point.guid.hex}",
        subject=gettext_noop("%(organisation)s: new focal point"),
        template="mail/colleague.txt",
        context={"focal_point": focal_point},
    )


def tell_office_of_reply(*, reply: InvitationReply) -> None:
    """Notify the office that a delegation has accepted or declined."""
    accepted = gettext_noop("%(organisation)s has accepted the invitation")
    declined = gettext_noop("%(organisation)s has declined the invitation")
    _tell_office(
        reply.delegation,
        key=f"reply/{reply.guid.hex}",
        subject=accepted if reply.accepts else declined,
        template="mail/reply.txt",
        context={"reply": reply},
    )


def _tell_office(
    delegation: Delegation, *, key: str, subject: str, template: str, context: Mapping[str, object]
) -> None:
    """Write to the office in the language and on the clock of the event."""
    event, organisation = delegation.event, delegation.organisation
    path = reverse("staff:delegation", args=[event.slug, delegation.code])
    with (
        in_language(event.source_language),
        fallback_order(event.languages),
        timezone.override(event.zone),
    ):
        page = f"{settings.PUBLIC_ORIGIN}{path}"
        shared = {"event": event, "organisation": organisation, "page": page}
        mails = [
            write_event_mail(
                event,
                key=f"{key}/{number}",
                address=address,
                subject=translation.gettext(subject) % {"organisation": organisation},
                body=render_to_string(template, {**shared, **context}),
            )
            for number, address in enumerate(_addresses(event))
        ]
    post(*mails)


def _addresses(event: Event) -> list[str]:
    """The office's own e-mail address, or else that of each member who may edit people."""
    if event.office_email:
        return [event.office_email]
    team = event.team_members.filter(role__in=roles_with(Right.EDIT_PEOPLE), user__is_active=True)
    return list(team.order_by("pk").values_list("user__email", flat=True))
