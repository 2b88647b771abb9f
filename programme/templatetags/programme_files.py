"""Export and import of the programme's tables, in the menu of the organizers' lists."""

from django import template
from django.template import RequestContext

from accounts.roles import Right
from events.admin_base.scoped_admin import held_rights, shown_events
from events.admin_base.zoned_admin import edition_of
from programme.choices import ImportKind
from programme.permissions import import_rights, importable_events

register = template.Library()


@register.inclusion_tag("admin/programme/_files_box.html", takes_context=True)
def programme_files(context: RequestContext, *kinds: str) -> dict[str, object]:
    """For each event of the reader: export, template and import of tables of these kinds."""
    request = context["request"]
    edition = edition_of(request)
    if edition is not None:
        held = held_rights(request)
        importable = {kind: {edition.pk} if import_rights(kind) & held else set() for kind in kinds}
    else:
        importable = {
            kind: set(importable_events(request.user, kind).values_list("pk", flat=True))
            for kind in kinds
        }
    return {
        "is_one_edition": edition is not None,
        "events": [
            {
                "event": event,
                "kinds": [(ImportKind(kind), event.pk in importable[kind]) for kind in kinds],
            }
            for event in shown_events(request, Right.VIEW_DRAFT)
        ],
    }
