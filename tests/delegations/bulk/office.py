"""Somebody of the office who ticks rows and changes them."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.models import Attendee
from events.models import Event
from tests.factories import make_attendee, make_delegation, make_member


class Office:
    """Somebody of the office with the list open."""

    def __init__(self, event: Event, role: Role = Role.DELEGATIONS_OFFICER) -> None:
        self.event, self.client = event, Client()
        self.user = make_member(event, role)
        self.client.force_login(self.user)
        self.path = reverse("staff:people-bulk", args=[event.slug])

    def send(self, action: str, people: list[Attendee], **values: Any) -> Any:
        """Tick these people, and choose an action of the bar."""
        ticked = [str(person.guid) for person in people]
        return self.client.post(self.path, {"action": action, "person": ticked, **values})

    def apply(self, action: str, people: list[Attendee], **values: Any) -> Any:
        """Preview an action and confirm it; the answer is the page with the result."""
        return self.confirm(self.send(action, people, step="preview", **values), **values)

    def confirm(self, page: Any, **values: Any) -> Any:
        """Press the button of a preview."""
        preview = page.context["preview"]
        sent = {
            "action": page.context["action"].key,
            "chosen": page.context["chosen"],
            "list": page.context["list"],
            "previewed": preview.fingerprint,
            "step": "apply",
        }
        return self.client.post(self.path, {**sent, **values}, follow=True)

    def undo(self) -> Any:
        return self.client.post(reverse("staff:bulk-undo", args=[self.event.slug]), follow=True)


def submitted(event: Event, **values: Any) -> Attendee:
    return make_attendee(make_delegation(event), status="submitted", **values)


def words(page: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())
