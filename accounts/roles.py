"""Roles that a person can hold in an event, and what each may do.

Knows no database. The table below is that of `docs/permissions.md`: a test compares the two.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """A person's role in one event; it may differ from event to event."""

    ADMINISTRATOR = "administrator", _("Administrator")
    EDITOR = "editor", _("Editor")
    SUB_FORUM_EDITOR = "sub-forum-editor", _("Sub-forum editor")
    DELEGATIONS_OFFICER = "delegations-officer", _("Delegations officer")
    DESK = "desk", _("Desk")
    TRANSLATOR = "translator", _("Translator")
    VIEWER = "viewer", _("Viewer")


class Right(StrEnum):
    """One thing that somebody may do in an event."""

    VIEW_CONTENT = "view-content"
    EDIT_CONTENT = "edit-content"
    TRANSLATE = "translate"
    VIEW_DRAFT = "view-draft"
    EDIT_DRAFT = "edit-draft"
    EDIT_OWN_SUB_FORUM = "edit-own-sub-forum"
    RELEASE = "release"
    VIEW_PEOPLE = "view-people"
    EDIT_PEOPLE = "edit-people"
    VIEW_CONTACTS = "view-contacts"
    VIEW_SENSITIVE = "view-sensitive"
    EXPORT = "export"
    CHECK_IN = "check-in"
    EDIT_TEAM = "edit-team"


RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.ADMINISTRATOR: frozenset(Right) - {Right.EDIT_OWN_SUB_FORUM},
        Role.EDITOR: frozenset(
            {
                Right.VIEW_CONTENT,
                Right.EDIT_CONTENT,
                Right.TRANSLATE,
                Right.VIEW_DRAFT,
                Right.EDIT_DRAFT,
                Right.RELEASE,
            }
        ),
        Role.SUB_FORUM_EDITOR: frozenset({Right.VIEW_DRAFT, Right.EDIT_OWN_SUB_FORUM}),
        Role.DELEGATIONS_OFFICER: frozenset(
            {
                Right.VIEW_DRAFT,
                Right.VIEW_PEOPLE,
                Right.EDIT_PEOPLE,
                Right.VIEW_CONTACTS,
                Right.VIEW_SENSITIVE,
                Right.EXPORT,
                Right.CHECK_IN,
            }
        ),
        Role.DESK: frozenset({Right.VIEW_DRAFT, Right.VIEW_PEOPLE, Right.CHECK_IN}),
        Role.TRANSLATOR: frozenset({Right.VIEW_CONTENT, Right.VIEW_DRAFT, Right.TRANSLATE}),
        Role.VIEWER: frozenset({Right.VIEW_CONTENT, Right.VIEW_DRAFT, Right.VIEW_PEOPLE}),
    }
)


def roles_with(right: Right) -> frozenset[Role]:
    """The roles that include `right`."""
    return frozenset(role for role, rights in RIGHTS.items() if right in rights)
