"""Export and import of the programme's tables, in the menu of the organizers' lists."""

from django import template
from django.template import RequestContext

from accounts.roles import Right
from events.admin_base.scoped_admin import shown_events
from events.admin_base.zoned_admin import edition_of
from programme.choices import ImportKind
from programme.permissions import importable_events

register = template.Library()


@register.inclusion_tag("admin/programme/_files_box.html", takes_context=True)
def programme_files(context: RequestContext, *kinds: str) -> dict[str, object]:
    """For each event of the reader: export, template and import of tables of these kinds."""
    request = context["request"]
    user = request.user
    shown = shown_events(request, Right.VIEW_DRAFT)
    importable = {kind: set(importable_events(user, kind).values_list("pk")) for kind in kinds}
    return {
        "is_one_edition": edition_of(request) is not None,
        "events": [
            {
                "event": event,
                "kinds": [(ImportKind(kind), (event.pk,) in importable[kind]) for kind in kinds],
            }
            for event in shown
        ],
    }
