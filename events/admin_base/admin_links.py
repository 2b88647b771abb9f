"""Links in read-only fields of the admin, and to the pages that many of them lead to."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from events.models import Event


def link(url: str, label: object) -> str:
    """A link for a read-only field."""
    return format_html('<a href="{}">{}</a>', url, label)


def links(*pairs: Iterable[object]) -> str:
    """Several links, separated by a dot."""
    return format_html(
        " · ".join(["{}"] * len(pairs)), *(link(str(url), label) for url, label in pairs)
    )


def public_link(event: Event, url: str) -> str:
    """A link to the public page at `url`, or why there is none yet."""
    if not event.is_public:
        return str(_("not public yet: the event is a draft"))
    return link(url, _("Open the public page")) if url else str(_("not published yet"))


def preview_url(event: Event) -> str:
    """The preview of the event's draft agenda."""
    return reverse("admin:programme_preview", args=[event.pk])


def move_sessions_url(sessions: Iterable[int]) -> str:
    """Where sessions, by primary key, are given another room or sub-forum; empty for none."""
    query = urlencode([("session", pk) for pk in sessions])
    return f"{reverse('admin:programme_change_many')}?{query}" if query else ""


def team_url(event: Event) -> str:
    """Who works for the event."""
    return reverse("admin:team", args=[event.pk])
