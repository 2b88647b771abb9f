"""What can be done with the ticked rows of a list: registered by the capability that does it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from accounts.roles import Right
from events.models import Event

PEOPLE, DELEGATIONS = "people", "delegations"


@dataclass(frozen=True, slots=True)
class RowActions:
    """The page to which ticked rows are sent, and the actions that somebody may take there."""

    url_name: str
    choices: Callable[[frozenset[Right]], Iterable[tuple[str, str | Promise]]]


@dataclass(frozen=True, slots=True)
class BulkMenu:
    """The bar below a list: where ticked rows are sent, and what for."""

    url: str
    choices: tuple[tuple[str, str], ...]


ROW_ACTIONS: dict[str, RowActions] = {}


def add_row_actions(list_key: str, actions: RowActions) -> None:
    """Offer actions for the ticked rows of a list."""
    ROW_ACTIONS[list_key] = actions


def bulk_menu(list_key: str, event: Event, rights: frozenset[Right]) -> BulkMenu | None:
    """The bar of a list; None for people who can do nothing with its rows."""
    actions = ROW_ACTIONS.get(list_key)
    choices = [(key, str(label)) for key, label in actions.choices(rights)] if actions else []
    if actions is None or not choices:
        return None
    return BulkMenu(reverse(actions.url_name, args=[event.slug]), tuple(choices))
