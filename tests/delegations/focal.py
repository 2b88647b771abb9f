"""A focal point at work: the link from the mail, the browser in which it is open, the form."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from delegations.access.personal_links import send_personal_link
from delegations.models import Attendee, Delegation, FocalPoint, InvitationReply, PersonalLink
from mail.models import OutgoingMail


def mailed_link(link: FocalPoint | PersonalLink) -> str:
    """The path of the newest link in the outbox."""
    body = (
        OutgoingMail.objects.filter(address=link.email, body__contains="/join/").latest("pk").body
    )
    match = re.search(r"(/join/[\w-]{20,}/)", body)
    assert match is not None
    return match[1]


def opened(focal_point: FocalPoint) -> Client:
    """A browser in which the link was followed and the button pressed."""
    client = Client()
    client.get(mailed_link(focal_point))
    assert client.post(reverse("focal-door")).headers["Location"] == "/delegation/"
    return client


def own_link(person: Attendee, **values: Any) -> PersonalLink:
    """A person with a link to their own entry."""
    email = f"own-{person.pk}@example.org"
    return send_personal_link(attendee=person, **{"email": email, "language": "en", **values})


def at_own_entry(person: Attendee) -> Client:
    """The browser of a person who followed the link to their own entry."""
    client = Client()
    client.get(mailed_link(own_link(person)))
    there = client.post(reverse("focal-door")).headers["Location"]
    assert there == reverse("own:entry", args=[person.guid])
    return client


def form(**values: Any) -> dict[str, Any]:
    return {
        "given": "Ana",
        "family": "Souza",
        "name_order": "given-first",
        "function": "delegate",
        "office_title_en": "Director",
        "email": "ana@example.org",
        **values,
    }


def make_reply(delegation: Delegation, **values: Any) -> InvitationReply:
    """The reply of a delegation that comes with three people, which the office has not noted."""
    defaults = {"status": delegation.status, "status_before": "invited", "party_size": 3}
    return InvitationReply.objects.create(delegation=delegation, **{**defaults, **values})
