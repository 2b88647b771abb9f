"""E-mails to the office."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Right, roles_with
from core.text.languages import in_language
from core.text.translated import fallback_order
from delegations.models import FocalPoint
from events.editions.mails import write_event_mail
from events.models import Event
from mail.services import post


def tell_office_of_colleague(*, focal_point: FocalPoint) -> None:
    """Notify the office that a focal point has given somebody else access to the delegation."""
    delegation = focal_point.delegation
    event = delegation.event
    path = reverse("staff:delegation", args=[event.slug, delegation.code])
    with (
        in_language(event.source_language),
        fallback_order(event.languages),
        timezone.override(event.zone),
    ):
        context = {
            "event": event,
            "organisation": delegation.organisation,
            "focal_point": focal_point,
            "page": f"{settings.PUBLIC_ORIGIN}{path}",
        }
        mails = [
            write_event_mail(
                event,
                key=f"colleague/{focal_point.guid.hex}/{number}",
                address=address,
                subject=_("%(organisation)s: new focal point")
                % {"organisation": delegation.organisation},
                body=render_to_string("mail/colleague.txt", context),
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
