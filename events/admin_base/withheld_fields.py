"""Fields of a form that somebody does not see: links to pages that would refuse them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

    from django.contrib.admin.options import _FieldOpts, _FieldsetSpec
    from django_stubs_ext import StrOrPromise


def without_fields(fieldsets: "_FieldsetSpec", names: "Container[str]") -> "_FieldsetSpec":
    """The sections without the fields `names`, and without a section that has no other."""
    sections: list[tuple[StrOrPromise | None, _FieldOpts]] = []
    for title, section in fieldsets:
        lines = [
            tuple(name for name in line if name not in names) if isinstance(line, tuple) else line
            for line in section["fields"]
            if isinstance(line, tuple) or line not in names
        ]
        if fields := tuple(line for line in lines if line):
            sections.append((title, {**section, "fields": fields}))
    return sections
