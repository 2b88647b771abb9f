"""What can be done with many people or delegations at once; higher apps add their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Right
from core.json_types import JsonValue
from delegations.models import Attendee, Delegation
from events.models import Event

Row = TypeVar("Row", bound=Model)
# What a valid form of an action holds.
Values: TypeAlias = Mapping[str, Any]
ALREADY_SO = _("Nothing to change.")


class ActionForm(forms.Form):
    """What an action needs to know beside the rows. Nothing, unless a subclass asks."""

    def __init__(self, data: QueryDict | None, *, event: Event, user: User) -> None:
        super().__init__(data)
        self.event, self.user = event, user


@dataclass(frozen=True, slots=True)
class Effect(Generic[Row]):
    """What an action would do to one row, in words; or, as `obstacle`, why it will not."""

    row: Row
    before: str = ""
    after: str = ""
    obstacle: str | Promise = ""


@dataclass(slots=True)
class Applied(Generic[Row]):
    """What an action did: what undoing each row takes, and the rows that were refused after all."""

    undo: list[JsonValue] = field(default_factory=list)
    refused: list[Effect[Row]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Text:
    """A mail that an action would send, in one language."""

    language: str
    subject: str
    body: str


class BulkAction(Generic[Row]):
    """One thing to do with many rows of an event. Called with the order of the event locked."""

    key: ClassVar[str]
    label: ClassVar[str | Promise]
    rights: ClassVar[frozenset[Right]] = frozenset({Right.EDIT_PEOPLE})
    form_class: ClassVar[type[ActionForm]] = ActionForm
    can_undo: ClassVar[bool] = True
    # What people should know before they confirm.
    note: ClassVar[str | Promise] = ""

    def effects(self, event: Event, rows: Sequence[Row], values: Values) -> list[Effect[Row]]:
        """What the action would do to each row, or why not; a constant number of queries."""
        raise NotImplementedError

    def texts(self, event: Event, rows: Sequence[Row]) -> list[Text]:
        """The mails that the action would send, one in each language."""
        return []

    def apply(self, event: Event, rows: Sequence[Row], values: Values, by: User) -> Applied[Row]:
        """Change the rows that have no obstacle."""
        raise NotImplementedError

    def undo(self, event: Event, steps: Sequence[JsonValue], by: User) -> int:
        """Undo what `apply` returned; return the number of rows that were restored."""
        raise NotImplementedError


PeopleAction: TypeAlias = BulkAction[Attendee]
DelegationAction: TypeAlias = BulkAction[Delegation]
PEOPLE_ACTIONS: dict[str, PeopleAction] = {}
DELEGATION_ACTIONS: dict[str, DelegationAction] = {}


def add_people_actions(actions: Sequence[PeopleAction]) -> None:
    """Offer more actions for ticked people."""
    PEOPLE_ACTIONS.update({action.key: action for action in actions})


def add_delegation_actions(actions: Sequence[DelegationAction]) -> None:
    """Offer more actions for ticked delegations."""
    DELEGATION_ACTIONS.update({action.key: action for action in actions})


def actions_for(
    actions: Mapping[str, BulkAction[Row]], rights: frozenset[Right]
) -> dict[str, BulkAction[Row]]:
    """The actions that somebody with `rights` may take."""
    return {key: action for key, action in actions.items() if action.rights <= rights}
