"""The ways to a table of the programme and back, above the lists of the organizers' pages."""

from django import template
from django.template import RequestContext

from accounts.roles import Right
from events.models import Event
from programme.choices import ImportKind
from programme.permissions import importable_events

register = template.Library()


@register.inclusion_tag("admin/programme/_files_box.html", takes_context=True)
def programme_files(context: RequestContext, *kinds: str) -> dict[str, object]:
    """For each event of the reader: export, template and import of tables of these kinds."""
    user = context["request"].user
    shown = Event.objects.with_right(user, Right.VIEW_DRAFT)
    importable = {kind: set(importable_events(user, kind).values_list("pk")) for kind in kinds}
    return {
        "events": [
            {
                "event": event,
                "kinds": [(ImportKind(kind), (event.pk,) in importable[kind]) for kind in kinds],
            }
            for event in shown
        ]
    }
