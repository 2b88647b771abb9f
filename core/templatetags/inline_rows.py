"""Rows of another kind within a form of the admin."""

import json

from django import template
from django.contrib.admin.helpers import InlineAdminFormSet

register = template.Library()


@register.filter
def inline_data(rows: InlineAdminFormSet) -> str:
    """What the script of Django needs, with the words of the office for adding a row."""
    data = json.loads(str(rows.inline_formset_data()))
    if text := getattr(rows.opts, "add_text", ""):
        data["options"]["addText"] = str(text)
    return json.dumps(data, ensure_ascii=False)
